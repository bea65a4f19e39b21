/** The right side of Day: body and four numbers at the scrubber, what an edit did, ideas. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Frame, Scene } from "../engine/types";
import { at as pick, clock, figure, signed } from "../parts/format";
import { numberOn, rangeOf, type LaneSpec } from "../parts/lanes";
import { Badge } from "../parts/marks";
import { MiniStage } from "../parts/mini_stage";
import { usePage, useState_ } from "../state/context";
import { dayText, laidOver, starts } from "../state/day_plan";
import { runOnce, type Run } from "../state/runs";
import { block, type Block, type DayPlan } from "../state/state";
import { nameOf, t } from "../words/words";

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
      <dl class="numbers">
        {p.lanes
          .filter((lane) =>
            ["L4_L5_compression_N", "back_fatigue_pct", "height_loss_mm", "discomfort"].includes(
              lane.key,
            ),
          )
          .map((lane) => {
            const n = p.x && numberOn(lane, p.x, p.at);
            return (
              <div key={lane.key} data-number={lane.key}>
                <dt>{lane.label}</dt>
                <dd>
                  {n ? (
                    <>
                      <b data-value={n.value}>{figure(n.value)}</b>{" "}
                      <span class="range">
                        {rangeOf(n) || t("range.coming")}{" "}
                        {lane.unit}
                      </span>
                    </>
                  ) : (
                    "…"
                  )}
                </dd>
              </div>
            );
          })}
      </dl>
      {p.before?.result && p.run.result && <EditChange run={p.run} before={p.before} />}
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

function EditChange({ run, before }: { run: Run; before: Run }): JSX.Element {
  return (
    <section>
      <h2>{t("day.edit.changed")}</h2>
      <p class="small">{t("day.edit.about")}</p>
      <dl class="numbers">
        {KEYS.map((key) => {
          const [now, then] = [summary(run, key), summary(before, key)];
          return (
            now !== null &&
            then !== null && (
              <div key={key}>
                <dt>{t(`summary.${key}`)}</dt>
                <dd>
                  <b>{signed(now - then)}</b>{" "}
                  <span class="range">
                    {figure(then)} → {figure(now)}
                  </span>
                </dd>
              </div>
            )
          );
        })}
      </dl>
    </section>
  );
}

interface Idea {
  about: string;
  plan: DayPlan;
  by: number;
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
  useEffect(() => setIdeas(null), [day]);
  const look = async (): Promise<void> => {
    const worst = summary(run, "discomfort");
    if (!session.work || worst === null) return;
    setBusy(true);
    const found: Idea[] = [];
    for (const [about, plan] of ideasOf(day)) {
      const done = await runOnce(
        session.work,
        { verb: "day", text: dayText(plan), person },
        0,
      ).catch(() => null);
      const now = pick(done?.result, "summary.discomfort.value");
      if (typeof now === "number") found.push({ about, plan, by: now - worst });
    }
    setIdeas(found.sort((a, b) => a.by - b.by).slice(0, 4));
    setBusy(false);
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
                <b>{signed(idea.by)}</b>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
