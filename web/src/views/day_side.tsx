/** The right side of Day: body and four numbers at the scrubber, what an edit did, ideas. */
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Frame, Scene } from "../engine/types";
import { at as pick, clock, figure, signed } from "../parts/format";
import { LaneNumbers } from "../parts/lane_numbers";
import type { LaneSpec } from "../parts/lanes";
import { Badge } from "../parts/marks";
import { MiniStage } from "../parts/mini_stage";
import { usePage, useState_ } from "../state/context";
import { dayText, laidOver, starts } from "../state/day_plan";
import { DAY_DRAWS as DRAWS, runOnce, type Done, type Run } from "../state/runs";
import { block, type Block, type DayPlan } from "../state/state";
import { spreadOfChange, type Spread } from "../state/timeline";
import { nameOf, t } from "../words/words";

const SHOWN = ["L4_L5_compression_N", "back_fatigue_pct", "height_loss_mm", "discomfort"];

interface SideProps {
  at: number;
  run: Run;
  before: Run | null;
  lanes: LaneSpec[];
  x: Float64Array | null;
  here: Block | null;
}

export function DaySide(p: SideProps): JSX.Element {
  const { day } = useState_();
  const moment = useMoment(p.here);
  return (
    <>
      <div class="head-row">
        <h2 class="section">{t("day.at", { time: clock(day.start_min + p.at) })}</h2>
        {p.here && <span class="tag">{nameOf("posture", p.here.posture)}</span>}
      </div>
      <MiniStage
        scene={moment?.scene ?? null}
        frame={moment?.frame ?? null}
        height={210}
        mostForce={20}
        mostLoad={1000}
        label={t("day.body", { posture: p.here ? nameOf("posture", p.here.posture) : "" })}
      />
      <p class="caption">{t("day.bodyRested")}</p>
      <LaneNumbers lanes={p.lanes} keys={SHOWN} x={p.x} at={p.at} />
      {p.before?.result && p.run.result && p.run.of !== p.before.of && (
        <EditChange run={p.run} before={p.before} />
      )}
      <p class="row">
        <Badge status="established" /> <span class="small">{t("day.established")}</span>
      </p>
      <p class="row">
        <Badge status="contested" /> <span class="small">{t("day.contested")}</span>
      </p>
      <SmallChanges run={p.run} />
      <p class="caption" lang="en">
        {String(pick(p.run.result, "index") ?? "")}
      </p>
    </>
  );
}

/** The posture of the block, held by the live engine. */
function useMoment(here: Block | null): { scene: Scene; frame: Frame } | null {
  const { session } = usePage();
  const { person } = useState_();
  const [moment, setMoment] = useState<{ scene: Scene; frame: Frame } | null>(null);
  const posture = here?.posture === "walking" ? "walking_step" : here?.posture;
  useEffect(() => {
    let stale = false;
    if (posture)
      void session.frameOf(posture, person).then((found) => !stale && found && setMoment(found));
    return () => {
      stale = true;
    };
  }, [session, posture, person]);
  return moment;
}

const KEYS = ["discomfort", "L4_L5_compression_N", "back_stiffness_pct", "height_loss_mm"] as const;

const summary = (run: Run, key: string): number | null => {
  const n = pick(run.result, `summary.${key}.value`);
  return typeof n === "number" ? n : null;
};

/** In the same people: first of the standard one, then the range of what it does to each. */
function EditChange({ run, before }: { run: Run; before: Run }): JSX.Element {
  const { day } = useState_();
  const drawn = run.draws > 0 && before.draws > 0 && run.of === dayText(day);
  return (
    <section data-change={drawn ? "ranges" : "values"}>
      <h2>{t("day.edit.changed")}</h2>
      <p class="small">{t("day.edit.about")}</p>
      <dl class="numbers">
        {KEYS.map((key) => {
          const [now, then] = [summary(run, key), summary(before, key)];
          const spread = drawn ? spreadOfChange(run.drawn, before.drawn, key) : null;
          return (
            now !== null &&
            then !== null && (
              <div key={key} data-changed={key}>
                <dt>
                  {t(`summary.${key}`)}
                  <span class="caption under">
                    {figure(then)} → {figure(now)}
                  </span>
                </dt>
                <dd>
                  <Change by={now - then} spread={spread} />
                </dd>
              </div>
            )
          );
        })}
      </dl>
    </section>
  );
}

/** A difference with its range; where that holds zero nobody can tell which way it goes. */
const Change = ({ by, spread }: { by: number; spread: Spread | null }): JSX.Element => (
  <>
    <b data-value={by}>{signed(by)}</b>{" "}
    <span class="range" data-p10={spread?.p10} data-p90={spread?.p90}>
      {spread
        ? `(${signed(spread.p10)} ${t("range.to")} ${signed(spread.p90)})`
        : t("range.coming")}
    </span>
    {spread && spread.p10 <= 0 && spread.p90 >= 0 && (
      <span class="caption under">
        {t(spread.p90 === spread.p10 ? "day.edit.same" : "day.edit.unsure")}
      </span>
    )}
  </>
);

interface Idea {
  about: string;
  plan: DayPlan;
  by: number;
  spread: Spread | null;
}

/** Edits to try: the longest sitting is broken by a walk, a stand, or leant back. */
function ideasOf(day: DayPlan): [string, DayPlan][] {
  const first = starts(day);
  const long = day.blocks
    .map((b, i) => ({ b, at: first[i] }))
    .filter(({ b }) => /^(sitting|driving)/.test(b.posture))
    .sort((a, b) => b.b.minutes - a.b.minutes);
  const list: [string, DayPlan][] = [];
  for (const { b, at } of long.slice(0, 2)) {
    const middle = at + 5 * Math.round(b.minutes / 10);
    const time = clock(day.start_min + middle);
    list.push([t("idea.walk", { time }), laidOver(day, block("walking", "", 10), middle)]);
    list.push([
      t("idea.stand", { time }),
      laidOver(day, block("standing", "standing_work", 10), middle),
    ]);
    if (b.posture !== "sitting_reclined")
      list.push([
        t("idea.recline", {
          from: clock(day.start_min + at),
          to: clock(day.start_min + at + b.minutes),
        }),
        {
          ...day,
          blocks: day.blocks.map((x) =>
            x.id === b.id ? { ...x, posture: "sitting_reclined" } : x,
          ),
        },
      ]);
  }
  return list;
}

function SmallChanges({ run }: { run: Run }): JSX.Element {
  const { session, store } = usePage();
  const { day, person } = useState_();
  const [ideas, setIdeas] = useState<Idea[] | null>(null);
  const [busy, setBusy] = useState(false);
  const stop = useRef<AbortController | null>(null);
  useEffect(() => {
    setIdeas(null);
    setBusy(false);
    return () => stop.current?.abort();
  }, [day, person]);
  const look = async (): Promise<void> => {
    const { work } = session;
    const worst = summary(run, "discomfort");
    if (!work || worst === null) return;
    const { signal } = (stop.current = new AbortController());
    const live = (plan: DayPlan, draws: number): Promise<Done | null> =>
      runOnce(work, { verb: "day", text: dayText(plan), person }, draws, { signal }).catch(
        () => null,
      );
    setBusy(true);
    const found: Idea[] = [];
    for (const [about, plan] of ideasOf(day)) {
      const now = pick((await live(plan, 0))?.result, "summary.discomfort.value");
      if (typeof now === "number") found.push({ about, plan, by: now - worst, spread: null });
    }
    if (signal.aborted) return;
    const best = found.sort((a, b) => a.by - b.by).slice(0, 4);
    setIdeas(best);
    setBusy(false);
    const before = await live(day, DRAWS);
    for (const [i, { plan }] of best.entries()) {
      const after = await live(plan, DRAWS);
      if (signal.aborted) return;
      const spread = spreadOfChange(after?.drawn ?? null, before?.drawn ?? null, "discomfort");
      setIdeas((list) => list && list.map((idea, k) => (k === i ? { ...idea, spread } : idea)));
    }
  };
  return (
    <section>
      <h2>{t("day.small")}</h2>
      {ideas === null ? (
        <button class="outlined" disabled={busy || !run.result} onClick={() => void look()}>
          {t(busy ? "day.small.busy" : "day.small.look")}
        </button>
      ) : (
        <>
          <p class="small">{t("day.small.about")}</p>
          <ul class="ideas">
            {ideas.map((idea) => (
              <li key={idea.about}>
                <button
                  class="link"
                  onClick={() => store.change(idea.about, { day: idea.plan, dayBefore: day })}
                >
                  {idea.about}
                </button>
                <span class="change">
                  <Change by={idea.by} spread={idea.spread} />
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
