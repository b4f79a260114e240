import { signal } from "@preact/signals";
import { graphql, type ResultOf } from "./graphql.ts";
import { Refused } from "./problem.ts";
import { send } from "./send.ts";
import { forget, forgetCopy, keep, kept } from "./tab.ts";

const refreshSession = graphql(`
  mutation RefreshSession($refreshToken: String!) {
    refreshSession(refreshToken: $refreshToken) {
      __typename
      ... on RefreshSessionSuccess { result { accessToken expiresIn refreshToken } }
      ... on Error { code }
    }
  }
`);

const logOut = graphql(`
  mutation LogOut($refreshToken: String!) {
    logOut(refreshToken: $refreshToken) { __typename }
  }
`);

type Refreshed = NonNullable<ResultOf<typeof refreshSession>["refreshSession"]>;
type Session = Extract<Refreshed, { __typename: "RefreshSessionSuccess" }>["result"];

interface Access {
  readonly token: string;
  readonly until: number;
}

const EARLY = 20_000; // milliseconds before its end that an access token is renewed

/** Whether somebody is logged in, as far as this tab knows. */
export const loggedIn = signal(false);

let access: Access | null = null; // in memory only: what reads the storage of the tab does not find it
let refreshing: Promise<string | null> | null = null;

/** Take up what a reloaded tab kept. */
export async function resume(): Promise<void> {
  await forgetCopy();
  loggedIn.value = kept() !== null;
}

/** Somebody logged in. */
export function begin(session: Session): void {
  access = { token: session.accessToken, until: Date.now() + session.expiresIn * 1000 };
  keep(session.refreshToken);
  loggedIn.value = true;
}

/** Forget the session here; the backend was told, or ended it itself. */
export function end(): void {
  access = null;
  forget();
  loggedIn.value = false;
}

/** Log out: here at once, and at the backend if it can be reached. */
export async function leave(): Promise<void> {
  const refreshToken = kept()?.refreshToken;
  end();
  if (refreshToken !== undefined) await send(logOut, { refreshToken }, null);
}

/** A token that is still good, null where nobody is logged in. */
export async function accessToken(): Promise<string | null> {
  if (access !== null && access.until - EARLY > Date.now()) return access.token;
  return renewed();
}

/**
 * A new token. All who wait share one refresh: a refresh token is good once, and using it twice ends the session.
 */
export function renewed(): Promise<string | null> {
  refreshing ??= refresh().finally(() => {
    refreshing = null;
  });
  return refreshing;
}

async function refresh(): Promise<string | null> {
  const refreshToken = kept()?.refreshToken;
  if (refreshToken === undefined) return null;
  const answer = (await send(refreshSession, { refreshToken }, null)).refreshSession;
  if (kept()?.refreshToken !== refreshToken) return null; // logged out meanwhile
  if (answer?.__typename === "RefreshSessionSuccess") {
    begin(answer.result);
    return answer.result.accessToken;
  }
  end();
  throw new Refused("the session has ended", "unauthenticated");
}
