import { effect, signal } from "@preact/signals";
import { call } from "../api/call.ts";
import type { ResultOf } from "../api/graphql.ts";
import { loggedIn } from "../api/session.ts";
import { profile } from "./documents.ts";

export type Profile = NonNullable<ResultOf<typeof profile>["profile"]>;

/** Who is logged in; null until that is known. */
export const me = signal<Profile | null>(null);

/** Read it again: something of it has changed. */
export async function reloadMe(): Promise<void> {
  const found = (await call(profile, {})).profile;
  if (loggedIn.value) me.value = found;
}

effect(() => {
  if (!loggedIn.value) me.value = null;
});
