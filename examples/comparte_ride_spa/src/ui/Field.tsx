import type { ComponentChildren, InputHTMLAttributes } from "preact";
import { violationText } from "../words/violations.ts";
import type { Form } from "./useForm.ts";

interface Shared {
  readonly form: Form;
  /** The name of the document's variable, which is that of the operation's parameter. */
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
}

interface Marks {
  readonly id: string;
  readonly name: string;
  readonly "aria-invalid"?: true;
  readonly "aria-describedby"?: string;
}

/** A label, what is said in `control`, a hint, and beside it what the backend found wrong with the value. */
function Labelled(props: Shared & { readonly control: (marks: Marks) => ComponentChildren }) {
  const { form, name, label, hint, control } = props;
  const id = `field-${name}`;
  const wrong = form.violations.find((one) => one.wire === name);
  const shown = wrong && violationText(wrong) === hint ? undefined : hint; // nothing is said twice
  const described = [shown !== undefined && `${id}-hint`, wrong && `${id}-wrong`].filter(Boolean).join(" ");
  const marks: Marks = {
    id,
    name,
    ...(wrong && { "aria-invalid": true }),
    ...(described !== "" && { "aria-describedby": described }),
  };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {control(marks)}
      {shown !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {shown}
        </p>
      )}
      {wrong && (
        <p class="wrong" id={`${id}-wrong`}>
          {violationText(wrong)}
        </p>
      )}
    </div>
  );
}

/** What of an input's own attributes our fields use. */
interface Native {
  readonly type?: "text" | "email" | "password" | "tel" | "search" | "number" | "datetime-local" | "file";
  readonly autocomplete?: string;
  readonly autocapitalize?: "none";
  readonly inputMode?: "numeric";
  readonly maxLength?: number;
  readonly accept?: string;
  readonly defaultValue?: string;
}

/** One line of text, a date, a file. */
export function Field({ form, name, label, hint, ...native }: Shared & Native) {
  const shared = { form, name, label, ...(hint !== undefined && { hint }) };
  // Preact types an input apart for each `type`, which is not known here.
  const control = (marks: Marks) => <input {...({ ...native, ...marks } as InputHTMLAttributes)} />;
  return <Labelled {...shared} control={control} />;
}

/** Several lines of text. */
export function TextField({ value = "", ...shared }: Shared & { readonly value?: string }) {
  return (
    <Labelled
      {...shared}
      control={(marks) => <textarea {...marks} rows={3} maxLength={500} defaultValue={value} />}
    />
  );
}

/** One of several: values and their labels. */
export function ChoiceField({
  choices,
  ...shared
}: Shared & { readonly choices: readonly (readonly [string, string])[] }) {
  const options = choices.map(([value, text]) => (
    <option key={value} value={value}>
      {text}
    </option>
  ));
  return <Labelled {...shared} control={(marks) => <select {...marks}>{options}</select>} />;
}
