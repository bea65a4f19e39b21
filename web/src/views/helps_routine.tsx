/** The plan of `psoas plan` for the page's own day: which few things together do most. */
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Progress } from "../engine/types";
import { figure, range } from "../parts/format";
import { RangeDot } from "../parts/marks";
import { usePage, useState_ } from "../state/context";
import { dayText } from "../state/day_plan";
import { t } from "../words/words";
import type { Remedy } from "./helps";

interface Interval {
  p10: number;
  p50: number;
  p90: number;
}
interface Routine {
  items: { id: string; minutes_per_week: number }[];
  minutes_per_week: number;
  points_less: Interval;
  reliably_better_than_nothing: boolean;
}

const DRAWS = 16;

/** It lives twelve weeks some hundred times over: only when asked, with a way to stop. */
export function Plan({ remedies }: { remedies: Remedy[] }): JSX.Element {
  const { session, note } = usePage();
  const { plan, day, person } = useState_();
  const [routine, setRoutine] = useState<Routine | null>(null);
  const [progress, setProgress] = useState<Progress | "begun" | null>(null);
  const stop = useRef<AbortController | null>(null);
  useEffect(() => {
    setRoutine(null);
    return () => stop.current?.abort();
  }, [plan.problem, plan.minutes, day, person]);
  const run = async (): Promise<void> => {
    if (!session.work) return;
    stop.current = new AbortController();
    const { signal } = stop.current;
    setProgress("begun");
    const sets = Object.entries(person).map(([key, value]) => `${key}=${value}`);
    const argv = ["plan", "day.yaml", "--json", "--draws", String(DRAWS), "--by", plan.sort];
    argv.push("--limit", `minutes_per_week=${plan.minutes}`);
    argv.push("--set", `episode=${plan.problem}`, ...sets);
    const files = { "day.yaml": new TextEncoder().encode(dayText(day)) };
    try {
      const done = await session.work.command(argv, { files, signal, onProgress: setProgress });
      if (done.code !== 0) throw new Error(done.stderr.trim());
      setRoutine(JSON.parse(done.stdout).routine as Routine);
    } catch (problem) {
      if (!signal.aborted) note((problem as Error).message);
    }
    setProgress(null);
  };
  if (progress)
    return (
      <div class="run-state" role="status">
        <span>
          {t("plan.running")} {progress !== "begun" && `${progress.done} / ${progress.total}`}
        </span>
        <button class="outlined small-button" onClick={() => stop.current?.abort()}>
          {t("trial.cancel")}
        </button>
      </div>
    );
  return (
    <>
      <button class="outlined" disabled={!session.work} onClick={() => void run()}>
        {t("plan.compute", { minutes: plan.minutes })}
      </button>
      {routine && <RoutineRow routine={routine} remedies={remedies} />}
    </>
  );
}

function RoutineRow(p: { routine: Routine; remedies: Remedy[] }): JSX.Element {
  const { points_less: less, items } = p.routine;
  const nameOf = (id: string): string => p.remedies.find((r) => r.id === id)?.name ?? id;
  return (
    <div class="plan-sum" data-routine={items.map((item) => item.id).join(" ")}>
      <p>
        <b lang="en">{items.map((item) => nameOf(item.id)).join(", ")}</b> ·{" "}
        {t("helps.minutes", { n: Math.round(p.routine.minutes_per_week) })}
      </p>
      <p>
        <b data-value={less.p50}>{figure(less.p50)}</b>{" "}
        <span class="range">{range(less.p10, less.p90)}</span> {t("plan.less")}
      </p>
      <RangeDot
        of={{ value: less.p50, p10: less.p10, p90: less.p90, valid: null }}
        low={-5}
        high={20}
        scale="tide"
        zero
      />
      <p class="small">{t(p.routine.reliably_better_than_nothing ? "plan.sure" : "plan.unsure")}</p>
    </div>
  );
}
