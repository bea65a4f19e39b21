/**
 * One state for the page, with undo: every change is named, a whole drag is one step. Both are kept
 * in this browser, so that the next visit goes on where this one ended.
 */
import { speak, t } from "../words/words";
import { KEPT_STEPS, packed, unpacked, type Step } from "./history";
import { dropId, initial, LOOKS, newId, VIEWS, type State } from "./state";

export const STEPS = 200;
export const KEY = "psoas.page/1";
const HISTORY = `${KEY}/history`;

type Listener = () => void;

const CHOICES: Partial<Record<keyof State, readonly string[]>> = {
  view: VIEWS,
  theme: ["auto", "light", "dark"],
  language: ["en", "de"],
  reading: ["plain", "full"],
};

export class Store {
  private now: State;
  private past: Step[] = [];
  private future: Step[] = [];
  private before: State | null = null;
  private listeners = new Set<Listener>();
  private saving = 0;

  /** Goes on from the last visit; where a link was opened instead, that visit is a step of undo. */
  constructor(state: State) {
    this.now = state;
    const last = visited();
    if (!last) return;
    if (sameWork(last, state)) {
      const { past, future } = unpacked(state, read(HISTORY), adopt);
      this.past = past;
      this.future = future;
    } else {
      const { theme, language, letterKeys } = last;
      speak(language);
      this.now = { ...state, theme, language, letterKeys };
      const { past } = unpacked(last, read(HISTORY), adopt);
      this.past = [...past, { about: t("change.link"), state: last }];
    }
  }

  get state(): State {
    return this.now;
  }

  /** Names of the next undo and redo; null: there is none. */
  get undoes(): string | null {
    return this.past.at(-1)?.about ?? null;
  }
  get redoes(): string | null {
    return this.future.at(-1)?.about ?? null;
  }

  listen(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** A change that can be undone; within a drag it belongs to the drag. */
  change(about: string, part: Partial<State>): void {
    if (!this.before) this.remember(about, this.now);
    this.set({ ...this.now, ...part });
  }

  /** How one looks at it: no step of its own. */
  look(part: Partial<State>): void {
    this.set({ ...this.now, ...part });
  }

  get dragging(): boolean {
    return this.before !== null;
  }

  drag(): void {
    this.before ??= this.now;
  }

  /** The end of a drag: one step from where it began. */
  drop(about: string): void {
    const before = this.before;
    this.before = null;
    if (before && before !== this.now) {
      this.remember(about, before);
      this.set(this.now);
    }
  }

  /** Esc: as if it had not been dragged. */
  cancelDrag(): void {
    if (this.before) this.set(this.before);
    this.before = null;
  }

  undo(): void {
    this.travel(this.past, this.future);
  }

  redo(): void {
    this.travel(this.future, this.past);
  }

  /** Keep the work on this machine now, as the tab may close. */
  save(): void {
    const now = JSON.stringify(this.now);
    if (!write(KEY, now)) {
      forget(HISTORY); // the work itself is worth more than the way to it
      write(KEY, now);
    }
    // a drag that nobody has let go is a step all the same
    const drag = this.before ? [{ about: t("body.adjusted"), state: this.before }] : [];
    const history = { past: [...this.past, ...drag], future: this.future };
    for (let most = KEPT_STEPS; most > 0; most >>= 1)
      if (write(HISTORY, packed(this.now, history, most))) return;
    forget(HISTORY); // an old one would belong to another state
  }

  private remember(about: string, state: State): void {
    this.past.push({ about, state });
    if (this.past.length > STEPS) this.past.shift();
    this.future = [];
  }

  private travel(from: Step[], to: Step[]): void {
    const step = from.pop();
    if (!step) return;
    to.push({ about: step.about, state: this.now });
    this.set({ ...step.state, ...looksOf(this.now) });
  }

  private set(state: State): void {
    this.now = state;
    for (const listener of this.listeners) listener();
    clearTimeout(this.saving);
    this.saving = window.setTimeout(() => this.save(), 400);
  }
}

const looksOf = (state: State): Partial<State> =>
  Object.fromEntries(LOOKS.map((key) => [key, state[key]]));

/**
 * A state from outside, a link or an earlier visit: parts whose kind does not fit are left at their
 * defaults. Null: it is no state at all.
 */
export function adopt(found: unknown): State | null {
  if (typeof found !== "object" || found === null || Array.isArray(found)) return null;
  const first = initial();
  const state = fitted(first, found) as State;
  const before = (found as State).dayBefore;
  state.dayBefore = before ? (fitted(first.day, before) as State["day"]) : null;
  for (const [key, allowed] of Object.entries(CHOICES) as [keyof State, readonly string[]][])
    if (!allowed.includes(state[key] as string)) Object.assign(state, { [key]: first[key] });
  for (const day of [state.day, state.dayBefore])
    for (const item of day?.blocks ?? []) item.id = newId();
  return state;
}

/** `found` where it has the kind of `wanted`, member by member. */
function fitted(wanted: unknown, found: unknown): unknown {
  if (wanted === null || found === null) return found ?? null;
  if (Array.isArray(wanted)) return Array.isArray(found) ? fittedList(wanted, found) : wanted;
  if (typeof wanted === "object") {
    if (typeof found !== "object" || Array.isArray(found)) return wanted;
    return fittedRecord(wanted as Record<string, unknown>, found as Record<string, unknown>);
  }
  return typeof found === typeof wanted ? found : wanted;
}

function fittedList(wanted: unknown[], found: unknown[]): unknown[] {
  const model = wanted[0];
  if (model === undefined) return found.filter((item) => typeof item === "string");
  return found.slice(0, 500).map((item) => fitted(model, item));
}

function fittedRecord(wanted: Record<string, unknown>, found: Record<string, unknown>): unknown {
  const keys = Object.keys(wanted);
  if (keys.length === 0) return simpleValues(found);
  return Object.fromEntries(
    keys.map((key) => [key, key in found ? fitted(wanted[key], found[key]) : wanted[key]]),
  );
}

function simpleValues(found: Record<string, unknown>): Record<string, unknown> {
  const kinds = ["string", "number", "boolean"];
  return Object.fromEntries(
    Object.entries(found)
      .slice(0, 100)
      .filter(([, value]) => kinds.includes(typeof value)),
  );
}

/** The state of the last visit, or a fresh one. */
export const recalled = (): State => visited() ?? initial();

function visited(): State | null {
  try {
    return adopt(JSON.parse(read(KEY) ?? "null"));
  } catch {
    return null;
  }
}

const workOf = (state: State): string =>
  JSON.stringify({ ...state, ...looksOf(initial()) }, dropId);
const sameWork = (a: State, b: State): boolean => workOf(a) === workOf(b);

// private windows and full disks: the page works on without memory

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, text: string): boolean {
  try {
    localStorage.setItem(key, text);
    return true;
  } catch {
    return false;
  }
}

function forget(key: string): void {
  try {
    localStorage.removeItem(key);
  } catch {
    // there is nothing to forget
  }
}
