import { useState } from "preact/hooks";
import { ownCircles } from "../circles/documents.ts";
import { ChoiceField, Field } from "../ui/Field.tsx";
import { FormView } from "../ui/Form.tsx";
import { Page } from "../ui/Page.tsx";
import { instantOf, number, text } from "../ui/text.ts";
import { type Form, useForm } from "../ui/useForm.ts";
import { useQuery } from "../ui/useQuery.ts";
import { words } from "../words/index.ts";
import { FoundRides, type Wanted } from "./FoundRides.tsx";
import { seatChoices } from "./seats.ts";

const EVERYTHING: Wanted = { circleSlug: null, text: "", departsAfter: null, seats: 1, order: "soonest" };
const ORDERS = ["soonest", "latest", "newest", "most_seats"] as const;

/** Find a ride in the circles one belongs to. */
export function FindPage() {
  const [wanted, setWanted] = useState<Wanted>(EVERYTHING);
  const form = useForm(async (values) => {
    const order = ORDERS.find((one) => one === text(values, "order")) ?? "soonest";
    setWanted({
      circleSlug: text(values, "circleSlug") || null,
      text: text(values, "text"),
      departsAfter: text(values, "departsAfter") === "" ? null : instantOf(values, "departsAfter"),
      seats: number(values, "seats"),
      order,
    });
    return null;
  });
  return (
    <Page title={words.rides.find}>
      <search>
        <SearchForm form={form} />
      </search>
      <FoundRides wanted={wanted} />
    </Page>
  );
}

function SearchForm({ form }: { readonly form: Form }) {
  const circles = useQuery(ownCircles, {}).data?.ownCircles?.items ?? [];
  const { rides } = words;
  return (
    <FormView form={form} button={rides.search}>
      <Field form={form} name="text" label={rides.text} type="search" maxLength={80} autocomplete="off" />
      <div class="columns">
        <ChoiceField
          form={form}
          name="circleSlug"
          label={words.circles.circle}
          choices={[
            ["", rides.anyCircle],
            ...circles.map(({ circle }) => [circle.slug, circle.name] as const),
          ]}
        />
        <Field form={form} name="departsAfter" label={rides.after} type="datetime-local" />
        <ChoiceField form={form} name="seats" label={rides.seatsNeeded} choices={seatChoices(15)} />
        <ChoiceField
          form={form}
          name="order"
          label={rides.order}
          choices={ORDERS.map((order) => [order, rides.orders[order]] as const)}
        />
      </div>
    </FormView>
  );
}
