import { call } from "../api/call.ts";
import { begin } from "../api/session.ts";
import { Field } from "../ui/Field.tsx";
import { FormView } from "../ui/Form.tsx";
import { Page } from "../ui/Page.tsx";
import { text } from "../ui/text.ts";
import { useForm } from "../ui/useForm.ts";
import { words } from "../words/index.ts";
import { logIn } from "./documents.ts";

/** Shown at any address to who is not logged in; afterwards the address shows what it is for. */
export function LogInPage() {
  const form = useForm(async (values) => {
    const answer = (await call(logIn, { email: text(values, "email"), password: text(values, "password") }))
      .logIn;
    if (answer?.__typename !== "LogInSuccess") return answer;
    begin(answer.result);
    return null;
  });
  return (
    <Page title={words.account.logIn}>
      <FormView form={form} button={words.account.logIn}>
        <Field form={form} name="email" label={words.account.email} type="email" autocomplete="username" />
        <Field
          form={form}
          name="password"
          label={words.account.password}
          type="password"
          autocomplete="current-password"
        />
      </FormView>
      <p>
        {words.account.noAccount} <a href="/sign-up">{words.account.signUp}</a>
      </p>
    </Page>
  );
}
