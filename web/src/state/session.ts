/**
 * The posture being looked at: live frames while somebody moves a slider, and then, from the
 * command itself, the same numbers with their ranges. Newest wins; finished answers are kept.
 */
import type { Engine, Frame, Inputs, Scene } from "../engine/types";
import { poseArguments } from "./postures";
import type { Held, State } from "./state";
import { at, ranged, type Ranged } from "../parts/format";

/** A JSON result of `psoas pose`. */
export type Result = Record<string, unknown>;

export interface Shown {
  scene: Scene | null;
  frame: Frame | null;
  /** The command's result for exactly these inputs; null while it is computed. */
  result: Result | null;
  /** `postureKey` of what the result is of. */
  of: string;
  /** Every criterion on the same posture. */
  ensemble: Result | null;
  compared: Result | null;
  /** Why the engine takes these inputs not, or cannot hold them; empty: all is well. */
  trouble: string;
  /** [ms]  median from input to picture of the last 30 frames. */
  latency_ms: number | null;
}

/** What a result depends on. */
export const postureKey = (state: State): string =>
  JSON.stringify([state.body, state.person, state.criterion]);

const KEPT = 60;
const QUIET_MS = 180;
const FIRST_MS = 800; // the first pictures have the cores
const HELD_MS = 900; // ranges cost what the slider under the hand needs
const FEW_DRAWS = 32;
const DRAWS = 256;

export class Session {
  shown: Shown = {
    scene: null,
    frame: null,
    result: null,
    of: "",
    ensemble: null,
    compared: null,
    trouble: "",
    latency_ms: null,
  };
  private answers = new Map<string, Promise<Result>>();
  private listeners = new Set<() => void>();
  private wanted = "";
  private asked = 0;
  private quiet = 0;
  private spans: number[] = [];
  private stop: AbortController | null = null;

  constructor(
    /** Solves frames only, so that it is always free to answer a slider. */
    private live: Engine | null,
    /** Runs commands. */
    readonly work: Engine | null,
    /** Of the posture that is looked at first, where it was stored. */
    known: Result | null = null,
  ) {
    this.shown.result = known;
  }

  listen(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Follow the state; cheap where nothing of the posture has changed. */
  follow(state: State, dragging: boolean): void {
    const posture = postureKey(state);
    const wanted = posture + JSON.stringify(state.compare);
    if (wanted === this.wanted) return;
    if (!this.wanted.startsWith(posture)) {
      const result = this.wanted ? null : this.shown.result;
      this.shown = { ...this.shown, result, ensemble: null };
      void this.solve(state);
    }
    this.wanted = wanted;
    clearTimeout(this.quiet);
    this.stop?.abort();
    const quiet_ms = !this.shown.frame ? FIRST_MS : dragging ? HELD_MS : QUIET_MS;
    this.quiet = window.setTimeout(() => void this.settle(state), quiet_ms);
  }

  /** The picture has been drawn: the time since the input that asked for it. */
  drawn(): void {
    if (!this.asked) return;
    this.spans.push(performance.now() - this.asked);
    if (this.spans.length > 30) this.spans.shift();
    this.asked = 0;
    const sorted = [...this.spans].sort((a, b) => a - b);
    this.shown = { ...this.shown, latency_ms: sorted[sorted.length >> 1] };
  }

  /** A command's JSON; the same arguments are computed once. */
  json(argv: string[], signal?: AbortSignal): Promise<Result> {
    const key = JSON.stringify(argv);
    let answer = this.answers.get(key);
    if (!answer) {
      answer = this.run(argv, signal);
      this.answers.set(key, answer);
      answer.catch(() => this.answers.delete(key));
      if (this.answers.size > KEPT) this.answers.delete(this.answers.keys().next().value as string);
    }
    return answer;
  }

  /** A posture beside the one that is looked at, for views of their own. */
  async frameOf(posture: string, inputs: Inputs): Promise<{ scene: Scene; frame: Frame } | null> {
    if (!this.live) return null;
    const frame = await this.live.solve(inputs, { posture }).catch(() => null);
    if (!frame || frame.status === "refused") return null;
    return { frame, scene: await this.live.scene("full") };
  }

  private async run(argv: string[], signal?: AbortSignal): Promise<Result> {
    if (!this.work) throw new Error("no engine");
    const done = await this.work.command(argv, signal ? { signal } : {});
    if (!done.stdout.startsWith("{")) throw new CommandError(done.stderr.trim(), done.code);
    return JSON.parse(done.stdout) as Result;
  }

  /** Frames are of the default criterion; another one is the command's business. */
  private async solve(state: State): Promise<void> {
    if (!this.live) return;
    if (this.shown.frame) this.asked ||= performance.now(); // not the wait for the engine itself
    const inputs: Inputs = { ...state.body.inputs, ...state.person };
    try {
      const frame = await this.live.solve(inputs, { posture: state.body.posture });
      if (frame.serial <= (this.shown.frame?.serial ?? -1)) return;
      const known = this.shown.scene;
      const scene = known?.id === frame.scene ? known : await this.live.scene("full");
      const trouble = frame.status === "solved" ? "" : frame.message || frame.status;
      this.show(frame.status === "refused" ? { trouble } : { frame, scene, trouble });
    } catch (problem) {
      this.show({ trouble: (problem as Error).message });
    }
  }

  /** Nothing has moved for a moment: ranges, first few draws, then all, then every criterion. */
  private async settle(state: State): Promise<void> {
    this.stop?.abort();
    const stop = (this.stop = new AbortController());
    const compared = state.compare;
    const base = poseArguments(state.body, state.person);
    const options = ["--criterion", state.criterion, "--explain", "--json"];
    try {
      for (const draws of [FEW_DRAWS, DRAWS]) {
        const result = await this.json(
          [...base, ...options, "--draws", String(draws)],
          stop.signal,
        );
        if (stop.signal.aborted) return;
        this.show({ result, of: postureKey(state), trouble: troubleOf(result) });
        if (compared && draws === FEW_DRAWS)
          this.show({ compared: await this.comparison(compared, state.criterion) });
        if (!compared) this.show({ compared: null });
      }
      const ensemble = await this.json(
        [...base, "--ensemble", "--json", "--draws", "0"],
        stop.signal,
      );
      if (!stop.signal.aborted) this.show({ ensemble });
    } catch (problem) {
      if (!stop.signal.aborted) this.show({ trouble: String((problem as Error).message) });
    }
  }

  private async comparison(
    held: Held & { person: Inputs },
    criterion: string,
  ): Promise<Result | null> {
    const argv = poseArguments(held, held.person);
    return this.json([...argv, "--criterion", criterion, "--json", "--draws", "0"]).catch(
      () => null,
    );
  }

  private show(part: Partial<Shown>): void {
    this.shown = { ...this.shown, ...part };
    for (const listener of this.listeners) listener();
  }
}

export class CommandError extends Error {
  constructor(
    message: string,
    readonly code: number,
  ) {
    super(message.replace(/^psoas: /, ""));
  }
}

const troubleOf = (result: Result): string =>
  result.status === "solved" ? "" : String(result.status);

/**
 * A number of the posture by its path in a result, with its range once that is there; before, the
 * live frame's value alone.
 */
export function numberAt(shown: Shown, path: string): Ranged | null {
  if (shown.result) return ranged(at(shown.result, path));
  const { scene, frame } = shown;
  if (!scene || !frame) return null;
  const value = frameNumber(scene, frame, path.split("."));
  return value === undefined ? null : { value, p10: null, p90: null, valid: null };
}

function frameNumber(scene: Scene, frame: Frame, [kind, name, what]: string[]): number | undefined {
  const place = (list: readonly string[], entry: string): number => list.indexOf(entry);
  if (kind === "levels") {
    const column = place(scene.levelColumns, what);
    return column < 0
      ? undefined
      : frame.levels[place(scene.levels, name) * scene.levelColumns.length + column];
  }
  if (kind === "groups")
    return frame.groups[2 * place(scene.groups, name) + (what === "force_N" ? 0 : 1)];
  if (kind === "muscles") {
    const arrays: Record<string, Float64Array> = {
      force_N: frame.force,
      active_N: frame.active,
      passive_N: frame.passive,
      activation: frame.activation,
    };
    return arrays[what]?.[scene.lines.findIndex((line) => line.name === name)];
  }
  const found = place(scene.numbers, [kind, name, what].filter(Boolean).join("."));
  return found < 0 ? undefined : frame.numbers[found];
}
