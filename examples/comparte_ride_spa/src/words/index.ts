import { en, type Words } from "./en.ts";
import { es } from "./es.ts";

export type Language = "en" | "es";

/** The first language of the browser that we speak. */
export function spoken(wanted: readonly string[]): Language {
  const first = wanted
    .map((tag) => tag.slice(0, 2).toLowerCase())
    .find((tag) => tag === "en" || tag === "es");
  return first === "es" ? "es" : "en";
}

/** How dates are written: as the browser's own variety of our language does. */
export const locale =
  navigator.languages.find((tag) => spoken([tag]) === tag.slice(0, 2).toLowerCase()) ?? "en";

export const language: Language = spoken(navigator.languages);

export const words: Words = language === "es" ? es : en;

const instants = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
const means = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });

/** An instant of the backend in the reader's language and zone. */
export function instant(text: string): string {
  return instants.format(new Date(text));
}

/** The mean of some stars. */
export function mean(value: number): string {
  return means.format(value);
}
