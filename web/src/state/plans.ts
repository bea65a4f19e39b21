/**
 * `psoas plan` of the page's own day, person and complaint: the newest question is run, first
 * without draws, then with; what is done is kept for the next visit.
 */
import { useEffect, useState } from "preact/hooks";
import type { Progress } from "../engine/types";
import { usePage, useState_ } from "./context";
import { dayText } from "./day_plan";
import { keep, kept } from "./kept";
import type { Spread } from "./timeline";

/** What was lived for twelve weeks, beside the same weeks without. */
export interface Lived {
  points_less_median_run: number;
  /** Where draws were made and there is something to tell. */
  points_less?: Spread;
  reliably_better_than_nothing?: boolean;
}
export interface Alone extends Partial<Lived> {
  id: string;
  minutes_per_week?: number;
  /** Why it is not ranked. */
  left_out?: string;
}
export interface PlanResult {
  /** Pain index of 100, mean of the weeks, for who does nothing. */
  index_without: number;
  draws: number;
  alone: Alone[];
  routine: Lived & { items: { id: string }[]; minutes_per_week: number };
  own_choice?: Lived;
  warnings: string[];
}
export interface PlanRun {
  found: PlanResult | null;
  progress: Progress | null;
  trouble: string;
  stop: () => void;
}

interface Kept {
  question: string;
  /** How many of the runs are done. */
  done: number;
  found: PlanResult;
}

const NOTHING: PlanRun = { found: null, progress: null, trouble: "", stop: () => undefined };
const QUIET_MS = 300;

/** `words`: options of the command; null: nothing is asked. `draws`: of one run after the other. */
export function usePlan(role: string, words: string[] | null, draws: number[]): PlanRun {
  const { session, stored } = usePage();
  const { plan, day, person } = useState_();
  const [run, setRun] = useState<PlanRun>(NOTHING);
  const sets = Object.entries(person).map(([key, value]) => `${key}=${value}`);
  const asked = words && [...words, "--set", `episode=${plan.problem}`, ...sets];
  const question = asked && JSON.stringify([stored.version, asked, draws, dayText(day)]);
  useEffect(() => {
    setRun(NOTHING);
    const { work } = session;
    if (!work || !asked || !question) return undefined;
    const stopper = new AbortController();
    const { signal } = stopper;
    const show = (part: Partial<PlanRun>): void => {
      if (!signal.aborted) setRun((before) => ({ ...before, ...part }));
    };
    const stop = (): void => {
      show({ progress: null });
      stopper.abort();
    };
    const begin = async (): Promise<void> => {
      const last = await kept<Kept>(`plan.${role}`);
      let done = 0;
      if (last?.question === question) {
        done = last.done;
        show({ found: last.found });
      }
      for (const n of draws.slice(done)) {
        const argv = ["plan", "day.yaml", "--json", "--draws", `${n}`, ...asked];
        const files = { "day.yaml": new TextEncoder().encode(dayText(day)) };
        const onProgress = (progress: Progress): void => show({ progress });
        onProgress({ stage: "begun", done: 0, total: 1, left_s: null });
        const { code, stdout, stderr } = await work.command(argv, { files, signal, onProgress });
        if (code !== 0) throw new Error(stderr.trim().replace(/^psoas: /, ""));
        const found = JSON.parse(stdout) as PlanResult;
        show({ found, progress: null });
        void keep(`plan.${role}`, { question, done: ++done, found } satisfies Kept);
      }
    };
    setRun({ ...NOTHING, stop });
    const timer = setTimeout(
      () =>
        void begin().catch((problem: Error) => show({ trouble: problem.message, progress: null })),
      QUIET_MS,
    );
    return () => {
      clearTimeout(timer);
      stopper.abort();
    };
  }, [session, role, question]);
  return run;
}

/** Points less pain with their range; null: it has not been lived. */
export function pointsOf(
  lived: Partial<Lived> | undefined,
  drawn: boolean,
): { value: number; p10: number | null; p90: number | null } | null {
  const value = lived?.points_less?.p50 ?? lived?.points_less_median_run;
  if (value === undefined) return null;
  const alike = drawn ? value : null; // what changes next to nothing is told without a range
  return {
    value,
    p10: lived?.points_less?.p10 ?? alike,
    p90: lived?.points_less?.p90 ?? alike,
  };
}
