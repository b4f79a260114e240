import { useRef, useState } from "preact/hooks";
import { Refused, type Violation } from "../api/problem.ts";
import { type Fault, faultText } from "../words/faults.ts";
import { problemText } from "./problemText.ts";

export interface Form {
  readonly busy: boolean;
  /** What is wrong with the whole: a declared fault, a refusal, silence. */
  readonly wrong: string | null;
  readonly violations: readonly Violation[];
  readonly submit: (event: SubmitEvent) => void;
}

/**
 * What a form does when it is sent: `act` calls the backend and gives back the fault it answered with, if any.
 * While it runs a second press does nothing.
 */
export function useForm(act: (values: FormData) => Promise<Fault | null>): Form {
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<string | null>(null);
  const [violations, setViolations] = useState<readonly Violation[]>([]);
  const running = useRef(false);

  async function run(form: HTMLFormElement): Promise<void> {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    setWrong(null);
    setViolations([]);
    try {
      const fault = await act(new FormData(form));
      if (fault !== null) setWrong(faultText(fault));
    } catch (error) {
      setWrong(problemText(error));
      if (error instanceof Refused) setViolations(error.violations);
      requestAnimationFrame(() => firstInvalid(form)?.focus());
    } finally {
      running.current = false;
      setBusy(false);
    }
  }

  function submit(event: SubmitEvent): void {
    event.preventDefault();
    void run(event.currentTarget as HTMLFormElement);
  }

  return { busy, wrong, violations, submit };
}

function firstInvalid(form: HTMLFormElement): HTMLElement | null {
  return form.querySelector<HTMLElement>("[aria-invalid=true]");
}
