/** A long command at work: how far, how long still, a way to stop; or why there is nothing. */
import type { JSX } from "preact";
import type { Progress } from "../engine/types";
import { figure } from "./format";
import { t } from "../words/words";

/** What a run says of itself. */
export interface Running {
  progress: Progress | null;
  trouble: string;
  stop: () => void;
}

/** With nothing to say it keeps its room, so that what lies below stays where the hand is. */
export function RunState({ run }: { run: Running }): JSX.Element {
  if (run.trouble)
    return (
      <p class="trouble-line run-slot" role="alert">
        <b>{t("trouble.refused")}</b> <span lang="en">{run.trouble}</span>
      </p>
    );
  if (!run.progress) return <div class="run-slot" />;
  const { stage, done, total, left_s } = run.progress;
  return (
    <div class="run-state run-slot" role="status">
      <span>
        {t(stage === "draws" ? "run.sharpening" : "run.computing", { done, total })}{" "}
        {left_s ? t("run.left", { s: figure(left_s, 0) }) : ""}
      </span>
      <span class="progress">
        <span style={{ width: `${(100 * done) / Math.max(total, 1)}%` }} />
      </span>
      <button class="outlined small-button" onClick={run.stop}>
        {t("run.stop")}
      </button>
    </div>
  );
}
