/**
 * Runs before anything is painted: the theme, and whether the drawing that stands in index.html is
 * of what this visit begins with. It is the posture that the page opens with, in English; whoever
 * left with another one sees the frame of the page until the page itself is there.
 */
import { painted } from "./parts/moments";
import { initial, type State } from "./state/state";
import { KEY } from "./state/store";

const root = document.documentElement;

/** Words first: where the processor paints, shapes take it as long again. */
async function draw(): Promise<void> {
  await painted();
  root.dataset.first = "body";
  await painted();
  performance.mark("psoas-first-body");
}

/** What the drawing depends on. */
const DRAWN = [
  "view",
  "language",
  "reading",
  "person",
  "body",
  "compare",
  "hidden",
  "camera",
  "plan",
] as const;

function begin(): void {
  let saved: Partial<State> = {};
  try {
    saved = (JSON.parse(localStorage.getItem(KEY) ?? "{}") ?? {}) as typeof saved;
  } catch {
    // no memory, or another's: as on a first visit
  }
  const dark = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  root.dataset.theme = saved.theme === "light" || saved.theme === "dark" ? saved.theme : dark;
  const first = initial();
  const same =
    !location.hash &&
    DRAWN.every(
      (name) => !(name in saved) || JSON.stringify(saved[name]) === JSON.stringify(first[name]),
    );
  root.dataset.first = same ? "words" : "frame";
  if (same) void draw();
}

begin();
