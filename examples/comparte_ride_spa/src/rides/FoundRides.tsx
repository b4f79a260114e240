import { useState } from "preact/hooks";
import { call } from "../api/call.ts";
import type { VariablesOf } from "../api/graphql.ts";
import { Loaded } from "../ui/Loaded.tsx";
import { problemText } from "../ui/problemText.ts";
import { useQuery } from "../ui/useQuery.ts";
import { words } from "../words/index.ts";
import { findRides } from "./documents.ts";
import { RideCards, type RideInList } from "./RideCard.tsx";

export type Wanted = Omit<VariablesOf<typeof findRides>, "after">;

/** The rides that match, page by page. */
export function FoundRides({ wanted }: { readonly wanted: Wanted }) {
  const query = useQuery(findRides, wanted);
  return (
    <Loaded query={query}>
      {({ rides: page }) =>
        page?.items.length ? (
          <Pages key={JSON.stringify(page)} wanted={wanted} first={page.items} after={page.after} />
        ) : (
          <p role="status">{words.rides.none}</p>
        )
      }
    </Loaded>
  );
}

interface Props {
  readonly wanted: Wanted;
  readonly first: readonly RideInList[];
  readonly after: string | null;
}

function Pages({ wanted, first, after }: Props) {
  const [rides, setRides] = useState(first);
  const [next, setNext] = useState(after);
  const [wrong, setWrong] = useState<string | null>(null);
  async function more(): Promise<void> {
    try {
      const page = (await call(findRides, { ...wanted, after: next })).rides;
      setRides([...rides, ...(page?.items ?? [])]);
      setNext(page?.after ?? null);
      setWrong(null);
    } catch (error) {
      setWrong(problemText(error));
    }
  }
  return (
    <>
      <RideCards rides={rides} />
      {wrong !== null && (
        <p role="alert" class="wrong">
          {wrong}
        </p>
      )}
      {next !== null && (
        <button type="button" class="plain" onClick={() => void more()}>
          {words.common.more}
        </button>
      )}
    </>
  );
}
