import type { ComponentChildren } from "preact";
import { words } from "../words/index.ts";
import type { Form } from "./useForm.ts";

interface Props {
  readonly form: Form;
  readonly button: string;
  readonly children?: ComponentChildren;
  readonly kind?: "primary" | "plain" | "danger";
  readonly label?: string;
}

/** A form with its one button; what is wrong with the whole is told above the button. */
export function FormView({ form, button, children, kind = "primary", label }: Props) {
  return (
    <form onSubmit={form.submit} noValidate aria-label={label}>
      {children}
      {form.wrong !== null && (
        <p role="alert" class="wrong">
          {form.wrong}
        </p>
      )}
      <button type="submit" class={kind} aria-disabled={form.busy}>
        {form.busy ? words.common.working : button}
      </button>
    </form>
  );
}
