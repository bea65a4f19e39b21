/** One state for the page, with undo: every change is named, a whole drag is one step. */
import { initial, LOOKS, newId, VIEWS, type State } from "./state";

export const STEPS = 200;
export const KEY = "psoas.page/1";

interface Step {
  about: string;
  state: State;
}

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

  constructor(state: State) {
    this.now = state;
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
    try {
      localStorage.setItem(KEY, JSON.stringify(this.now));
    } catch {
      // private windows and full disks: the page works on without memory
    }
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
export function recalled(): State {
  try {
    const text = localStorage.getItem(KEY);
    return (text && adopt(JSON.parse(text))) || initial();
  } catch {
    return initial();
  }
}
