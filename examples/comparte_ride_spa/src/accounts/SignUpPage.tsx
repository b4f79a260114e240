import { useState } from "preact/hooks";
import { call } from "../api/call.ts";
import { Field } from "../ui/Field.tsx";
import { FormView } from "../ui/Form.tsx";
import { Page } from "../ui/Page.tsx";
import { text } from "../ui/text.ts";
import { useForm } from "../ui/useForm.ts";
import { instant, language, words } from "../words/index.ts";
import { signUp } from "./documents.ts";

interface Sent {
  readonly email: string;
  readonly expiresAt: string;
}

/** Ask for an account. The link in the e-mail opens a page of the backend; then one logs in here. */
export function SignUpPage() {
  const [sent, setSent] = useState<Sent | null>(null);
  if (sent === null) return <Asking onSent={setSent} />;
  return (
    <Page key="sent" title={words.account.checkMail}>
      <p>{words.account.linkSent(sent.email, instant(sent.expiresAt))}</p>
      <p>
        <a href="/">{words.account.logIn}</a>
      </p>
    </Page>
  );
}

function Asking({ onSent }: { readonly onSent: (sent: Sent) => void }) {
  const form = useForm(async (values) => {
    const said = {
      email: text(values, "email"),
      username: text(values, "username"),
      password: text(values, "password"),
      firstName: text(values, "firstName"),
      lastName: text(values, "lastName"),
      phone: text(values, "phone"),
      language,
    };
    const answer = (await call(signUp, said)).signUp;
    if (answer?.__typename !== "SignUpSuccess") return answer;
    onSent(answer.result);
    return null;
  });
  const { account } = words;
  return (
    <Page title={account.signUp}>
      <FormView form={form} button={account.signUp}>
        <Field form={form} name="firstName" label={account.firstName} autocomplete="given-name" />
        <Field form={form} name="lastName" label={account.lastName} autocomplete="family-name" />
        <Field form={form} name="email" label={account.email} type="email" autocomplete="email" />
        <Field
          form={form}
          name="username"
          label={account.username}
          hint={account.usernameHint}
          autocomplete="nickname"
        />
        <Field
          form={form}
          name="phone"
          label={account.phone}
          hint={account.phoneHint}
          type="tel"
          autocomplete="tel"
        />
        <Field
          form={form}
          name="password"
          label={account.password}
          type="password"
          autocomplete="new-password"
        />
      </FormView>
      <p>
        {account.haveAccount} <a href="/">{account.logIn}</a>
      </p>
    </Page>
  );
}
