import { call } from "../api/call.ts";
import { Field } from "../ui/Field.tsx";
import { FormView } from "../ui/Form.tsx";
import { Picture } from "../ui/Picture.tsx";
import { useForm } from "../ui/useForm.ts";
import { words } from "../words/index.ts";
import { changePicture, removePicture } from "./documents.ts";
import type { Profile } from "./me.ts";

interface Props {
  readonly own: Profile;
  readonly onChange: (what: string) => Promise<void>;
}

/** The picture that others see: another one, or none. */
export function PictureForm({ own, onChange }: Props) {
  const { account } = words;
  const form = useForm(async (values) => {
    const picture = values.get("picture");
    await call(changePicture, { picture: picture instanceof Blob ? picture : new Blob() });
    await onChange(account.pictureChanged);
    return null;
  });
  return (
    <section aria-labelledby="picture" class="card">
      <h2 id="picture">{account.picture}</h2>
      <Picture path={own.picture} name={own.firstName} alt={account.pictureOf(own.firstName)} large />
      <FormView form={form} button={account.upload}>
        <Field
          form={form}
          name="picture"
          label={account.choosePicture}
          hint={words.expected.picture}
          type="file"
          accept="image/jpeg,image/png,image/webp"
        />
      </FormView>
      {own.picture !== null && <Remove onChange={onChange} />}
    </section>
  );
}

function Remove({ onChange }: Omit<Props, "own">) {
  const form = useForm(async () => {
    await call(removePicture, {});
    await onChange(words.account.pictureRemoved);
    return null;
  });
  return <FormView form={form} button={words.account.removePicture} kind="plain" />;
}
