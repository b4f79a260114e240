import { render } from "preact";
import { expect, test, vi } from "vitest";
import { Refused } from "../src/api/problem.ts";
import { Field } from "../src/ui/Field.tsx";
import { FormView } from "../src/ui/Form.tsx";
import { useForm } from "../src/ui/useForm.ts";
import type { Fault } from "../src/words/faults.ts";

function shown(act: (values: FormData) => Promise<Fault | null>): HTMLFormElement {
  function Sample() {
    const form = useForm(act);
    return (
      <FormView form={form} button="Send">
        <Field form={form} name="email" label="E-mail" hint="Yours" />
      </FormView>
    );
  }
  render(null, document.body);
  render(<Sample />, document.body);
  const form = document.querySelector("form");
  if (form === null) throw new Error("no form");
  return form;
}

function press(form: HTMLFormElement): void {
  form.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
}

test("a fault is told as a whole", async () => {
  const form = shown(async () => ({ __typename: "LogInRefused" }));
  press(form);
  await vi.waitFor(() => expect(form.querySelector("[role=alert]")?.textContent).toContain("do not open"));
});

test("a violation is told beside its field, which says so and gets the focus", async () => {
  const form = shown(async () => {
    throw new Refused("no", "invalid_argument", [{ wire: "email", reason: "value", expected: "text" }]);
  });
  press(form);
  await vi.waitFor(() => expect(document.activeElement?.id).toBe("field-email"));
  const input = form.querySelector("input");
  expect(input?.getAttribute("aria-invalid")).toBe("true");
  expect(input?.getAttribute("aria-describedby")).toBe("field-email-hint field-email-wrong");
  expect(form.querySelector("#field-email-wrong")?.textContent).toContain("ana@example.org");
});

test("a second press while the first runs does nothing", async () => {
  let finish: (fault: null) => void = () => undefined;
  const act = vi.fn(
    () =>
      new Promise<null>((resolve) => {
        finish = resolve;
      }),
  );
  const form = shown(act);
  press(form);
  press(form);
  expect(act).toHaveBeenCalledTimes(1);
  finish(null);
  await vi.waitFor(() => expect(form.querySelector("button")?.getAttribute("aria-disabled")).toBe("false"));
  press(form);
  expect(act).toHaveBeenCalledTimes(2);
});
