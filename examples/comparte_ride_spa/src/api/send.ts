import { print } from "@0no-co/graphql.web";
import { addressOf } from "./config.ts";
import type { TadaDocumentNode } from "./graphql.ts";
import { Refused, Unreachable, type Violation } from "./problem.ts";

interface Answer<Result> {
  readonly data?: Result | null;
  readonly errors?: readonly GraphQLProblem[];
}

interface GraphQLProblem {
  readonly message: string;
  readonly extensions?: { readonly code?: string; readonly violations?: readonly Violation[] };
}

/** Post one document. Throws `Refused` for what the backend says in `errors`, `Unreachable` for silence. */
export async function send<Result, Variables>(
  document: TadaDocumentNode<Result, Variables>,
  variables: Variables,
  token: string | null,
): Promise<Result> {
  const answer = await exchanged<Result>(bodyOf(print(document), variables), token);
  const problem = answer.errors?.[0];
  if (problem !== undefined) {
    const { code = "internal", violations = [] } = problem.extensions ?? {};
    throw new Refused(problem.message, code, violations);
  }
  if (answer.data === undefined || answer.data === null) throw new Unreachable("neither data nor errors");
  return answer.data;
}

async function exchanged<Result>(body: string | FormData, token: string | null): Promise<Answer<Result>> {
  const headers = new Headers({ accept: "application/graphql-response+json, application/json" });
  if (typeof body === "string") headers.set("content-type", "application/json");
  if (token !== null) headers.set("authorization", `Bearer ${token}`);
  try {
    const sent: RequestInit = { method: "POST", headers, body, credentials: "omit" };
    const response = await fetch(addressOf("/graphql"), { ...sent, signal: AbortSignal.timeout(30_000) });
    return (await response.json()) as Answer<Result>;
  } catch (error) {
    throw new Unreachable(error);
  }
}

/** JSON, or where a variable is a file multipart/form-data as the GraphQL multipart request specification says. */
export function bodyOf(query: string, variables: unknown): string | FormData {
  const files = Object.entries(variables ?? {}).filter(
    (entry): entry is [string, Blob] => entry[1] instanceof Blob,
  );
  if (files.length === 0) return JSON.stringify({ query, variables });
  const without = { ...(variables as object), ...Object.fromEntries(files.map(([name]) => [name, null])) };
  const form = new FormData();
  form.set("operations", JSON.stringify({ query, variables: without }));
  form.set(
    "map",
    JSON.stringify(Object.fromEntries(files.map(([name], index) => [index, [`variables.${name}`]]))),
  );
  for (const [index, [, file]] of files.entries()) form.set(String(index), file);
  return form;
}
