import { Loaded } from "../ui/Loaded.tsx";
import { useQuery } from "../ui/useQuery.ts";
import { words } from "../words/index.ts";
import { ownRides } from "./documents.ts";
import { RideCards } from "./RideCard.tsx";

/** The next rides that one drives or has a seat in. */
export function OwnRides() {
  const query = useQuery(ownRides, { toCome: true, first: 4 });
  return (
    <section aria-labelledby="own-rides">
      <h2 id="own-rides">{words.rides.upcoming}</h2>
      <Loaded query={query}>
        {({ ownRides: page }) =>
          page?.items.length ? <RideCards rides={page.items} /> : <p>{words.rides.noneOwn}</p>
        }
      </Loaded>
      <p class="actions">
        <a class="button" href="/find">
          {words.rides.find}
        </a>
        <a class="button plain" href="/rides">
          {words.rides.every}
        </a>
      </p>
    </section>
  );
}
