import { useLocation } from "preact-iso/router";
import { call } from "../api/call.ts";
import { ChoiceField, Field, TextField } from "../ui/Field.tsx";
import { FormView } from "../ui/Form.tsx";
import { Page } from "../ui/Page.tsx";
import { text } from "../ui/text.ts";
import { useForm } from "../ui/useForm.ts";
import { words } from "../words/index.ts";
import { createCircle } from "./documents.ts";

/** Found a circle. */
export function FoundPage() {
  const { route } = useLocation();
  const form = useForm(async (values) => {
    const limit = text(values, "membersLimit");
    const answer = (
      await call(createCircle, {
        name: text(values, "name"),
        description: text(values, "description"),
        public: text(values, "public") === "true",
        membersLimit: limit === "" ? null : Number(limit),
      })
    ).createCircle;
    if (answer) route(`/circles/${answer.result.slug}`);
    return null;
  });
  const { circles } = words;
  return (
    <Page title={circles.found}>
      <FormView form={form} button={circles.foundIt}>
        <Field form={form} name="name" label={circles.name} autocomplete="off" />
        <TextField form={form} name="description" label={circles.description} />
        <ChoiceField
          form={form}
          name="public"
          label={circles.visibility}
          choices={[
            ["false", circles.private],
            ["true", circles.public],
          ]}
        />
        <Field
          form={form}
          name="membersLimit"
          label={`${circles.limit} ${words.common.optional}`}
          hint={words.expected.membersLimit}
          inputMode="numeric"
          type="number"
        />
      </FormView>
    </Page>
  );
}
