/** Trial: files of a recorded motion in; moments, muscle forces, joint loads and a figure out. */
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Progress } from "../engine/types";
import { download } from "../parts/download";
import { figure } from "../parts/format";
import { Icon } from "../parts/icons";
import { usePage, useTrial } from "../state/context";
import { useKept } from "../state/kept";
import type { TrialFile, TrialInfo, TrialResult } from "../state/trial";
import { storageOf } from "../state/storage";
import { t, type Word } from "../words/words";
import { TrialFigure } from "./trial_figure";
import { TrialPlots } from "./trial_plots";

export function Trial(): JSX.Element {
  const { trial } = usePage();
  const { files, info, result, trouble, stage, cutoff } = useTrial();
  const [over, setOver] = useState(false);
  const [row, setAt] = useKept<number>("trial", 0);
  const at = Math.min(row, Math.max((result?.frames ?? 1) - 1, 0));
  const take = (dropped: Iterable<File>): Promise<void> => trial.take(dropped);
  useEffect(() => void trial.recall(), [trial]);

  return (
    <div
      class={over ? "trial-view over" : "trial-view"}
      data-ready="yes"
      data-result={result ? "yes" : "no"}
      onDragOver={(e) => {
        e.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(e) => {
        e.preventDefault();
        setOver(false);
        void take(e.dataTransfer?.files ?? []);
      }}
    >
      <section class="panel left" aria-label={t("trial.files")}>
        <h1 class="section">{info?.name ? info.name : t("view.trial")}</h1>
        <DropZone take={take} small={files.length > 0} />
        <ul class="files">
          {files.map((file) => (
            <FileRow key={file.name} file={file} info={info} />
          ))}
        </ul>
        {files.length > 0 && (
          <Filter cutoff={cutoff} set={(hz) => void trial.rerun({ cutoff: hz })} />
        )}
        {stage && (
          <Running
            stage={stage}
            stop={() => trial.cancel()}
          />
        )}
        {trouble && (
          <div class="trouble-line" role="alert">
            <p lang="en">{trouble.text}</p>
            {trouble.ask && (
              <p class="row">
                <button class="filled" onClick={() => void trial.rerun({ units: "degrees" })}>
                  {t("trial.degrees")}
                </button>
                <button class="outlined" onClick={() => void trial.rerun({ units: "radians" })}>
                  {t("trial.radians")}
                </button>
              </p>
            )}
            <p class="small">{t("trial.untouched")}</p>
          </div>
        )}
        {result && <Done result={result} />}
        {files.length > 0 && (
          <button
            class="link"
            onClick={() => trial.clear()}
          >
            {t("trial.clear")}
          </button>
        )}
      </section>
      <section class="trial-main" aria-label={t("trial.motion")}>
        {result ? (
          <TrialFigure result={result} at={at} setAt={setAt} />
        ) : (
          <div class="empty-stage">
            <Icon name="download" size={32} />
            <h2>{t("trial.empty")}</h2>
            <p>{t("trial.empty.about")}</p>
            <p class="row">
              <SampleButton take={take} />
            </p>
            <p class="caption">{t("trial.local")}</p>
          </div>
        )}
      </section>
      <section class="panel right" aria-label={t("trial.results")}>
        {result ? (
          <TrialPlots result={result} at={at} />
        ) : (
          <p class="small">{t("trial.plotsLater")}</p>
        )}
      </section>
    </div>
  );
}

function DropZone({
  take,
  small,
}: {
  take: (files: Iterable<File>) => Promise<void>;
  small: boolean;
}): JSX.Element {
  const input = useRef<HTMLInputElement>(null);
  return (
    <div class="drop">
      <p>
        {t(small ? "trial.dropMore" : "trial.drop")}{" "}
        <button class="link" onClick={() => input.current?.click()}>
          {t("trial.choose")}
        </button>
      </p>
      <p class="caption">.osim .mot .sto, loads .xml</p>
      <input
        ref={input}
        type="file"
        multiple
        class="visually-hidden"
        tabIndex={-1}
        aria-label={t("trial.choose")}
        accept=".osim,.mot,.sto,.xml"
        onChange={(e) => void take(e.currentTarget.files ?? [])}
      />
    </div>
  );
}

/** Our own constructed walk, as it stands in the examples. */
function SampleButton({ take }: { take: (files: Iterable<File>) => Promise<void> }): JSX.Element {
  const { stored } = usePage();
  return (
    <button
      class="outlined"
      data-sample="walk"
      onClick={() => void take(stored.sample.map(({ name, text }) => new File([text], name)))}
    >
      {t("trial.sample")}
    </button>
  );
}

function FileRow({ file, info }: { file: TrialFile; info: TrialInfo | null }): JSX.Element {
  const about = (): string => {
    if (file.kind === "model")
      return info
        ? t("trial.model", { muscles: info.muscles, n: info.coordinates.length })
        : t("trial.kind.model");
    if (file.kind !== "motion") return t(`trial.kind.${file.kind}` as Word);
    try {
      const table = storageOf(new TextDecoder().decode(file.bytes));
      const time = table.columns[0];
      const units =
        table.inDegrees === null
          ? t("trial.units.none")
          : t(table.inDegrees ? "trial.units.degrees" : "trial.units.radians");
      return t("trial.motionRows", {
        rows: table.rows,
        s: figure(time[time.length - 1] - time[0], 1),
        units,
      });
    } catch {
      return t("trial.kind.motion");
    }
  };
  return (
    <li class="file-row">
      <Icon name="file" size={18} />
      <span>
        <b>{file.name}</b>
        <span class="caption">{about()}</span>
      </span>
      <Icon name="check" size={16} />
    </li>
  );
}

const CUTOFFS = [0, 3, 6, 8, 10, 12, 20]; // [Hz]  6 is what most gait studies take

/** Coordinates are differentiated twice: what shakes in them shakes a hundredfold in moments. */
function Filter({ cutoff, set }: { cutoff: number; set: (hz: number) => void }): JSX.Element {
  return (
    <label class="field inline">
      {t("trial.filter")}
      <select
        data-cutoff={cutoff}
        value={cutoff}
        onChange={(e) => set(Number(e.currentTarget.value))}
      >
        {CUTOFFS.map((hz) => (
          <option key={hz} value={hz}>
            {hz ? t("trial.filter.hz", { hz }) : t("trial.filter.none")}
          </option>
        ))}
      </select>
    </label>
  );
}

const STAGES: Record<string, Word> = {
  info: "trial.stage.info",
  id: "trial.stage.id",
  so: "trial.stage.so",
  jr: "trial.stage.jr",
  probe: "trial.stage.probe",
};

function Running(p: {
  stage: { name: string; progress: Progress | null };
  stop: () => void;
}): JSX.Element {
  const { progress } = p.stage;
  return (
    <div role="status">
      <div class="head-row">
        <b>{t(STAGES[p.stage.name] ?? "trial.stage.info")}</b>
        <span class="caption">
          {progress ? `${progress.done} / ${progress.total}` : ""}{" "}
          {progress?.left_s ? t("run.left", { s: figure(progress.left_s, 0) }) : ""}
        </span>
      </div>
      <div class="progress">
        <span
          style={{
            width: progress ? `${(100 * progress.done) / Math.max(progress.total, 1)}%` : "8%",
          }}
        />
      </div>
      <button class="outlined small-button" onClick={p.stop}>
        {t("trial.cancel")}
      </button>
    </div>
  );
}

/** A long name of a file, which may go on in the next line behind each underscore. */
const broken = (name: string): (string | JSX.Element)[] =>
  name.split(/(?<=_)/).flatMap((part, i) => (i ? [<wbr key={i} />, part] : [part]));

function Done({ result }: { result: TrialResult }): JSX.Element {
  return (
    <div class="done">
      <div class="head-row">
        <b>{t("trial.done", { s: figure(result.seconds) })}</b>
        <span class="caption">{t("trial.frames", { n: result.frames })}</span>
      </div>
      <p class="small">{t("trial.done.about")}</p>
      {result.warnings.length > 0 && (
        <>
          <h2>{t("trial.worth")}</h2>
          <ul class="warnings" lang="en">
            {result.warnings.map((w) => (
              <li key={w}>{w}</li>
            ))}
          </ul>
        </>
      )}
      <h2>{t("trial.results")}</h2>
      <p class="caption">{t("trial.results.about")}</p>
      <ul class="list">
        {Object.entries(result.files).map(([path, bytes]) => {
          const name = path.split("/").pop() as string;
          return (
            <li key={path}>
              <button class="link" onClick={() => download(name, bytes)}>
                <Icon name="download" size={14} /> {broken(name)}
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
