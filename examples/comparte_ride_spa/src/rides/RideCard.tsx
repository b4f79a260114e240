import { me } from "../accounts/me.ts";
import type { ResultOf } from "../api/graphql.ts";
import { Picture } from "../ui/Picture.tsx";
import { instant, words } from "../words/index.ts";
import type { ownRides } from "./documents.ts";

export type RideInList = NonNullable<ResultOf<typeof ownRides>["ownRides"]>["items"][number];

/** Rides in a list. */
export function RideCards({ rides }: { readonly rides: readonly RideInList[] }) {
  return (
    <ul class="cards">
      {rides.map((ride) => (
        <RideCard key={ride.id} ride={ride} />
      ))}
    </ul>
  );
}

function RideCard({ ride }: { readonly ride: RideInList }) {
  const { rides } = words;
  return (
    <li class="card row">
      <Picture path={ride.driver?.picture ?? null} name={ride.driver?.firstName ?? "?"} />
      <div>
        <h3>
          <a href={`/rides/${ride.id}`}>
            {ride.origin} → {ride.destination}
          </a>
        </h3>
        <p>
          <time dateTime={ride.departsAt}>{instant(ride.departsAt)}</time>
        </p>
        <p class="hint">
          {ride.driverId === me.value?.id ? rides.youDrive : ride.driver?.firstName}
          {" · "}
          {ride.state === "offered" ? rides.seatsFree(ride.seatsFree) : rides.states[ride.state]}
        </p>
      </div>
    </li>
  );
}
