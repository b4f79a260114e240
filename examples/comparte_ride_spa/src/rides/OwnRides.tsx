import { Loaded } from "../ui/Loaded.tsx";
import { useQuery } from "../ui/useQuery.ts";
import { words } from "../words/index.ts";
import { ownRides } from "./documents.ts";
import { RideCards } from "./RideCard.tsx";

/** The rides one drives or has a seat in. */
export function OwnRides() {
  const query = useQuery(ownRides, {});
  return (
    <section aria-labelledby="own-rides">
      <h2 id="own-rides">{words.rides.upcoming}</h2>
      <Loaded query={query}>
        {({ ownRides: page }) =>
          page?.items.length ? <RideCards rides={page.items} /> : <p>{words.rides.noneOwn}</p>
        }
      </Loaded>
    </section>
  );
}
