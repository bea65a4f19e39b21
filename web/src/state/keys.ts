/** Keys that act everywhere. Single letters rest while a text field has focus. */
import { TWELVE } from "./postures";
import { QUARTER_VIEW, VIEWS, type Camera } from "./state";
import type { Store } from "./store";
import type { Window } from "../app";
import { t } from "../words/words";

export const CAMERAS: Record<"front" | "quarter" | "side" | "back", Camera> = {
  front: { azimuth_deg: 0, elevation_deg: 4, zoom: 1 },
  quarter: QUARTER_VIEW,
  side: { azimuth_deg: 90, elevation_deg: 2, zoom: 1 },
  back: { azimuth_deg: 180, elevation_deg: 4, zoom: 1 },
};

const types = (target: EventTarget | null): boolean => {
  const element = target as HTMLElement | null;
  if (!element?.matches) return false;
  return element.matches(
    'input:not([type="range"]):not([type="checkbox"]):not([type="radio"]), textarea, select',
  );
};

/** What pressing a letter does; keys of one view are that view's own. */
export function keyHandler(
  store: Store,
  open: (window: Window) => void,
): (e: KeyboardEvent) => void {
  const letters: Record<string, () => void> = {
    "?": () => open("keys"),
    "[": () => step(store, -1),
    "]": () => step(store, 1),
    c: () => pin(store),
    f: () => store.look({ camera: CAMERAS.front }),
    q: () => store.look({ camera: CAMERAS.quarter }),
    s: () => store.look({ camera: CAMERAS.side }),
    b: () => store.look({ camera: CAMERAS.back }),
    l: () => focusOn('[data-key="layers"] button'),
    "/": () => focusOn('input[type="search"]'),
  };
  VIEWS.forEach((view, i) => {
    letters[String(i + 1)] = () => store.look({ view });
  });

  return (event) => {
    if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if ((event.ctrlKey || event.metaKey) && key === "z") {
      if (types(event.target)) return;
      event.preventDefault();
      if (event.shiftKey) store.redo();
      else store.undo();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || types(event.target)) return;
    if (!store.state.letterKeys || !(key in letters)) return;
    event.preventDefault();
    letters[key]();
  };
}

function step(store: Store, way: number): void {
  const here = TWELVE.indexOf(store.state.body.posture as (typeof TWELVE)[number]);
  const posture = TWELVE[(here + way + TWELVE.length) % TWELVE.length];
  store.change(t("change.posture"), { body: { posture, inputs: {} } });
}

export function pin(store: Store): void {
  const { body, person, compare } = store.state;
  store.change(t("change.compare"), { compare: compare ? null : { ...body, person } });
}

function focusOn(selector: string): void {
  document.querySelector<HTMLElement>(selector)?.focus();
}
