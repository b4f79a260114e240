import { call } from "../api/call.ts";
import { Loaded } from "../ui/Loaded.tsx";
import { Page } from "../ui/Page.tsx";
import { useQuery } from "../ui/useQuery.ts";
import { words } from "../words/index.ts";
import { ownRides } from "./documents.ts";
import { RidePages } from "./RidePages.tsx";

const WANTED = { toCome: false, first: 20 };

/** Every ride one drives or had a seat in, past ones too. */
export function EveryRidePage() {
  const query = useQuery(ownRides, WANTED);
  const next = async (after: string) => (await call(ownRides, { ...WANTED, after })).ownRides;
  return (
    <Page title={words.rides.every}>
      <Loaded query={query}>
        {({ ownRides: page }) =>
          page?.items.length ? (
            <RidePages first={page} next={next} />
          ) : (
            <p role="status">{words.rides.noneEver}</p>
          )
        }
      </Loaded>
    </Page>
  );
}
