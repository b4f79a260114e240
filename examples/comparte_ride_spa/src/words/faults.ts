import type { Detail } from "./detail.ts";
import { words } from "./index.ts";

export type FaultName = keyof typeof words.faults;

/** A fault as a document asks for it: its type's name, and what its words tell. */
export type Fault = Detail & { readonly __typename: FaultName };

/** The words of a fault. A document whose faults have no words does not compile where this is called. */
export function faultText(fault: Fault): string {
  return words.faults[fault.__typename](fault);
}
