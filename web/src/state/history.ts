/**
 * Undo and redo as text that outlives a reload: of each step what differs from the state that comes
 * after it, nearest first, so that what no longer fits is the oldest.
 */
import { LOOKS, type State } from "./state";

export interface Step {
  about: string;
  state: State;
}
/** Nearest last, as they are undone and redone. */
export interface History {
  past: Step[];
  future: Step[];
}

type Packed = [about: string, part: Partial<State>];

/** More than a reader of one's own steps looks back at, and far below what browsers keep. */
export const KEPT_STEPS = 60;
const MOST_LETTERS = 400_000;
const PARTS = (state: State): (keyof State)[] =>
  (Object.keys(state) as (keyof State)[]).filter((key) => !LOOKS.includes(key));

function chain(now: State, steps: Step[], most: number): Packed[] {
  const list: Packed[] = [];
  let letters = 0;
  let after = now;
  for (const { about, state } of [...steps].reverse().slice(0, most)) {
    const changed = PARTS(state).filter((key) => state[key] !== after[key]);
    const part = Object.fromEntries(changed.map((key) => [key, state[key]]));
    letters += JSON.stringify(part).length;
    if (letters > MOST_LETTERS) break;
    list.push([about, part]);
    after = state;
  }
  return list;
}

export const packed = (now: State, { past, future }: History, most = KEPT_STEPS): string =>
  JSON.stringify({ past: chain(now, past, most), future: chain(now, future, most) });

/** `fit` makes a state of what was found, or null; steps behind one that does not fit are lost. */
function unchained(now: State, found: unknown, fit: (found: unknown) => State | null): Step[] {
  const steps: Step[] = [];
  let after = now;
  for (const entry of Array.isArray(found) ? found.slice(0, KEPT_STEPS) : []) {
    const [about, part] = Array.isArray(entry) ? entry : [];
    const whole =
      typeof about === "string" && typeof part === "object" && fit({ ...after, ...part });
    if (!whole) break;
    const changed = PARTS(now).filter((key) => key in part);
    after = { ...after, ...Object.fromEntries(changed.map((key) => [key, whole[key]])) };
    steps.unshift({ about, state: after });
  }
  return steps;
}

export function unpacked(
  now: State,
  text: string | null,
  fit: (found: unknown) => State | null,
): History {
  try {
    const found = JSON.parse(text ?? "{}") as Record<string, unknown>;
    return { past: unchained(now, found.past, fit), future: unchained(now, found.future, fit) };
  } catch {
    return { past: [], future: [] };
  }
}
