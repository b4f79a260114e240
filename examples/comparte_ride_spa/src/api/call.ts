import type { TadaDocumentNode } from "./graphql.ts";
import { Refused } from "./problem.ts";
import { send } from "./send.ts";
import { accessToken, end, renewed } from "./session.ts";

/** Send a document as whoever is logged in; a token that the backend no longer takes is renewed once. */
export async function call<Result, Variables>(
  document: TadaDocumentNode<Result, Variables>,
  variables: Variables,
): Promise<Result> {
  const token = await accessToken();
  try {
    return await send(document, variables, token);
  } catch (error) {
    if (!isStale(error) || token === null) throw error;
  }
  try {
    return await send(document, variables, await renewed());
  } catch (error) {
    if (isStale(error)) end();
    throw error;
  }
}

function isStale(error: unknown): boolean {
  return error instanceof Refused && error.code === "unauthenticated";
}
