import type { Violation } from "../api/problem.ts";
import { words } from "./index.ts";

/** What to write beside a field. `expected` of the wire is English for developers; these are our own words. */
export function violationText({ wire, reason }: Violation): string {
  const known: Readonly<Record<string, string>> = words.expected;
  if (reason === "missing" || reason === "null") return words.expected.missing;
  return known[wire] ?? words.expected.any;
}
