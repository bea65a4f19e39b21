/** Weeks: seven days that repeat, phase by phase, over what months of them do. */
import type { JSX } from "preact";
import { at as pick, figure, range, signed } from "../parts/format";
import { Icon } from "../parts/icons";
import { LaneNumbers } from "../parts/lane_numbers";
import { Lanes, type LaneSpec } from "../parts/lanes";
import { RunState } from "../parts/run_state";
import { Templates } from "../parts/templates";
import { HelpText } from "../parts/windows";
import { usePage, useState_ } from "../state/context";
import { minutesOf } from "../state/day_plan";
import { useKept } from "../state/kept";
import { useRun, type Run } from "../state/runs";
import type { Phase, WeeksPlan } from "../state/state";
import { curveOf } from "../state/timeline";
import { nameOf, t } from "../words/words";

const DRAWS = 16;

type LaneWord =
  | "extension"
  | "length"
  | "strength"
  | "wstiffness"
  | "load"
  | "wheight"
  | "wstress"
  | "sleep"
  | "wdiscomfort"
  | "pain";
const LANES: [LaneWord, string, string, LaneSpec["scale"], number, number][] = [
  ["extension", "extension_change_deg", "°", "plain", -4, 4],
  ["length", "psoas_length_pct", "%", "plain", 96, 102],
  ["strength", "psoas_strength_pct", "%", "plain", 95, 105],
  ["wstiffness", "psoas_stiffness_pct", "%", "plain", 95, 105],
  ["load", "L4_L5_compression_N", "N", "tide", 0, 600],
  ["wheight", "height_evening_mm", "mm", "plain", 0, 20],
  ["wstress", "stress_load_pct", "%", "plain", 0, 20],
  ["sleep", "sleep_debt_nights", "", "plain", 0, 1],
  ["wdiscomfort", "discomfort", "", "ember", 0, 30],
  ["pain", "back_pain", "", "ember", 0, 10],
];

/** "5 weeks 2 days" -> 5.29 */
const weeksOf = (text: unknown): number => {
  let days = 0;
  for (const [, n, unit] of String(text).matchAll(/([\d.]+)\s*(week|day)/g))
    days += Number(n) * (unit === "week" ? 7 : 1);
  return days / 7;
};

/** The file that `psoas weeks` reads. */
export function weeksText(plan: WeeksPlan): string {
  const lines = plan.phases.map((phase) => {
    const counts = new Map<string, number>();
    for (const name of phase.days) counts.set(name, (counts.get(name) ?? 0) + 1);
    const days = [...counts].map(([name, n]) => `${name}: ${n}`).join(", ");
    const stretch = phase.stretch_min ? `, stretch_min: ${phase.stretch_min}` : "";
    return `  - {for: ${phase.weeks} weeks, days: {${days}}${stretch}}`;
  });
  const episode =
    plan.episode === "none" ? [] : [`episode: {kind: ${plan.episode}, week: ${plan.episode_week}}`];
  return [
    "schema: psoas.weeks/1",
    `title: ${JSON.stringify(plan.title)}`,
    "phases:",
    ...lines,
    ...episode,
    "",
  ].join("\n");
}

function weeksPlanOf(inputs: Record<string, unknown>): WeeksPlan {
  const phases = (inputs.phases as Record<string, unknown>[]).map((phase): Phase => ({
    weeks: Math.max(1, Math.round(weeksOf(phase.for))),
    days: Object.entries(phase.days as Record<string, string>).flatMap(([name, n]) =>
      Array<string>(Number(n)).fill(name),
    ),
    stretch_min: minutesOf(`${String(phase.stretch_min ?? 0)} min`),
  }));
  const episode = inputs.episode as Record<string, string> | undefined;
  return {
    title: String(inputs.title ?? ""),
    phases,
    episode: (episode?.kind ?? "none") as WeeksPlan["episode"],
    episode_week: Number(episode?.week ?? 4),
  };
}

export function Weeks(): JSX.Element {
  const { store } = usePage();
  const { weeks, person } = useState_();
  const run = useRun({ verb: "weeks", text: weeksText(weeks), person }, DRAWS, 250);
  const [at, setAt] = useKept<number>("weeks", 60);
  const days = 7 * weeks.phases.reduce((sum, phase) => sum + phase.weeks, 0);
  const x = run.timeline?.columns.time_d ?? null;
  const here = Math.min(at, days - 1);
  const lanes: LaneSpec[] = LANES.map(([word, column, unit, scale, low, high]) => ({
    key: column,
    label: t(`lane.${word}`),
    about: t(`lane.${word}.about`),
    unit,
    scale,
    low,
    high,
    curve: run.timeline && curveOf(run.timeline, column),
    before: null,
  }));
  const every = days > 200 ? 8 : days > 80 ? 4 : 1;
  const ticks = Array.from(
    { length: Math.floor((days - 1) / (7 * every)) + 1 },
    (_, i) => 7 * every * i,
  );
  const change = (about: string, part: Partial<WeeksPlan>): void =>
    store.change(about, { weeks: { ...weeks, ...part } });
  return (
    <div class="time-view" data-ready={run.timeline ? "yes" : "no"} data-draws={run.draws}>
      <section class="time-main">
        <div class="time-head">
          <div>
            <h1>
              <input
                class="title-input"
                aria-label={t("weeks.title")}
                value={weeks.title}
                onChange={(e) => change(t("weeks.title"), { title: e.currentTarget.value })}
              />
            </h1>
            <p class="caption">
              {t("weeks.about", {
                n: days / 7,
                s: run.took_s === null ? "…" : figure(run.took_s, 1),
              })}{" "}
              {t(run.draws ? "day.bands" : "day.bandsLater")}
            </p>
          </div>
          <WeeksTools />
        </div>
        <RunState run={run} />
        <Lanes
          x={x}
          from={0}
          to={Math.max(days - 1, 1)}
          lanes={lanes}
          at={here}
          onScrub={setAt}
          ticks={ticks}
          nameOfX={(d) =>
            t("weeks.day", { week: Math.floor(d / 7) + 1, day: (Math.round(d) % 7) + 1 })
          }
          scrubLabel={t("weeks.scrub")}
          step={1}
        >
          <div class="phases">
            {weeks.phases.map((phase, i) => (
              <PhaseRow
                key={i}
                phase={phase}
                index={i}
                only={weeks.phases.length === 1}
                change={(next) =>
                  change(t("weeks.phase"), {
                    phases: next
                      ? weeks.phases.map((p, k) => (k === i ? next : p))
                      : weeks.phases.filter((_, k) => k !== i),
                  })
                }
              />
            ))}
          </div>
        </Lanes>
      </section>
      <section class="panel right time-side" aria-label={t("body.meaning")}>
        <WeeksSide run={run} lanes={lanes} x={x} at={here} />
      </section>
    </div>
  );
}

/** One phase: how long, its seven days, minutes of stretching. */
function PhaseRow(p: {
  phase: Phase;
  index: number;
  only: boolean;
  change: (next: Phase | null) => void;
}): JSX.Element {
  const { stored } = usePage();
  const { phase } = p;
  const number = (
    label: string,
    value: number,
    low: number,
    high: number,
    act: (x: number) => void,
  ): JSX.Element => (
    <label class="field inline">
      {label}
      <input
        type="number"
        min={low}
        max={high}
        value={value}
        onChange={(e) =>
          act(Math.min(Math.max(Math.round(Number(e.currentTarget.value)) || low, low), high))
        }
      />
    </label>
  );
  return (
    <fieldset class="phase">
      <legend>{t("weeks.phaseN", { n: p.index + 1 })}</legend>
      {number(t("weeks.weeks"), phase.weeks, 1, 260, (weeks) => p.change({ ...phase, weeks }))}
      <div class="seven">
        {phase.days.map((name, day) => (
          <select
            key={day}
            value={name}
            aria-label={t("weeks.dayOf", { n: day + 1 })}
            class={`day-kind ${name}`}
            onChange={(e) =>
              p.change({
                ...phase,
                days: phase.days.map((d, k) => (k === day ? e.currentTarget.value : d)),
              })
            }
          >
            {stored.days.map((d) => (
              <option key={d.name} value={d.name}>
                {nameOf("dayname", d.name)}
              </option>
            ))}
          </select>
        ))}
      </div>
      {number(t("weeks.stretch"), phase.stretch_min, 0, 120, (stretch_min) =>
        p.change({ ...phase, stretch_min }),
      )}
      <button class="link" disabled={p.only} onClick={() => p.change(null)}>
        {t("day.remove")}
      </button>
    </fieldset>
  );
}

function WeeksTools(): JSX.Element {
  const { store, stored } = usePage();
  const { weeks } = useState_();
  const add = (): void => {
    const last = weeks.phases.at(-1) as Phase;
    store.change(t("weeks.add"), {
      weeks: { ...weeks, phases: [...weeks.phases, { ...last, weeks: 4 }] },
    });
  };
  return (
    <p class="row">
      <button class="outlined" onClick={add}>
        <Icon name="plus" size={16} /> {t("weeks.add")}
      </button>
      <label class="field inline">
        {t("weeks.episode")}
        <select
          value={weeks.episode}
          onChange={(e) =>
            store.change(t("weeks.episode"), {
              weeks: { ...weeks, episode: e.currentTarget.value as WeeksPlan["episode"] },
            })
          }
        >
          {(["none", "acute", "subacute", "persistent", "sciatica"] as const).map((kind) => (
            <option key={kind} value={kind}>
              {t(`episode.${kind}`)}
            </option>
          ))}
        </select>
      </label>
      <Templates
        verb="weeks"
        list={stored.weeks}
        text={weeksText(weeks)}
        taken={(inputs) => ({ weeks: weeksPlanOf(inputs) })}
      />
    </p>
  );
}

interface Summary {
  about: string;
  start: number;
  worst: number;
  worst_d: number;
  end: number;
  recovered_d: number | null;
}
const SHOWN = ["extension_change_deg", "psoas_length_pct", "discomfort", "back_pain"];
const MAIN = [
  "extension_change_deg",
  "psoas_length_pct",
  "psoas_strength_pct",
  "lordosis_deg",
  "discomfort",
  "back_pain",
];

const plain = (n: unknown): number => (typeof n === "number" ? n : Number(pick(n, "value") ?? NaN));

function WeeksSide(p: {
  run: Run;
  lanes: LaneSpec[];
  x: Float64Array | null;
  at: number;
}): JSX.Element {
  const { result } = p.run;
  const odds = ((pick(result, "phases") as Record<string, unknown>[] | undefined) ?? []).map(
    (phase) => pick(phase, "onset.back_pain"),
  );
  return (
    <>
      <h2 class="section">
        {t("weeks.day", { week: Math.floor(p.at / 7) + 1, day: (p.at % 7) + 1 })}
      </h2>
      <LaneNumbers lanes={p.lanes} keys={SHOWN} x={p.x} at={p.at} />
      <p class="sentence">{t("weeks.sentence")}</p>
      <h2>{t("weeks.worst")}</h2>
      <dl class="numbers" lang="en">
        {MAIN.map((key) => {
          const s = pick(result, `summary.${key}`) as Summary | undefined;
          return (
            s && (
              <div key={key}>
                <dt>{s.about}</dt>
                <dd>
                  <b>{signed(plain(s.worst) - plain(s.start))}</b>{" "}
                  <span class="range">
                    {figure(plain(s.start))} → {figure(plain(s.worst))}; {t("weeks.end")}{" "}
                    {figure(plain(s.end))}
                  </span>
                </dd>
              </div>
            )
          );
        })}
      </dl>
      {odds.some(Boolean) && (
        <>
          <h2>{t("weeks.odds")}</h2>
          <p class="small">{t("weeks.odds.about")}</p>
          <ul class="small">
            {odds.map((o, i) => (
              <li key={i}>
                {t("weeks.phaseN", { n: i + 1 })}:{" "}
                <b>{figure(Number(pick(o, "odds_ratio")), 2)}</b> (
                {range(Number(pick(o, "low")), Number(pick(o, "high")), 2)})
              </li>
            ))}
          </ul>
        </>
      )}
      <p class="caption" lang="en">
        {String(pick(result, "index") ?? "")}
      </p>
      <h2>{t("help.title")}</h2>
      <HelpText />
    </>
  );
}
