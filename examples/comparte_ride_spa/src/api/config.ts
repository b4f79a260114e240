interface Config {
  readonly api: string;
}

let loaded: Config | null = null;

/** Read where the backend is: one build serves every deploy, `server.ts` tells it from its environment. */
export async function loadConfig(): Promise<void> {
  const response = await fetch("/config.json", { cache: "no-store" });
  const said: unknown = await response.json();
  if (typeof said !== "object" || said === null || !("api" in said) || typeof said.api !== "string") {
    throw new Error('/config.json must say where the backend is: {"api": "https://api.example"}');
  }
  loaded = { api: said.api };
}

/** The address of something the backend serves: `/graphql`, a picture. */
export function addressOf(path: string): string {
  if (loaded === null) throw new Error("loadConfig() comes first");
  return new URL(path, loaded.api).href;
}
