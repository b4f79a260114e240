import { useLocation } from "preact-iso/router";
import { call } from "../api/call.ts";
import { Field } from "../ui/Field.tsx";
import { FormView } from "../ui/Form.tsx";
import { Page } from "../ui/Page.tsx";
import { text } from "../ui/text.ts";
import { useForm } from "../ui/useForm.ts";
import { words } from "../words/index.ts";
import { joinCircle } from "./documents.ts";

/** Come into a circle by a code. The link of an invitation fills both fields; the person presses the button. */
export function JoinPage() {
  const { route, query } = useLocation();
  const form = useForm(async (values) => {
    const said = { circleSlug: text(values, "circleSlug").trim(), code: text(values, "code") };
    const answer = (await call(joinCircle, said)).joinCircle;
    if (answer?.__typename !== "JoinCircleSuccess") return answer;
    route(`/circles/${answer.result.slug}`);
    return null;
  });
  const { circles } = words;
  return (
    <Page title={circles.join}>
      <FormView form={form} button={circles.joinIt}>
        <Field
          form={form}
          name="circleSlug"
          label={circles.circle}
          hint={circles.circleHint}
          defaultValue={query.circle ?? ""}
          autocomplete="off"
          autocapitalize="none"
        />
        <Field
          form={form}
          name="code"
          label={circles.code}
          defaultValue={query.code ?? ""}
          autocomplete="off"
        />
      </FormView>
    </Page>
  );
}
