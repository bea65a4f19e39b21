/** The row of blocks: drag to move, drag the end to stretch, or arrows, Enter and Delete. */
import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import { Dialog } from "../parts/dialog";
import { PostureFigure } from "../parts/figure";
import { clock, duration } from "../parts/format";
import { usePage, useState_ } from "../state/context";
import { changed, lengthOf, movedBy, removed, starts, stretchedBy } from "../state/day_plan";
import type { Block, DayPlan } from "../state/state";
import { nameOf, t } from "../words/words";

const KINDS: [RegExp, string][] = [
  [/^walking/, "walk"],
  [/slumped|slouched/, "slump"],
  [/driving|reclined/, "drive"],
  [/^sitting|kneel/, "sit"],
  [/^lying|fetal|knee_to|straight_leg|thomas/, "lie"],
];
export const kindOf = (posture: string): string =>
  KINDS.find(([test]) => test.test(posture))?.[1] ?? "stand";

interface Drag {
  id: number;
  what: "move" | "stretch";
  fromX: number;
  plan: DayPlan;
  by: number;
}

export function DayBlocks({ total }: { total: number }): JSX.Element {
  const { store, stored, announce } = usePage();
  const { day } = useState_();
  const row = useRef<HTMLDivElement>(null);
  const drag = useRef<Drag | null>(null);
  const [lifted, setLifted] = useState<{ id: number; from: number } | null>(null);
  const [edited, setEdited] = useState<number | null>(null);
  const first = starts(day);

  const apply = (about: string, plan: DayPlan, before: DayPlan): void =>
    store.change(about, { day: plan, dayBefore: before });

  const down =
    (b: Block, what: Drag["what"]) =>
    (event: PointerEvent): void => {
      if (event.button !== 0) return;
      event.stopPropagation();
      (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
      drag.current = { id: b.id, what, fromX: event.clientX, plan: day, by: 0 };
    };
  const move = (event: PointerEvent): void => {
    const d = drag.current;
    if (!d) return;
    const width = (row.current as HTMLElement).clientWidth;
    const snap = event.altKey ? 1 : 5;
    const by = Math.round((((event.clientX - d.fromX) / width) * total) / snap) * snap;
    if (by === d.by) return;
    if (!lifted) {
      store.drag();
      setLifted({ id: d.id, from: starts(d.plan)[d.plan.blocks.findIndex((b) => b.id === d.id)] });
    }
    d.by = by;
    const plan = d.what === "move" ? movedBy(d.plan, d.id, by) : stretchedBy(d.plan, d.id, by);
    apply(t("day.moved"), plan, d.plan);
  };
  const up = (): void => {
    const d = drag.current;
    drag.current = null;
    if (lifted) store.drop(t("day.moved"));
    else if (d) setEdited(d.id);
    setLifted(null);
  };
  const key =
    (b: Block) =>
    (event: KeyboardEvent): void => {
      const step = event.altKey ? 1 : 5;
      const way = { ArrowRight: step, ArrowLeft: -step }[event.key];
      if (way) {
        const plan = event.shiftKey ? stretchedBy(day, b.id, way) : movedBy(day, b.id, way);
        apply(t("day.moved"), plan, day);
        const at = plan.blocks.findIndex((x) => x.id === b.id);
        if (at >= 0)
          announce(
            `${nameOf("posture", b.posture)} ${clock(plan.start_min + starts(plan)[at])}, ` +
            duration(plan.blocks[at].minutes),
          );
      } else if (event.key === "Delete" || event.key === "Backspace")
        apply(t("day.removed"), removed(day, b.id), day);
      else if (event.key === "Enter") setEdited(b.id);
      else if (event.key === "Escape" && drag.current) {
        drag.current = null;
        setLifted(null);
        store.cancelDrag();
      } else return;
      event.preventDefault();
      event.stopPropagation();
    };
  const shown = day.blocks.find((b) => b.id === edited);
  return (
    <div class="lane blocks-lane">
      <div class="lane-name">
        <b>{t("day.postures")}</b>
      </div>
      <div class="lane-ends" />
      <div class="blocks" ref={row} onPointerMove={move} onPointerUp={up} onPointerCancel={up}>
        {lifted && (
          <span
            class="block-place"
            style={{ left: `${(100 * lifted.from) / total}%`, width: "14px" }}
            aria-hidden="true"
          />
        )}
        {day.blocks.map((b, i) => {
          const share = b.minutes / total;
          return (
            <div
              key={b.id}
              class={`block ${kindOf(b.posture)}${lifted?.id === b.id ? " lifted" : ""}`}
              style={{ left: `${(100 * first[i]) / total}%`, width: `${100 * share}%` }}
            >
              <button
                data-block={i}
                onPointerDown={down(b, "move")}
                onKeyDown={key(b)}
                aria-label={t("day.block", {
                  posture: `${nameOf("short", b.posture)}: ${nameOf("posture", b.posture)}`,
                  at: clock(day.start_min + first[i]),
                  long: duration(b.minutes),
                })}
                title={
                  `${nameOf("posture", b.posture)} ${clock(day.start_min + first[i])}, ` +
                  duration(b.minutes)
                }
              >
                {share > 0.018 && (
                  <PostureFigure
                    size={share > 0.03 ? 30 : 19}
                    figure={stored.postures.find((p) => p.name === b.posture)?.figure ?? null}
                  />
                )}
                {share > 0.1 && <span>{nameOf("short", b.posture)}</span>}
              </button>
              <span class="block-edge" onPointerDown={down(b, "stretch")} aria-hidden="true" />
            </div>
          );
        })}
      </div>
      <label class="block-choice">
        <span class="visually-hidden">{t("day.choice")}</span>
        <select
          value=""
          onChange={(e) => e.currentTarget.value && setEdited(Number(e.currentTarget.value))}
        >
          <option value="">{t("day.choice")}</option>
          {day.blocks.map((b, i) => (
            <option key={b.id} value={b.id}>
              {clock(day.start_min + first[i])} {nameOf("posture", b.posture)},{" "}
              {duration(b.minutes)}
            </option>
          ))}
        </select>
      </label>
      {shown && <BlockWindow block={shown} close={() => setEdited(null)} apply={apply} />}
    </div>
  );
}

function BlockWindow(p: {
  block: Block;
  close: () => void;
  apply: (about: string, plan: DayPlan, before: DayPlan) => void;
}): JSX.Element {
  const { stored } = usePage();
  const { day } = useState_();
  const { block: b } = p;
  const set = (part: Partial<Block>): void =>
    p.apply(t("day.edited"), changed(day, b.id, part), day);
  const number = (
    label: string,
    value: number,
    low: number,
    high: number,
    step: number,
    act: (x: number) => void,
  ): JSX.Element => (
    <label class="field">
      {label}
      <input
        type="number"
        min={low}
        max={high}
        step={step}
        value={value}
        onChange={(e) => {
          const x = Number(e.currentTarget.value);
          if (Number.isFinite(x)) act(Math.min(Math.max(x, low), high));
        }}
      />
    </label>
  );
  return (
    <Dialog title={t("day.edit")} onClose={p.close}>
      <label class="field">
        {t("body.posture")}
        <select value={b.posture} onChange={(e) => set({ posture: e.currentTarget.value })}>
          {stored.postures.map(({ name }) => (
            <option key={name} value={name}>
              {nameOf("posture", name)}
            </option>
          ))}
        </select>
      </label>
      <label class="field">
        {t("day.task")}
        <select value={b.task} onChange={(e) => set({ task: e.currentTarget.value })}>
          <option value="">{t("day.task.none")}</option>
          {stored.tasks.map((task) => (
            <option key={task} value={task}>
              {nameOf("task", task)}
            </option>
          ))}
        </select>
      </label>
      {number(t("day.minutes"), b.minutes, 5, 600, 5, (x) =>
        p.apply(t("day.edited"), stretchedBy(day, b.id, x - b.minutes), day),
      )}
      {number(t("day.stress"), Math.round(100 * b.stress), 0, 100, 10, (x) =>
        set({ stress: x / 100 }),
      )}
      {number(t("day.breaks"), b.break_every, 0, 180, 5, (x) => set({ break_every: x }))}
      {number(t("day.vibration"), b.vibration, 0, 3, 0.1, (x) => set({ vibration: x }))}
      <p class="row">
        <button
          class="outlined"
          disabled={day.blocks.length < 2}
          onClick={() => {
            p.apply(t("day.removed"), removed(day, b.id), day);
            p.close();
          }}
        >
          {t("day.remove")}
        </button>
        <button class="filled" onClick={p.close}>
          {t("close")}
        </button>
      </p>
      <p class="caption">{t("day.length", { long: duration(lengthOf(day)) })}</p>
    </Dialog>
  );
}
