import { call } from "../api/call.ts";
import type { VariablesOf } from "../api/graphql.ts";
import { Loaded } from "../ui/Loaded.tsx";
import { useQuery } from "../ui/useQuery.ts";
import { words } from "../words/index.ts";
import { findRides } from "./documents.ts";
import { RidePages } from "./RidePages.tsx";

export type Wanted = Omit<VariablesOf<typeof findRides>, "after">;

/** The rides that match, part by part. */
export function FoundRides({ wanted }: { readonly wanted: Wanted }) {
  const query = useQuery(findRides, wanted);
  const next = async (after: string) => (await call(findRides, { ...wanted, after })).rides;
  return (
    <Loaded query={query}>
      {({ rides: page }) =>
        page?.items.length ? (
          <RidePages key={JSON.stringify(page)} first={page} next={next} />
        ) : (
          <p role="status">{words.rides.none}</p>
        )
      }
    </Loaded>
  );
}
