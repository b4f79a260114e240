import { call } from "../api/call.ts";
import { Field, TextField } from "../ui/Field.tsx";
import { FormView } from "../ui/Form.tsx";
import { text } from "../ui/text.ts";
import { useForm } from "../ui/useForm.ts";
import { words } from "../words/index.ts";
import { updateProfile } from "./documents.ts";
import type { Profile } from "./me.ts";

interface Props {
  readonly own: Profile;
  readonly onChange: (what: string) => Promise<void>;
}

/** What the account says of its owner. */
export function DetailsForm({ own, onChange }: Props) {
  const form = useForm(async (values) => {
    const said = {
      username: text(values, "username"),
      firstName: text(values, "firstName"),
      lastName: text(values, "lastName"),
      phone: text(values, "phone"),
      biography: text(values, "biography"),
    };
    const answer = (await call(updateProfile, said)).updateProfile;
    if (answer?.__typename !== "UpdateProfileSuccess") return answer;
    await onChange(words.common.saved);
    return null;
  });
  const { account } = words;
  return (
    <section aria-labelledby="details" class="card">
      <h2 id="details">{account.details}</h2>
      <FormView form={form} button={words.common.save}>
        <Field form={form} name="firstName" label={account.firstName} defaultValue={own.firstName} />
        <Field form={form} name="lastName" label={account.lastName} defaultValue={own.lastName} />
        <Field form={form} name="username" label={account.username} defaultValue={own.username} />
        <Field
          form={form}
          name="phone"
          label={account.phone}
          hint={account.phoneHint}
          defaultValue={own.phone}
        />
        <TextField form={form} name="biography" label={account.biography} value={own.biography} />
      </FormView>
    </section>
  );
}
