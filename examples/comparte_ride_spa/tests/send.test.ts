import { describe, expect, test, vi } from "vitest";
import { profile } from "../src/accounts/documents.ts";
import { Refused, Unreachable } from "../src/api/problem.ts";
import { bodyOf, send } from "../src/api/send.ts";
import { API, backend, refused } from "./backend.ts";

describe("a document", () => {
  test("is sent as text, fragments and all, with the token", async () => {
    const calls = await backend(() => ({ data: { profile: null } }));
    await send(profile, {}, "a token");
    expect(calls[0]?.url).toBe(`${API}/graphql`);
    expect(calls[0]?.authorization).toBe("Bearer a token");
    expect(calls[0]?.body.query).toContain("fragment ProfileFields on Profile");
  });

  test("that is refused says the code and what is wrong where", async () => {
    const violations = [{ wire: "email", reason: "value", expected: "text" }];
    await backend(() => ({
      data: { profile: null },
      errors: [{ message: "no", extensions: { code: "invalid_argument", violations } }],
    }));
    const error = await send(profile, {}, null).catch((one: unknown) => one);
    expect(error).toBeInstanceOf(Refused);
    expect(error).toMatchObject({ code: "invalid_argument", violations });
  });

  test("that nobody answers is told apart from a refusal", async () => {
    await backend(() => refused("not_found"));
    vi.stubGlobal("fetch", async () => new Response("<h1>502</h1>", { status: 502 }));
    await expect(send(profile, {}, null)).rejects.toBeInstanceOf(Unreachable);
  });
});

describe("a file", () => {
  test("goes beside the document, by the multipart request specification", async () => {
    const picture = new File(["bytes"], "me.png", { type: "image/png" });
    const form = bodyOf("mutation …", { picture, name: "Ana" });
    if (!(form instanceof FormData)) throw new Error("no form");
    expect([...form.keys()]).toEqual(["operations", "map", "0"]);
    expect(JSON.parse(String(form.get("operations")))).toEqual({
      query: "mutation …",
      variables: { picture: null, name: "Ana" },
    });
    expect(JSON.parse(String(form.get("map")))).toEqual({ 0: ["variables.picture"] });
    expect(form.get("0")).toBeInstanceOf(Blob);
  });
});
