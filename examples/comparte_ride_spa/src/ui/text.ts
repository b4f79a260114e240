/** What was typed into a field, as it is: what is right is the backend's to say. */
export function text(values: FormData, name: string): string {
  const value = values.get(name);
  return typeof value === "string" ? value : "";
}

/** A choice among whole numbers. */
export function number(values: FormData, name: string): number {
  return Number(text(values, name));
}

/** What a date field holds in the reader's zone, as an instant; what is no date goes as it is and is refused. */
export function instantOf(values: FormData, name: string): string {
  const typed = text(values, name);
  const at = new Date(typed);
  return Number.isNaN(at.getTime()) ? typed : at.toISOString();
}

/** What a date field shows for an instant: the reader's zone, to the minute. */
export function fieldDate(at: Date): string {
  const local = new Date(at.getTime() - at.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}
