/** Day: blocks over eight lanes of slow states; the scrubber links them to the body. */
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { clock, duration, figure } from "../parts/format";
import { Icon } from "../parts/icons";
import { Lanes, type LaneSpec } from "../parts/lanes";
import { RunState } from "../parts/run_state";
import { Templates } from "../parts/templates";
import { usePage, useState_ } from "../state/context";
import { blockAt, dayText, laidOver, lengthOf, planOf } from "../state/day_plan";
import { block } from "../state/state";
import { useKept } from "../state/kept";
import { DAY_DRAWS as DRAWS, useRun, type Run } from "../state/runs";
import { curveOf } from "../state/timeline";
import { t } from "../words/words";
import { DayBlocks } from "./day_blocks";
import { DaySide } from "./day_side";

const PLAY_S = 12;

type LaneWord =
  "load" | "stiffness" | "fatigue" | "oxygen" | "height" | "stress" | "nerve" | "discomfort";
const LANES: [LaneWord, string, string, LaneSpec["scale"], number, number][] = [
  ["load", "L4_L5_compression_N", "N", "tide", 0, 800],
  ["stiffness", "back_stiffness_pct", "%", "plain", 100, 120],
  ["fatigue", "back_fatigue_pct", "%", "plain", 0, 4],
  ["oxygen", "back_oxygen_pct", "%", "plain", 55, 70],
  ["height", "height_loss_mm", "mm", "plain", 0, 20],
  ["stress", "stress_pct", "%", "plain", 0, 100],
  ["nerve", "root_flow_pct", "%", "plain", 80, 100],
  ["discomfort", "discomfort", "", "ember", 0, 30],
];

export function dayLanes(run: Run, before: Run | null): LaneSpec[] {
  return LANES.map(([word, column, unit, scale, low, high]) => ({
    key: column,
    label: t(`lane.${word}`),
    about: t(`lane.${word}.about`),
    unit,
    scale,
    low,
    high,
    curve: run.timeline && curveOf(run.timeline, column),
    before: before?.timeline?.columns[column] ?? null,
  }));
}

export function Day(): JSX.Element {
  const { store } = usePage();
  const { day, dayBefore, person } = useState_();
  const run = useRun({ verb: "day", text: dayText(day), person }, DRAWS);
  const before = useRun(dayBefore && { verb: "day", text: dayText(dayBefore), person }, DRAWS);
  const [at, setAt] = useKept<number>("day", 6.6 * 60);
  const [playing, setPlaying] = usePlaying(at, setAt, lengthOf(day));
  const total = Math.max(lengthOf(day), 60);
  const seconds = run.timeline?.columns.time_s;
  const x = seconds ? seconds.map((s) => s / 60) : null;
  useDayKeys(setAt, total, () => setPlaying(!playing));
  const ticks = Array.from({ length: Math.floor(total / 120) + 1 }, (_, i) => 120 * i);
  return (
    <div class="time-view" data-ready={run.timeline ? "yes" : "no"} data-draws={run.draws}>
      <section class="time-main">
        <div class="time-head">
          <div>
            <h1>
              <input
                class="title-input"
                aria-label={t("day.title")}
                value={day.title}
                onChange={(e) =>
                  store.change(t("day.title"), { day: { ...day, title: e.currentTarget.value } })
                }
              />
            </h1>
            <p class="caption">
              {t("day.about", {
                long: duration(total),
                n: day.blocks.length,
                s: run.took_s === null ? "…" : figure(run.took_s, 1),
              })}{" "}
              {t(run.draws ? "day.bands" : "day.bandsLater")}
            </p>
          </div>
          <DayTools playing={playing} play={() => setPlaying(!playing)} />
        </div>
        <RunState run={run} />
        <Lanes
          x={x}
          from={0}
          to={total}
          lanes={dayLanes(run, dayBefore ? before : null)}
          at={Math.min(at, total)}
          onScrub={setAt}
          ticks={ticks}
          nameOfX={(m) => clock(day.start_min + m)}
          scrubLabel={t("day.scrub")}
          step={1}
        >
          <DayBlocks total={total} />
        </Lanes>
      </section>
      <section class="panel right time-side" aria-label={t("body.meaning")}>
        <DaySide
          at={Math.min(at, total)}
          run={run}
          before={dayBefore ? before : null}
          lanes={dayLanes(run, null)}
          x={x}
          here={blockAt(day, at)}
        />
      </section>
    </div>
  );
}

/** Plays from where the scrubber stands to the end, the whole day in 12 s. */
function usePlaying(
  at: number,
  setAt: (x: number) => void,
  total: number,
): [boolean, (on: boolean) => void] {
  const [playing, setPlaying] = useState(false);
  const now = useRef(at);
  now.current = at;
  useEffect(() => {
    if (!playing) return undefined;
    let last = performance.now();
    let asked = 0;
    const steps = matchMedia("(prefers-reduced-motion: reduce)").matches ? 30 : 1;
    const step = (time: number): void => {
      const next = now.current + ((time - last) / (1000 * PLAY_S)) * total;
      if (next - now.current >= steps) {
        last = time;
        setAt(Math.min(Math.round(next), total));
      }
      if (next >= total) setPlaying(false);
      else asked = requestAnimationFrame(step);
    };
    asked = requestAnimationFrame(step);
    return () => cancelAnimationFrame(asked);
  }, [playing, setAt, total]);
  const start = (on: boolean): void => {
    if (on && now.current >= total) setAt(0);
    setPlaying(on);
  };
  return [playing, start];
}

function useDayKeys(
  setAt: (f: (x: number) => number) => void,
  total: number,
  play: () => void,
): void {
  const now = useRef(play);
  now.current = play;
  useEffect(() => {
    const heard = (event: KeyboardEvent): void => {
      const target = event.target as HTMLElement;
      if (event.defaultPrevented || target.matches("input, select, textarea, button, dialog *"))
        return;
      if (event.key === " ") now.current();
      else if (event.key === ",") setAt((x) => Math.max(x - 1, 0));
      else if (event.key === ".") setAt((x) => Math.min(x + 1, total));
      else return;
      event.preventDefault();
    };
    addEventListener("keydown", heard);
    return () => removeEventListener("keydown", heard);
  }, [setAt, total]);
}

function DayTools({ playing, play }: { playing: boolean; play: () => void }): JSX.Element {
  const { store, stored } = usePage();
  const { day } = useState_();
  return (
    <p class="row">
      <button class="outlined" aria-pressed={playing} onClick={play}>
        <Icon name={playing ? "pause" : "play"} size={16} /> {t(playing ? "pause" : "play")}
      </button>
      <button
        class="outlined"
        onClick={() =>
          store.change(t("day.add"), {
            day: laidOver(day, block("walking", "", 10), lengthOf(day) / 2),
            dayBefore: day,
          })
        }
      >
        <Icon name="plus" size={16} /> {t("day.add")}
      </button>
      <Templates
        verb="day"
        list={stored.days}
        text={dayText(day)}
        taken={(inputs) => ({ day: planOf(inputs), dayBefore: null })}
      />
    </p>
  );
}
