/**
 * The body under the hand: trunk, low back and thighs by their bones, the load by its knob. One
 * drag is one step of undo, Esc takes it back; the sliders are the keyboard's way to the same.
 */
import type { JSX, RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";
import { figure } from "../parts/format";
import { usePage, useState_, type Page } from "../state/context";
import { moved, neutralOf, slidersOf, valueOf, type SliderSpec } from "../state/postures";
import { reach, type Spot } from "../three/grab";
import type { Stage } from "../three/stage";
import { t } from "../words/words";

/** [px]  below this a press is a click. */
export const STILL = 4;
const PER_KG = 4; // [px]
const BESIDE = 110; // [px]  the knob of the load stands so far behind the spine

/** Whoever asked for less motion gets none. */
export const calm = (): boolean => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** A slider as a drag moves it. */
class Held {
  readonly neutral: number;
  readonly from: number;
  value: number;

  constructor(
    private page: Page,
    readonly spec: SliderSpec,
  ) {
    const { body } = page.store.state;
    const angles = page.stored.postures.find((p) => p.name === body.posture)?.angles;
    this.neutral = neutralOf(spec, body.posture, angles);
    this.value = this.from = Math.round(valueOf(spec, body, angles));
  }

  get about(): string {
    const { word, unit } = this.spec;
    const way = word === "lean" ? ` ${t(this.value < 0 ? "slider.back" : "slider.forward")}` : "";
    return `${t(`slider.${word}`)} ${figure(this.value, 0)} ${unit}${way}`;
  }

  move(value: number): void {
    const { low, high, step } = this.spec;
    const next = Math.min(Math.max(Math.round(value / step) * step, low), high);
    if (next === this.value) return;
    this.value = next;
    const { store } = this.page;
    const { body } = store.state;
    store.change(this.about, {
      body: { ...body, inputs: moved(this.spec, body, next, this.neutral) },
    });
  }
}

const specOf = (page: Page, word: string): SliderSpec | undefined =>
  slidersOf(page.store.state.body.posture).find((spec) => spec.word === word);

interface Following {
  held: Held;
  /** The value for a place of the pointer. */
  value: (at: Spot) => number;
  /** The drag is over. */
  end: () => void;
}

/**
 * Follows the pointer from `down` on until it is let go; Esc, or the system, puts everything back.
 * `show` is told of every value, and of null at the end.
 */
function follow(
  page: Page,
  down: PointerEvent,
  { held, value, end }: Following,
  show: (at: Spot | null, text: string) => void,
): void {
  const element = down.currentTarget as HTMLElement;
  const box = element.closest(".stage-box")?.getBoundingClientRect() ?? new DOMRect();
  const at = (e: PointerEvent): Spot => ({ x: e.clientX - box.left, y: e.clientY - box.top });
  let moving = false;
  element.setPointerCapture(down.pointerId);
  const move = (e: PointerEvent): void => {
    if (!moving && Math.hypot(e.clientX - down.clientX, e.clientY - down.clientY) < STILL) return;
    if (!moving) page.store.drag();
    moving = true;
    held.move(value(at(e)));
    show(at(e), held.about);
  };
  const stop = (keep: boolean): void => {
    element.removeEventListener("pointermove", move);
    element.removeEventListener("pointerup", up);
    element.removeEventListener("pointercancel", cancel);
    removeEventListener("keydown", key, true);
    if (moving && keep) page.store.drop(held.about);
    else if (moving) page.store.cancelDrag();
    if (moving && keep) page.announce(held.about);
    show(null, "");
    end();
  };
  const up = (): void => stop(true);
  const cancel = (): void => stop(false);
  const key = (e: KeyboardEvent): void => {
    if (e.key !== "Escape") return;
    e.stopPropagation();
    stop(false);
  };
  element.addEventListener("pointermove", move);
  element.addEventListener("pointerup", up);
  element.addEventListener("pointercancel", cancel);
  addEventListener("keydown", key, true);
}

interface DragProps {
  canvas: RefObject<HTMLCanvasElement>;
  stage: RefObject<Stage | null>;
  /** Where the uppermost disc stands [px]. */
  top: Spot | undefined;
}

/** Listens on the canvas, and draws the value that is being dragged, and the knob of the load. */
export function BodyDrag({ canvas, stage, top }: DragProps): JSX.Element {
  const page = usePage();
  const [shown, setShown] = useState<{ at: Spot; text: string } | null>(null);
  const show = (at: Spot | null, text: string): void => setShown(at && { at, text });

  useEffect(() => {
    const element = canvas.current as HTMLCanvasElement;
    const place = (e: PointerEvent): [number, number] => {
      const box = element.getBoundingClientRect();
      return [e.clientX - box.left, e.clientY - box.top];
    };
    const down = (e: PointerEvent): void => {
      // one finger scrolls the page; Alt turns the camera over the body too
      if (e.button !== 0 || e.altKey || e.pointerType === "touch") return;
      const grab = stage.current?.grab(...place(e));
      const spec = grab && specOf(page, grab.word);
      if (!grab || !spec) return;
      e.stopImmediatePropagation();
      const held = new Held(page, spec);
      let change = 0;
      const value = (at: Spot): number => held.from + (change = reach(grab.path, at, change));
      stage.current?.hold();
      follow(page, e, { held, value, end: () => stage.current?.letGo(!calm()) }, show);
    };
    const hover = (e: PointerEvent): void => {
      if (e.buttons) return;
      const word = e.altKey ? null : stage.current?.grabs(...place(e));
      element.style.cursor = word && specOf(page, word) ? "move" : "";
    };
    element.addEventListener("pointerdown", down, true); // before the camera hears of it
    element.addEventListener("pointermove", hover);
    return () => {
      element.removeEventListener("pointerdown", down, true);
      element.removeEventListener("pointermove", hover);
    };
  }, [page, canvas, stage]);

  return (
    <>
      {top && <LoadKnob at={{ x: Math.max(top.x - BESIDE, BESIDE / 2), y: top.y }} show={show} />}
      {shown && (
        <div
          class="drag-value"
          aria-hidden="true"
          style={{ left: `${shown.at.x + 18}px`, top: `${shown.at.y - 34}px` }}
        >
          {shown.text}
        </div>
      )}
    </>
  );
}

/** What the hands hold: pulled down it is heavier. */
function LoadKnob({
  at,
  show,
}: {
  at: Spot;
  show: (at: Spot | null, text: string) => void;
}): JSX.Element | null {
  const page = usePage();
  useState_();
  const spec = specOf(page, "load");
  if (!spec) return null;
  const held = new Held(page, spec);
  const down = (e: PointerEvent): void => {
    if (e.button !== 0) return;
    const box = (e.currentTarget as HTMLElement).closest(".stage-box") as HTMLElement;
    const start = e.clientY - box.getBoundingClientRect().top;
    const value = (p: Spot): number => held.from + (p.y - start) / PER_KG;
    follow(page, e, { held, value, end: () => undefined }, show);
  };
  const key = (e: KeyboardEvent): void => {
    const way = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1 }[e.key];
    if (!way) return;
    e.preventDefault();
    held.move(held.value + way * (e.shiftKey ? 10 : 1));
  };
  return (
    <div
      class="load-knob"
      role="slider"
      tabIndex={0}
      aria-label={t("slider.load")}
      aria-orientation="vertical"
      aria-valuemin={spec.low}
      aria-valuemax={spec.high}
      aria-valuenow={held.value}
      aria-valuetext={`${held.value} kg`}
      title={t("drag.load")}
      style={{ left: `${at.x}px`, top: `${at.y}px` }}
      onPointerDown={down}
      onKeyDown={key}
    >
      <span>
        {t("drag.hands")} {held.value} kg
      </span>
    </div>
  );
}
