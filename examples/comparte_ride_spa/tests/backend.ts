import { vi } from "vitest";
import { loadConfig } from "../src/api/config.ts";

export const API = "https://api.example";

/** What one call to the backend sent. */
export interface Sent {
  readonly url: string;
  readonly authorization: string | null;
  readonly body: { readonly query: string; readonly variables: Record<string, unknown> };
}

type Answer = (sent: Sent) => unknown;

/** Put `answer` in the place of the backend; gives the calls it got. */
export async function backend(answer: Answer): Promise<Sent[]> {
  const calls: Sent[] = [];
  vi.stubGlobal("fetch", async (url: string, init: RequestInit = {}) => {
    if (url === "/config.json") return Response.json({ api: API });
    const authorization = new Headers(init.headers).get("authorization");
    const sent = { url, authorization, body: JSON.parse(String(init.body)) as Sent["body"] };
    calls.push(sent);
    await new Promise((resolve) => setTimeout(resolve, 1));
    return Response.json(answer(sent));
  });
  await loadConfig();
  return calls;
}

/** A browser's locks: one page holds each. */
export function locks(taken: readonly string[] = []): void {
  const request = (name: string, _options: LockOptions, held: () => Promise<never>) =>
    taken.includes(name) ? Promise.reject(new DOMException("waited", "TimeoutError")) : held();
  vi.stubGlobal("navigator", { languages: ["en"], locks: { request } });
}

export function refused(code: string): unknown {
  return { data: null, errors: [{ message: "no", extensions: { code } }] };
}
