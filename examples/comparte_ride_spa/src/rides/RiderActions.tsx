import { me } from "../accounts/me.ts";
import { call } from "../api/call.ts";
import { ChoiceField } from "../ui/Field.tsx";
import { FormView } from "../ui/Form.tsx";
import { number } from "../ui/text.ts";
import { useForm } from "../ui/useForm.ts";
import { words } from "../words/index.ts";
import { giveBackRide, rateRide, takeRide } from "./documents.ts";
import type { Acting } from "./RidePage.tsx";
import { seatChoices } from "./seats.ts";

/** What everybody but the driver can do: take seats, give them back, rate once it has ended. */
export function RiderActions({ ride, onDone }: Acting) {
  const own = ride.passengers.find(({ accountId }) => accountId === me.value?.id);
  if (own?.rated) return <p>{words.rides.ratedAlready}</p>;
  if (own && ride.state === "finished") return <Rate ride={ride} onDone={onDone} />;
  if (own && ride.state === "offered") return <GiveBack ride={ride} onDone={onDone} />;
  if (ride.state === "offered" && ride.seatsFree > 0) return <Take ride={ride} onDone={onDone} />;
  return null;
}

function Take({ ride, onDone }: Acting) {
  const form = useForm(async (values) => {
    const answer = (await call(takeRide, { rideId: ride.id, seats: number(values, "seats") })).takeRide;
    if (answer?.__typename !== "TakeRideSuccess") return answer;
    await onDone(words.rides.tookIt);
    return null;
  });
  return (
    <FormView form={form} button={words.rides.takeIt}>
      <ChoiceField form={form} name="seats" label={words.rides.seats} choices={seatChoices(ride.seatsFree)} />
    </FormView>
  );
}

function GiveBack({ ride, onDone }: Acting) {
  const form = useForm(async () => {
    const answer = (await call(giveBackRide, { rideId: ride.id })).giveBackRide;
    if (answer?.__typename !== "GiveBackRideSuccess") return answer;
    await onDone(words.rides.gaveBack);
    return null;
  });
  return <FormView form={form} button={words.rides.giveBack} kind="plain" />;
}

function Rate({ ride, onDone }: Acting) {
  const form = useForm(async (values) => {
    const answer = (await call(rateRide, { rideId: ride.id, stars: number(values, "stars") })).rateRide;
    if (answer?.__typename !== "RateRideSuccess") return answer;
    await onDone(words.rides.rated);
    return null;
  });
  const choices = [5, 4, 3, 2, 1].map((stars) => [String(stars), words.rides.starsOf(stars)] as const);
  return (
    <FormView form={form} button={words.rides.rateIt}>
      <ChoiceField form={form} name="stars" label={words.rides.rate} choices={choices} />
    </FormView>
  );
}
