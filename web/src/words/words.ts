/**
 * The page's own sentences by name, in the language that is chosen: the tables beside this file,
 * in which {name} is filled in. Texts that come out of results are English, and marked so.
 */
import type { Language } from "../state/state";
import deShell from "./de.json";
import deViews from "./de_views.json";
import enShell from "./en.json";
import enViews from "./en_views.json";

const en = { ...enShell, ...enViews };
export type Word = keyof typeof en;
const de: Record<Word, string> = { ...deShell, ...deViews };
const TABLES: Record<Language, Record<Word, string>> = { en, de };

let table: Record<Word, string> = en;

export const speak = (language: Language): void => {
  table = TABLES[language];
};

/** The sentence with its {places} filled in. */
export const t = (word: Word, values: Record<string, string | number> = {}): string =>
  table[word].replace(/\{(\w+)\}/g, (whole, name: string) =>
    name in values ? String(values[name]) : whole,
  );

/** For names that come from results: their word where there is one, else what stands there. */
export const nameOf = (prefix: string, name: string): string => {
  const word = `${prefix}.${name}` as Word;
  return word in table ? table[word] : name.replace(/_/g, " ");
};
