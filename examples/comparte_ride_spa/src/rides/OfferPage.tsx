import { useLocation, useRoute } from "preact-iso/router";
import { call } from "../api/call.ts";
import { ChoiceField, Field, TextField } from "../ui/Field.tsx";
import { FormView } from "../ui/Form.tsx";
import { Page } from "../ui/Page.tsx";
import { fieldDate, instantOf, number, text } from "../ui/text.ts";
import { type Form, useForm } from "../ui/useForm.ts";
import { words } from "../words/index.ts";
import { offerRide } from "./documents.ts";
import { seatChoices } from "./seats.ts";

const MINUTE = 60_000;

/** Offer a ride in a circle. */
export function OfferPage() {
  const { route } = useLocation();
  const circleSlug = useRoute().params.slug ?? "";
  const form = useForm(async (values) => {
    const said = {
      circleSlug,
      origin: text(values, "origin"),
      destination: text(values, "destination"),
      departsAt: instantOf(values, "departsAt"),
      arrivesAt: instantOf(values, "arrivesAt"),
      seats: number(values, "seats"),
      notes: text(values, "notes"),
    };
    const answer = (await call(offerRide, said)).offerRide;
    if (answer?.__typename !== "OfferRideSuccess") return answer;
    route(`/rides/${answer.result.id}`);
    return null;
  });
  return (
    <Page title={words.rides.offer}>
      <OfferForm form={form} />
    </Page>
  );
}

function OfferForm({ form }: { readonly form: Form }) {
  const { rides } = words;
  const inTwoHours = Math.ceil((Date.now() + 120 * MINUTE) / (15 * MINUTE)) * 15 * MINUTE;
  const times = {
    departs: fieldDate(new Date(inTwoHours)),
    arrives: fieldDate(new Date(inTwoHours + 60 * MINUTE)),
  };
  return (
    <FormView form={form} button={rides.offerIt}>
      <Field form={form} name="origin" label={rides.origin} autocomplete="off" />
      <Field form={form} name="destination" label={rides.destination} autocomplete="off" />
      <div class="columns">
        <Field
          form={form}
          name="departsAt"
          label={rides.departsAt}
          hint={rides.departureHint}
          type="datetime-local"
          defaultValue={times.departs}
        />
        <Field
          form={form}
          name="arrivesAt"
          label={rides.arrivesAt}
          type="datetime-local"
          defaultValue={times.arrives}
        />
        <ChoiceField form={form} name="seats" label={rides.seats} choices={seatChoices(15)} />
      </div>
      <TextField form={form} name="notes" label={`${rides.notes} ${words.common.optional}`} />
    </FormView>
  );
}
