/** The page's own sentences by name, in the language that is chosen. */
import { de } from "./de";
import { en } from "./en";
import type { Language } from "../state/state";

export type Word = keyof typeof en;
const TABLES: Record<Language, Record<Word, string>> = { en, de };

let table: Record<Word, string> = en;

export const speak = (language: Language): void => {
  table = TABLES[language];
};

/** The sentence with its {places} filled in. */
export const t = (word: Word, values: Record<string, string | number> = {}): string =>
  table[word].replace(/\{(\w+)\}/g, (whole, name: string) =>
    name in values ? String(values[name]) : whole);

/** For names that come from results: their word where there is one, else what stands there. */
export const nameOf = (prefix: string, name: string): string => {
  const word = `${prefix}.${name}` as Word;
  return word in table ? table[word] : name.replace(/_/g, " ");
};
