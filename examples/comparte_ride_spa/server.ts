/**
 * Serves the build, and tells it where the backend is.
 *
 * API_URL: the origin of the backend (required). PORT, HOST: where to listen. One build serves every deploy.
 */
import { createServer, type ServerResponse } from "node:http";
import sirv from "sirv";

function apiOrigin(): string {
  const said = process.env.API_URL ?? "";
  if (!URL.canParse(said) || new URL(said).origin !== said) {
    process.stderr.write(
      `API_URL must be the backend's origin, such as https://api.example; it is ${JSON.stringify(said)}.\n`,
    );
    process.exit(2);
  }
  return said;
}

const api = apiOrigin();
const port = Number(process.env.PORT ?? "8001");
const host = process.env.HOST ?? "127.0.0.1";

// Only our own files run; only the backend is called; nobody shows us in a frame.
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  `connect-src 'self' ${api}`,
  `img-src 'self' ${api}`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

function secured(response: ServerResponse): void {
  response.setHeader("Content-Security-Policy", policy);
  response.setHeader("Referrer-Policy", "no-referrer");
  response.setHeader("X-Content-Type-Options", "nosniff");
  response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
}

const files = sirv(new URL("./dist", import.meta.url).pathname, { single: true, etag: true });

const server = createServer((request, response) => {
  secured(response);
  if (request.url === "/config.json") {
    response.setHeader("Content-Type", "application/json");
    response.setHeader("Cache-Control", "no-store");
    response.end(JSON.stringify({ api }));
    return;
  }
  files(request, response, () => {
    response.statusCode = 404;
    response.end();
  });
});

server.listen(port, host, () => process.stdout.write(`http://${host}:${port} calls ${api}\n`));
for (const signal of ["SIGTERM", "SIGINT"]) process.once(signal, () => server.close(() => process.exit(0)));
