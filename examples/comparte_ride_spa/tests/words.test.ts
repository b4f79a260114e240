import { expect, test } from "vitest";
import { en } from "../src/words/en.ts";
import { es } from "../src/words/es.ts";
import { spoken } from "../src/words/index.ts";
import { violationText } from "../src/words/violations.ts";

test.each([
  [["es-MX", "en"], "es"],
  [["pt", "es", "en"], "es"],
  [["en-GB", "es"], "en"],
  [["fr"], "en"],
  [[], "en"],
])("a browser of %j gets %s", (wanted, language) => {
  expect(spoken(wanted)).toBe(language);
});

/** Every text of a language by its path; what a function gives, too. */
function texts(words: unknown, path = ""): [string, string][] {
  if (typeof words === "string") return [[path, words]];
  if (typeof words === "function") return [[path, String((words as (...said: unknown[]) => string)({}, 2))]];
  return Object.entries(words as object).flatMap(([name, inner]) => texts(inner, `${path}.${name}`));
}

test("nothing was left untranslated", () => {
  const spanish = new Map(texts(es));
  const equal = texts(en).filter(([path, text]) => spanish.get(path) === text && path !== ".app");
  expect(equal.map(([path]) => path)).toEqual([]);
});

test("an input that is missing is asked for, another is explained", () => {
  expect(violationText({ wire: "email", reason: "missing", expected: "" })).toBe(en.expected.missing);
  expect(violationText({ wire: "email", reason: "value", expected: "" })).toBe(en.expected.email);
  expect(violationText({ wire: "unheard of", reason: "value", expected: "" })).toBe(en.expected.any);
});
