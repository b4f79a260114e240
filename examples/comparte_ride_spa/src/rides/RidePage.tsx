import { useState } from "preact/hooks";
import { useRoute } from "preact-iso/router";
import { me } from "../accounts/me.ts";
import type { ResultOf } from "../api/graphql.ts";
import { Loaded } from "../ui/Loaded.tsx";
import { Page } from "../ui/Page.tsx";
import { Picture } from "../ui/Picture.tsx";
import { useQuery } from "../ui/useQuery.ts";
import { instant, mean, words } from "../words/index.ts";
import { DriverActions } from "./DriverActions.tsx";
import { ride as rideDocument } from "./documents.ts";
import { RiderActions } from "./RiderActions.tsx";

export type Ride = NonNullable<ResultOf<typeof rideDocument>["ride"]>;

/** What one of the forms below a ride is given. `onDone`: it was done; read the ride again. */
export interface Acting {
  readonly ride: Ride;
  readonly onDone: (said: string) => Promise<void>;
}

/** One ride: what it is, who is in it, and what the reader can do. */
export function RidePage() {
  const [said, setSaid] = useState<string | null>(null);
  const query = useQuery(rideDocument, { rideId: Number(useRoute().params.id) });
  const onDone = async (what: string) => {
    await query.reload();
    setSaid(what);
  };
  const found = query.data?.ride;
  return (
    <Page title={found ? `${found.origin} → ${found.destination}` : words.rides.find} said={said}>
      <Loaded query={query}>
        {({ ride }) =>
          ride && (
            <>
              <Facts ride={ride} />
              <Passengers ride={ride} />
              {ride.driverId === me.value?.id ? (
                <DriverActions ride={ride} onDone={onDone} />
              ) : (
                <RiderActions ride={ride} onDone={onDone} />
              )}
            </>
          )
        }
      </Loaded>
    </Page>
  );
}

function Facts({ ride }: { readonly ride: Ride }) {
  const { rides } = words;
  const facts: readonly (readonly [string, string])[] = [
    [rides.departsAt, instant(ride.departsAt)],
    [rides.arrivesAt, instant(ride.arrivesAt)],
    [rides.seats, rides.seatsOf(ride.seatsFree, ride.seats)],
    ...(ride.rating === null
      ? []
      : [[rides.stars, rides.ratingOf(mean(ride.rating), ride.ratingsCount)] as const]),
  ];
  return (
    <section class="card">
      <p>
        <span class={`mark ${ride.state}`}>{rides.states[ride.state]}</span>{" "}
        {ride.circle && <a href={`/circles/${ride.circle.slug}`}>{ride.circle.name}</a>}
      </p>
      <p class="row">
        <Picture path={ride.driver?.picture ?? null} name={ride.driver?.firstName ?? "?"} />
        <span>
          {ride.driverId === me.value?.id ? rides.youDrive : `${rides.driver}: ${ride.driver?.firstName}`}
        </span>
      </p>
      <dl class="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {ride.notes !== "" && <p class="notes">{ride.notes}</p>}
    </section>
  );
}

function Passengers({ ride }: { readonly ride: Ride }) {
  const { rides } = words;
  return (
    <section aria-labelledby="passengers">
      <h2 id="passengers">{rides.passengers}</h2>
      {ride.passengers.length === 0 && <p>{rides.noPassengers}</p>}
      <ul class="people">
        {ride.passengers.map(({ accountId, seats, account }) => (
          <li key={accountId} class="row">
            <Picture path={account?.picture ?? null} name={account?.firstName ?? "?"} />
            <span>
              {account?.firstName} <span class="hint">{rides.taken(seats)}</span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
