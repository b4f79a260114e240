import { call } from "../api/call.ts";
import { FormView } from "../ui/Form.tsx";
import { useForm } from "../ui/useForm.ts";
import { words } from "../words/index.ts";
import { cancelRide, finishRide } from "./documents.ts";
import type { Acting } from "./RidePage.tsx";

/** What the driver can do: cancel before the departure, say that it has ended afterwards. */
export function DriverActions({ ride, onDone }: Acting) {
  const departed = ride.state === "started" || Date.parse(ride.departsAt) <= Date.now();
  if (ride.state === "finished" || ride.state === "cancelled") return null;
  return departed ? <Finish ride={ride} onDone={onDone} /> : <Cancel ride={ride} onDone={onDone} />;
}

function Finish({ ride, onDone }: Acting) {
  const form = useForm(async () => {
    const answer = (await call(finishRide, { rideId: ride.id })).finishRide;
    if (answer?.__typename !== "FinishRideSuccess") return answer;
    await onDone(words.rides.finishedIt);
    return null;
  });
  return <FormView form={form} button={words.rides.finish} />;
}

function Cancel({ ride, onDone }: Acting) {
  const form = useForm(async () => {
    const answer = (await call(cancelRide, { rideId: ride.id })).cancelRide;
    if (answer?.__typename !== "CancelRideSuccess") return answer;
    await onDone(words.rides.cancelledIt);
    return null;
  });
  return <FormView form={form} button={words.rides.cancel} kind="danger" />;
}
