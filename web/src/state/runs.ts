/**
 * Long commands as something to look at: the newest input is run, first without draws, then with,
 * with progress; what is done is kept and shown while it sharpens.
 */
import { useEffect, useRef, useState } from "preact/hooks";
import type { Progress } from "../engine/types";
import { usePage } from "./context";
import type { Result } from "./session";
import { timelineOf, type Timeline } from "./timeline";

export interface Run {
  timeline: Timeline | null;
  result: Result | null;
  /** Main numbers of every draw, by `draw`; only of days. */
  drawn: Timeline | null;
  /** The text of the file that this is of; one that is asked for may be another already. */
  of: string;
  draws: number;
  progress: Progress | null;
  trouble: string;
  /** [s]  that the run without draws took. */
  took_s: number | null;
  stop: () => void;
}

export interface Asked {
  verb: "day" | "weeks";
  text: string;
  person: Record<string, unknown>;
  more?: string[];
}

export interface Done {
  timeline: Timeline;
  result: Result;
  drawn: Timeline | null;
}
const kept = new Map<string, Promise<Done>>();
const KEPT = 24;
export const DAY_DRAWS = 24;

const argvOf = (asked: Asked, draws: number): string[] => {
  const sets = Object.entries(asked.person).map(([key, value]) => `${key}=${value}`);
  return [
    asked.verb,
    "input.yaml",
    "-o",
    "out",
    "--draws",
    String(draws),
    ...(asked.verb === "day" ? ["--contributions", "off"] : []),
    ...(sets.length ? ["--set", ...sets] : []),
    ...(asked.more ?? []),
  ];
};

const fileNamed = (files: Record<string, Uint8Array>, end: string): string => {
  const found = Object.entries(files).find(([name]) => name.endsWith(end));
  if (!found) throw new Error(`${end} is missing`);
  return new TextDecoder().decode(found[1]);
};

type Command = NonNullable<ReturnType<typeof usePage>["session"]["work"]>;

/** Run it, or give what an earlier run of the same gave. */
export function runOnce(
  work: Command,
  asked: Asked,
  draws: number,
  options: { onProgress?: (p: Progress) => void; signal?: AbortSignal } = {},
): Promise<Done> {
  const argv = argvOf(asked, draws);
  const key = JSON.stringify([argv, asked.text]);
  let done = kept.get(key);
  if (!done) {
    done = work
      .command(argv, { files: { "input.yaml": new TextEncoder().encode(asked.text) }, ...options })
      .then(({ code, stderr, files }) => {
        if (code !== 0)
          throw new Error(stderr.replace(/^psoas: /, "").trim() || `exit status ${code}`);
        return {
          timeline: timelineOf(fileNamed(files, "timeline.csv")),
          result: JSON.parse(fileNamed(files, "result.json")),
          drawn: asked.verb === "day" ? timelineOf(fileNamed(files, "draws.csv")) : null,
        };
      });
    kept.set(key, done);
    done.catch(() => kept.delete(key));
    if (kept.size > KEPT) kept.delete(kept.keys().next().value as string);
  }
  // who asked first has let it go, but not this one
  return done.catch((problem: Error) => {
    if (problem.name !== "AbortError" || !options.signal || options.signal.aborted) throw problem;
    return runOnce(work, asked, draws, options);
  });
}

const NOTHING: Run = {
  timeline: null,
  result: null,
  drawn: null,
  of: "",
  draws: 0,
  progress: null,
  trouble: "",
  took_s: null,
  stop: () => undefined,
};

/** `draws`: of the second run; 0: none. `wait_ms` of quiet before it begins. */
export function useRun(asked: Asked | null, draws: number, wait_ms = 60): Run {
  const { session } = usePage();
  const [run, setRun] = useState<Run>(NOTHING);
  const newest = useRef(0);
  const key = asked && JSON.stringify(asked);
  useEffect(() => {
    const { work } = session;
    if (!work || !asked) return undefined;
    const mine = ++newest.current;
    const stopper = new AbortController();
    const show = (part: Partial<Run>): void => {
      if (mine === newest.current)
        setRun((before) => ({ ...before, ...part, stop: () => stopper.abort() }));
    };
    const begin = async (): Promise<void> => {
      const began = performance.now();
      const plain = await runOnce(work, asked, 0, { signal: stopper.signal });
      show({
        ...plain,
        of: asked.text,
        draws: 0,
        trouble: "",
        took_s: (performance.now() - began) / 1000,
        progress: null,
      });
      if (!draws) return;
      const ranged = await runOnce(work, asked, draws, {
        signal: stopper.signal,
        onProgress: (progress) => show({ progress }),
      });
      show({ ...ranged, draws, progress: null });
    };
    const timer = setTimeout(() => {
      begin().catch((problem: Error) =>
        show(
          stopper.signal.aborted
            ? { progress: null }
            : { trouble: problem.message, progress: null },
        ),
      );
    }, wait_ms);
    return () => {
      clearTimeout(timer);
      stopper.abort();
    };
  }, [session, key, draws, wait_ms]);
  return run;
}
