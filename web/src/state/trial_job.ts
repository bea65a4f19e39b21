/**
 * The trial of the page: its files, what is computed of them, and how far that is. It goes on while
 * another view is looked at, and is there again at the next visit.
 */
import type { Engine, Progress } from "../engine/types";
import { figure } from "../parts/format";
import { t } from "../words/words";
import { forget, keep, kept } from "./kept";
import { HEAD, kindOf, Trial, TrialError, type Kind, type TrialFile } from "./trial";
import type { TrialInfo, TrialResult } from "./trial";

export type Units = "degrees" | "radians" | null;

export interface TrialShown {
  files: TrialFile[];
  info: TrialInfo | null;
  result: TrialResult | null;
  trouble: { text: string; ask: "degrees" | null } | null;
  stage: { name: string; progress: Progress | null } | null;
  units: Units;
  /** [Hz]  of the low-pass filter of the coordinates; 0: none. */
  cutoff: number;
}

/** What is kept in this browser until somebody takes the files away; never in a link. */
interface Kept extends Pick<TrialShown, "files" | "units" | "cutoff"> {
  /** Of the page that computed it: another one computes it anew. */
  version: string;
  done: { info: TrialInfo; result: TrialResult } | null;
}
const KEPT = "trial";
const NOTHING: TrialShown = {
  files: [],
  info: null,
  result: null,
  trouble: null,
  stage: null,
  units: null,
  cutoff: 0,
};

export class TrialJob {
  shown = NOTHING;
  /** Hears of a trial that has ended by itself, well or not. */
  onEnd: () => void = () => undefined;
  private stopper: AbortController | null = null;
  private listeners = new Set<() => void>();
  private recalling: Promise<void> | null = null;

  constructor(
    private work: Engine | null,
    private version: string,
  ) {}

  listen(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** The files of the last visit; a result that this page did not compute is computed anew. */
  recall(): Promise<void> {
    this.recalling ??= kept<Kept>(KEPT).then((last) => {
      if (!last || this.stopper || !this.work) return;
      const { files, units, cutoff = 0, done } = last;
      this.show({ files, units, cutoff });
      if (done && last.version === this.version) return this.show(done);
      void this.run();
    });
    return this.recalling;
  }

  /** Files beside those that are there, each in place of one of its name or kind. */
  async take(dropped: Iterable<File>): Promise<void> {
    const list = [...this.shown.files];
    for (const file of dropped) {
      const kind = kindOf(file.name, await bytesOf(file.slice(0, HEAD)));
      const name = file.name.replace(/[^\w.-]/g, "_");
      const found = list.findIndex((f) => replaces({ name, kind }, f));
      const at = found < 0 ? list.length : found;
      const text = this.refusal(file, kind, list.filter((_, i) => i !== at));
      if (text) this.show({ trouble: { text, ask: null } });
      else list[at] = { name, kind, bytes: await bytesOf(file) };
    }
    const { files } = this.shown;
    if (list.length === files.length && list.every((f, i) => f === files[i])) return;
    this.show({ files: list, units: null });
    await this.run();
  }

  /** Run again with the files read in another way. */
  async rerun(how: Partial<Pick<TrialShown, "units" | "cutoff">>): Promise<void> {
    this.show(how);
    if (this.shown.files.length) await this.run();
  }

  private async run(): Promise<void> {
    this.stopper?.abort();
    const stop = (this.stopper = new AbortController());
    const { files, units, cutoff } = this.shown;
    const remember = (done: Kept["done"]): void =>
      void keep(KEPT, { files, units, cutoff, version: this.version, done } satisfies Kept);
    remember(null);
    if (!this.work) return this.show({ trouble: { text: t("engine.none"), ask: null } });
    this.show({ trouble: null, result: null });
    const show = (part: Partial<TrialShown>): void => {
      if (!stop.signal.aborted) this.show(part);
    };
    try {
      const trial = new Trial(this.work, files, {
        units,
        cutoff,
        signal: stop.signal,
        onStage: (name, progress) => show({ stage: { name, progress } }),
      });
      if (!files.some((file) => file.kind === "model")) return;
      const info = await trial.info();
      show({ info });
      if (!files.some((file) => file.kind === "motion")) return;
      const result = await trial.run(info);
      if (stop.signal.aborted) return;
      remember({ info, result });
      show({ result });
    } catch (problem) {
      if (stop.signal.aborted) return;
      const ask = problem instanceof TrialError ? problem.ask : null;
      show({ trouble: { text: (problem as Error).message, ask } });
    } finally {
      show({ stage: null });
    }
    this.onEnd();
  }

  /** Ends what runs; the files stay. */
  cancel(): void {
    this.stopper?.abort();
    this.show({ stage: null });
  }

  clear(): void {
    this.stopper?.abort();
    void forget(KEPT);
    this.show(NOTHING);
  }

  /** Why a file cannot be taken beside the others; empty: it can. */
  private refusal(file: File, kind: Kind, others: TrialFile[]): string {
    const name = file.name;
    if (kind === "other") return t("trial.wrongKind", { name });
    const room = this.work?.room;
    if (!room) return "";
    const mb = figure(file.size / 1e6, 0);
    if (file.size > room.file) return t("trial.tooLarge", { name, mb });
    const all = others.reduce((sum, f) => sum + f.bytes.length, file.size);
    const most = figure(room.all / 1e6, 0);
    return all > room.all ? t("trial.tooLarge.server", { name, mb, most }) : "";
  }

  private show(part: Partial<TrialShown>): void {
    this.shown = { ...this.shown, ...part };
    for (const listener of this.listeners) listener();
  }
}

/** Of ground forces there may be several; of all else a trial has one of a kind. */
const replaces = (entry: Omit<TrialFile, "bytes">, other: TrialFile): boolean =>
  entry.name === other.name || (entry.kind === other.kind && entry.kind !== "forces");

const bytesOf = async (file: Blob): Promise<Uint8Array> => new Uint8Array(await file.arrayBuffer());
