import { Refused, Unreachable } from "../api/problem.ts";
import { words } from "../words/index.ts";

const byCode: Readonly<Record<string, string>> = {
  not_found: words.problems.notFound,
  permission_denied: words.problems.denied,
  resource_exhausted: words.problems.exhausted,
  invalid_argument: words.problems.invalid,
  unauthenticated: words.problems.ended,
};

/** What to tell a person of an error; one that is no refusal of the backend is a defect and is thrown on. */
export function problemText(error: unknown): string {
  if (error instanceof Unreachable) return words.problems.unreachable;
  if (error instanceof Refused) return byCode[error.code] ?? words.problems.unexpected;
  throw error;
}
