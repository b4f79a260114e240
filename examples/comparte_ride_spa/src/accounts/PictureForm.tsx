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

/** The picture: shown, replaced, removed. The backend tells its type from the content. */
export function PictureForm({ own, onChange }: Props) {
  const { account } = words;
  const replacing = useForm(async (values) => {
    const chosen = values.get("picture");
    const picture = chosen instanceof Blob ? chosen : new Blob();
    await call(changePicture, { picture });
    await onChange(account.pictureChanged);
    return null;
  });
  const removing = useForm(async () => {
    await call(removePicture, {});
    await onChange(account.pictureRemoved);
    return null;
  });
  return (
    <section aria-labelledby="picture" class="card">
      <h2 id="picture">{account.picture}</h2>
      <Picture path={own.picture} name={own.firstName} alt={account.pictureOf(own.firstName)} large />
      <FormView form={replacing} button={account.upload}>
        <Field
          form={replacing}
          name="picture"
          label={account.choosePicture}
          hint={words.expected.picture}
          type="file"
          accept="image/jpeg,image/png,image/webp"
        />
      </FormView>
      {own.picture !== null && <FormView form={removing} button={account.removePicture} kind="plain" />}
    </section>
  );
}
