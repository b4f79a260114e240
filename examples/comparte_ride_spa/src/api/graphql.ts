import { initGraphQLTada } from "gql.tada";
import type { introspection } from "./schema.d.ts";

/** Documents whose results and variables are typed by the schema that the backend publishes. */
export const graphql = initGraphQLTada<{
  introspection: introspection;
  disableMasking: true;
  scalars: { DateTime: string; Bytes: Blob };
}>();

export type { FragmentOf, ResultOf, TadaDocumentNode, VariablesOf } from "gql.tada";
