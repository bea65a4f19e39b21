/**
 * A state as the part of a link after #: what differs from the first state, deflated, base64url.
 * Browsers never send that part; files are never in it.
 */
import { adopt } from "./store";
import { dropId, initial, type State } from "./state";

const VERSION = 1;
/** What a reader of the link keeps as it is at home. */
const PRIVATE: readonly (keyof State)[] = ["theme", "language", "letterKeys", "dayBefore"];

export type Opened = { state: State; program: string } | { trouble: "broken" | "newer" } | null;

/** "#s=..." for a state; `program` is the version that computed what one saw. */
export async function linkOf(state: State, program: string): Promise<string> {
  const first = initial() as unknown as Record<string, unknown>;
  const changed = Object.entries(state).filter(
    ([key, value]) =>
      !PRIVATE.includes(key as keyof State) && !same(withoutIds(value), withoutIds(first[key])),
  );
  const text = JSON.stringify({ v: VERSION, p: program, s: Object.fromEntries(changed) }, dropId);
  const small = await pipe(new TextEncoder().encode(text), new CompressionStream("deflate-raw"));
  return `#s=${base64url(small)}`;
}

/** What a link says; null: the address has none. */
export async function opened(fragment: string): Promise<Opened> {
  const match = /^#s=([\w-]*)$/.exec(fragment);
  if (!match) return fragment.startsWith("#s=") ? { trouble: "broken" } : null;
  try {
    const bytes = await pipe(fromBase64url(match[1]), new DecompressionStream("deflate-raw"));
    const said = JSON.parse(new TextDecoder().decode(bytes));
    if (said.v > VERSION) return { trouble: "newer" };
    const state = said.v === VERSION ? adopt({ ...initial(), ...said.s }) : null;
    return state ? { state, program: String(said.p) } : { trouble: "broken" };
  } catch {
    return { trouble: "broken" };
  }
}

const withoutIds = (value: unknown): string => JSON.stringify(value, dropId);
const same = (a: string, b: string): boolean => a === b;

/** A link of a few kB can hold gigabytes of zeros: what is longer than any state is refused. */
const LONGEST = 1 << 20;

async function pipe(
  bytes: Uint8Array,
  through: CompressionStream | DecompressionStream,
): Promise<Uint8Array> {
  const reader = new Blob([bytes as BlobPart]).stream().pipeThrough(through).getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    length += value.length;
    if (length > LONGEST) throw new Error("too long");
  }
  const all = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

const base64url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

const fromBase64url = (text: string): Uint8Array =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
