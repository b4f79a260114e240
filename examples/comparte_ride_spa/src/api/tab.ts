const KEY = "comparte-ride.session";
const PATIENCE = 1_000; // a reloaded page waits this long for the one before it to be gone

interface Kept {
  readonly tab: string;
  readonly refreshToken: string;
}

/** The refresh token of this tab, if it has one. */
export function kept(): Kept | null {
  const text = sessionStorage.getItem(KEY);
  return text === null ? null : (JSON.parse(text) as Kept);
}

/** Keep the refresh token for this tab, until it is closed. */
export function keep(refreshToken: string): void {
  const before = kept();
  const tab = before?.tab ?? crypto.randomUUID();
  sessionStorage.setItem(KEY, JSON.stringify({ tab, refreshToken } satisfies Kept));
  if (before === null) void claimed(tab);
}

/** Forget it. */
export function forget(): void {
  sessionStorage.removeItem(KEY);
}

/**
 * Forget the token where it is a copy. A browser that duplicates a tab copies its storage; two tabs that use one
 * refresh token in turns look like a thief to the backend, which then ends the session of both.
 */
export async function forgetCopy(): Promise<void> {
  const before = kept();
  if (before !== null && !(await claimed(before.tab))) forget();
}

/** Hold the tab's lock as long as the page lives; false where another page holds it. */
function claimed(tab: string): Promise<boolean> {
  return new Promise((resolve) => {
    const held = () => {
      resolve(true);
      return new Promise<never>(() => undefined);
    };
    const options = { signal: AbortSignal.timeout(PATIENCE) };
    navigator.locks.request(`comparte-ride.${tab}`, options, held).catch(() => resolve(false));
  });
}
