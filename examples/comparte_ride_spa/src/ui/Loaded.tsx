import type { ComponentChildren } from "preact";
import { words } from "../words/index.ts";
import type { Query } from "./useQuery.ts";

interface Props<Result> {
  readonly query: Query<Result>;
  readonly children: (data: Result) => ComponentChildren;
}

/** What a query gives, when it gives it; until then that it is on its way, or what is wrong. */
export function Loaded<Result>({ query, children }: Props<Result>) {
  const { data, problem, reload } = query;
  if (problem !== null) {
    return (
      <div role="alert" class="wrong">
        <p>{problem}</p>
        <button type="button" class="plain" onClick={() => void reload()}>
          {words.common.retry}
        </button>
      </div>
    );
  }
  if (data === null) return <p class="hint">{words.common.loading}</p>;
  return <>{children(data)}</>;
}
