import { useCallback, useEffect, useState } from "preact/hooks";
import { call } from "../api/call.ts";
import type { TadaDocumentNode } from "../api/graphql.ts";
import { problemText } from "./problemText.ts";

export interface Query<Result> {
  /** What came last; it stays while it is read again. */
  readonly data: Result | null;
  readonly problem: string | null;
  readonly reload: () => Promise<void>;
}

/** What a document gives: read at once, and again where the variables change or `reload` is called. */
export function useQuery<Result, Variables>(
  document: TadaDocumentNode<Result, Variables>,
  variables: Variables,
): Query<Result> {
  const [data, setData] = useState<Result | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const key = JSON.stringify(variables);
  const read = useCallback(
    async (isWanted: () => boolean) => {
      try {
        const found = await call(document, JSON.parse(key) as Variables);
        if (isWanted()) setData(found);
        if (isWanted()) setProblem(null);
      } catch (error) {
        if (isWanted()) setProblem(problemText(error));
      }
    },
    [document, key],
  );
  useEffect(() => {
    let wanted = true;
    void read(() => wanted);
    return () => {
      wanted = false;
    };
  }, [read]);
  return { data, problem, reload: () => read(() => true) };
}
