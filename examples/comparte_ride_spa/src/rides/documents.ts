import { graphql } from "../api/graphql.ts";

const rideFields = graphql(`
  fragment RideFields on Ride {
    id circleSlug driverId origin destination departsAt arrivesAt seats seatsFree state
    driver { username firstName picture reputation ratingsCount }
  }
`);

export const findRides = graphql(
  `query FindRides(
    $circleSlug: String, $text: String!, $departsAfter: DateTime, $seats: Int!, $order: Order!, $after: String
  ) {
    rides(
      circleSlug: $circleSlug, text: $text, departsAfter: $departsAfter, seats: $seats, order: $order
      first: 20, after: $after
    ) { items { ...RideFields } after }
  }`,
  [rideFields],
);

export const ownRides = graphql(
  `query OwnRides($toCome: Boolean!, $first: Int!, $after: String) {
    ownRides(toCome: $toCome, first: $first, after: $after) { items { ...RideFields } after }
  }`,
  [rideFields],
);

export const ride = graphql(
  `query Ride($rideId: Int!) {
    ride(rideId: $rideId) {
      ...RideFields
      notes rating ratingsCount
      circle { slug name }
      passengers { accountId seats rated account { username firstName picture } }
    }
  }`,
  [rideFields],
);

export const offerRide = graphql(`
  mutation OfferRide(
    $circleSlug: String!, $origin: String!, $destination: String!
    $departsAt: DateTime!, $arrivesAt: DateTime!, $seats: Int!, $notes: String!
  ) {
    offerRide(
      circleSlug: $circleSlug, origin: $origin, destination: $destination
      departsAt: $departsAt, arrivesAt: $arrivesAt, seats: $seats, notes: $notes
    ) {
      __typename
      ... on OfferRideSuccess { result { id } }
      ... on Error { code }
    }
  }
`);

export const takeRide = graphql(`
  mutation TakeRide($rideId: Int!, $seats: Int!) {
    takeRide(rideId: $rideId, seats: $seats) {
      __typename
      ... on RideFull { seatsFree }
      ... on Error { code }
    }
  }
`);

export const giveBackRide = graphql(`
  mutation GiveBackRide($rideId: Int!) {
    giveBackRide(rideId: $rideId) { __typename ... on Error { code } }
  }
`);

export const cancelRide = graphql(`
  mutation CancelRide($rideId: Int!) {
    cancelRide(rideId: $rideId) { __typename ... on Error { code } }
  }
`);

export const finishRide = graphql(`
  mutation FinishRide($rideId: Int!) {
    finishRide(rideId: $rideId) { __typename ... on Error { code } }
  }
`);

export const rateRide = graphql(`
  mutation RateRide($rideId: Int!, $stars: Int!) {
    rateRide(rideId: $rideId, stars: $stars) { __typename ... on Error { code } }
  }
`);
