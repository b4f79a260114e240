import { beforeEach, describe, expect, test, vi } from "vitest";
import { backend, locks, refused, type Sent } from "./backend.ts";

const PROFILE = { profile: { id: "7" } };

/** The modules as a page that was just loaded has them. */
async function fresh() {
  vi.resetModules();
  const config = await import("../src/api/config.ts");
  await config.loadConfig();
  return {
    ...(await import("../src/api/session.ts")),
    ...(await import("../src/api/call.ts")),
    ...(await import("../src/accounts/documents.ts")),
    ...(await import("../src/api/problem.ts")),
    ...(await import("../src/api/tab.ts")),
  };
}

function opened(number: number, expiresIn = 900) {
  return { accessToken: `access-${number}`, expiresIn, refreshToken: `refresh-${number}` };
}

/** A backend that rotates: each refresh token is good once. */
function rotating(isGood: (authorization: string | null) => boolean) {
  let last = 1;
  return (sent: Sent) => {
    if (!sent.body.query.includes("refreshSession"))
      return isGood(sent.authorization) ? { data: PROFILE } : refused("unauthenticated");
    if (sent.body.variables.refreshToken !== `refresh-${last}`) {
      return { data: { refreshSession: { __typename: "SessionEnded", code: "unauthenticated" } } };
    }
    last += 1;
    return { data: { refreshSession: { __typename: "RefreshSessionSuccess", result: opened(last) } } };
  };
}

function refreshes(calls: readonly Sent[]): number {
  return calls.filter((sent) => sent.body.query.includes("refreshSession")).length;
}

beforeEach(() => {
  sessionStorage.clear();
  locks();
});

describe("an access token", () => {
  test("is sent while it is good, and nothing is refreshed", async () => {
    const calls = await backend(rotating((sent) => sent === "Bearer access-1"));
    const { begin, call, profile } = await fresh();
    begin(opened(1));
    await expect(call(profile, {})).resolves.toEqual(PROFILE);
    expect(refreshes(calls)).toBe(0);
  });

  test("is never kept where the tab keeps things", async () => {
    await backend(rotating(() => true));
    const { begin } = await fresh();
    begin(opened(1));
    expect(JSON.stringify({ ...sessionStorage, ...localStorage })).not.toContain("access-1");
  });

  test("that ends soon is renewed first, once for all who wait", async () => {
    const calls = await backend(rotating((sent) => sent === "Bearer access-2"));
    const { begin, call, profile } = await fresh();
    begin(opened(1, 5));
    await Promise.all([call(profile, {}), call(profile, {}), call(profile, {})]);
    expect(refreshes(calls)).toBe(1);
  });

  test("that the backend no longer takes is renewed, and the call sent again", async () => {
    const calls = await backend(rotating((sent) => sent === "Bearer access-2"));
    const { begin, call, profile } = await fresh();
    begin(opened(1));
    await expect(Promise.all([call(profile, {}), call(profile, {})])).resolves.toEqual([PROFILE, PROFILE]);
    expect(refreshes(calls)).toBe(1);
  });
});

describe("a session", () => {
  test("goes on in a tab that is loaded again", async () => {
    await backend(rotating((sent) => sent === "Bearer access-2"));
    (await fresh()).begin(opened(1));
    const { call, loggedIn, profile, resume } = await fresh();
    await resume();
    expect(loggedIn.value).toBe(true);
    await expect(call(profile, {})).resolves.toEqual(PROFILE);
  });

  test("does not go on in a copy of a tab", async () => {
    await backend(rotating(() => true));
    const before = await fresh();
    before.begin(opened(1));
    locks([`comparte-ride.${before.kept()?.tab}`]);
    const { kept, loggedIn, resume } = await fresh();
    await resume();
    expect(loggedIn.value).toBe(false);
    expect(kept()).toBeNull();
  });

  test("that the backend has ended is forgotten", async () => {
    await backend(rotating(() => false));
    const { begin, call, kept, loggedIn, profile, Refused } = await fresh();
    begin({ ...opened(1), refreshToken: "used before" });
    await expect(call(profile, {})).rejects.toBeInstanceOf(Refused);
    expect(loggedIn.value).toBe(false);
    expect(kept()).toBeNull();
  });

  test("is kept where the backend cannot be reached", async () => {
    await backend(rotating(() => true));
    const { begin, call, kept, loggedIn, profile, Unreachable } = await fresh();
    begin(opened(1, 5));
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("no network")));
    await expect(call(profile, {})).rejects.toBeInstanceOf(Unreachable);
    expect(loggedIn.value).toBe(true);
    expect(kept()?.refreshToken).toBe("refresh-1");
  });

  test("is not taken up again by an answer that comes after logging out", async () => {
    const rotates = rotating(() => true);
    await backend((sent) =>
      sent.body.query.includes("logOut")
        ? { data: { logOut: { __typename: "LogOutSuccess" } } }
        : rotates(sent),
    );
    const { accessToken, begin, kept, leave, loggedIn } = await fresh();
    begin(opened(1, 5));
    const waiting = accessToken();
    const leaving = leave();
    await expect(waiting).resolves.toBeNull();
    await leaving;
    expect(loggedIn.value).toBe(false);
    expect(kept()).toBeNull();
  });
});
