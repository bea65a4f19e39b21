/** The recorded motion as lines between joints, muscles coloured by force; playback and views. */
import type { JSX } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { figure } from "../parts/format";
import { Icon } from "../parts/icons";
import { gradient, hexAt, roundUp } from "../parts/scales";
import { usePage } from "../state/context";
import { columnOf } from "../state/storage";
import type { Pose, TrialResult } from "../state/trial";
import { t } from "../words/words";

type Point = [number, number];
const VIEWS = { side: 0, quarter: 0.7, front: Math.PI / 2 } as const;

export function TrialFigure(p: {
  result: TrialResult;
  at: number;
  setAt: (row: number) => void;
}): JSX.Element {
  const { result, at } = p;
  const { shade } = usePage();
  const [view, setView] = useState<keyof typeof VIEWS>("quarter");
  const [speed, setSpeed] = useState(1);
  const [playing, setPlaying] = useState(false);
  const time = result.moments?.columns[0] ?? new Float64Array(1);
  usePlayback(playing, speed, time, at, p.setAt, () => setPlaying(false));
  useTrialKeys(result.frames, at, p.setAt, () => setPlaying(!playing));

  const pose = result.poses.reduce(
    (best, next) => (Math.abs(next.row - at) < Math.abs(best.row - at) ? next : best),
    result.poses[0],
  );
  const names = useMemo(() => [...(result.poses[0]?.paths.keys() ?? [])], [result]);
  const most = useMemo(
    () =>
      roundUp(names.reduce((m, name) => Math.max(m, ...(columnOf(result.forces, name) ?? [])), 1)),
    [result, names],
  );
  const to = useMemo(() => projection(result.poses, VIEWS[view]), [result, view]);
  if (!pose) return <p class="empty">{t("trial.noPose")}</p>;
  const turn = VIEWS[view];
  const [rx, , rz] = rootOf(pose);
  const line = (points: number[]): string =>
    Array.from({ length: points.length / 3 }, (_, k) =>
      to(points[3 * k] - rx, points[3 * k + 1], points[3 * k + 2] - rz, turn),
    )
      .map(([x, y], i) => `${i ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`)
      .join("");
  return (
    <>
      <div class="time-head">
        <div>
          <h2 class="title">{t("trial.at", { s: figure(time[at] ?? 0, 2) })}</h2>
          <p class="caption">{t("trial.frame", { n: at + 1, all: result.frames })}</p>
        </div>
        <div class="segments" role="group" aria-label={t("camera")}>
          {(Object.keys(VIEWS) as (keyof typeof VIEWS)[]).map((name) => (
            <button key={name} aria-pressed={view === name} onClick={() => setView(name)}>
              {t(`camera.${name}`)}
            </button>
          ))}
        </div>
      </div>
      <svg
        class="trial-figure"
        viewBox="0 0 600 560"
        role="img"
        aria-label={t("trial.figure", { n: names.length })}
      >
        {result.bones.map(([parent, child]) => {
          const [a, b] = [pose.joints.get(parent), pose.joints.get(child)];
          if (!a || !b) return null;
          const [[x1, y1], [x2, y2]] = [a, b].map(([x, y, z]) => to(x - rx, y, z - rz, turn));
          return <line key={parent + child} class="trial-bone" x1={x1} y1={y1} x2={x2} y2={y2} />;
        })}
        {[...pose.joints]
          .filter(([body]) => body !== "ground")
          .map(([body, [px, py, pz]]) => {
            const [x, y] = to(px - rx, py, pz - rz, turn);
            return <circle key={body} class="trial-joint" cx={x} cy={y} r="4" />;
          })}
        {names.map((name) => {
          const force = columnOf(result.forces, name)?.[at] ?? 0;
          return (
            <path
              key={name}
              class={/psoas/i.test(name) ? "trial-muscle psoas" : "trial-muscle"}
              d={line(pose.paths.get(name) ?? [])}
              stroke={hexAt(shade, "ember", force / most)}
            >
              <title>{`${name} ${figure(force)} N`}</title>
            </path>
          );
        })}
      </svg>
      <div class="trial-legend caption" aria-hidden="true">
        <span>0</span>
        <span class="legend-bar" style={{ background: gradient(shade, "ember") }} />
        <span>{figure(most)} N</span>
      </div>
      <div class="player">
        <button
          class="filled"
          aria-label={t(playing ? "pause" : "play")}
          onClick={() => setPlaying(!playing)}
        >
          <Icon name={playing ? "pause" : "play"} size={16} />
        </button>
        <span>{figure(time[at] ?? 0, 2)} s</span>
        <input
          type="range"
          min={0}
          max={Math.max(result.frames - 1, 0)}
          value={at}
          aria-label={t("trial.scrub")}
          aria-valuetext={`${figure(time[at] ?? 0, 2)} s`}
          onInput={(e) => p.setAt(Number(e.currentTarget.value))}
        />
        <div class="segments" role="group" aria-label={t("trial.speed")}>
          {[0.25, 1].map((s) => (
            <button key={s} aria-pressed={speed === s} onClick={() => setSpeed(s)}>
              {s === 1 ? "1×" : "¼×"}
            </button>
          ))}
        </div>
      </div>
    </>
  );
}

/** The body that the others hang on: its way over the ground is taken out. */
const rootOf = (pose: Pose): [number, number, number] =>
  pose.joints.get("pelvis") ??
  [...pose.joints].find(([name]) => name !== "ground")?.[1] ?? [0, 0, 0];

/** All poses fit: the same scale for the whole motion. */
function projection(
  poses: Pose[],
  turn: number,
): (x: number, y: number, z: number, turn: number) => Point {
  const flat = (x: number, y: number, z: number, a: number): Point => [
    x * Math.cos(a) + z * Math.sin(a),
    y,
  ];
  const all = poses.flatMap((pose) => {
    const [rx, , rz] = rootOf(pose);
    const points = [...pose.paths.values()].flatMap((p) => [[p[0], p[1], p[2]], p.slice(-3)]);
    const joints = [...pose.joints]
      .filter(([name]) => name !== "ground")
      .map(([, place]) => place as number[]);
    return [...joints, ...points].map(([x, y, z]) => flat(x - rx, y, z - rz, turn));
  });
  const xs = all.map(([x]) => x);
  const ys = all.map(([, y]) => y);
  const [left, right, low, high] = [
    Math.min(...xs),
    Math.max(...xs),
    Math.min(...ys),
    Math.max(...ys),
  ];
  const scale = Math.min(520 / Math.max(right - left, 0.2), 480 / Math.max(high - low, 0.2));
  return (x, y, z, a) => {
    const [u, v] = flat(x, y, z, a);
    return [300 + scale * (u - (left + right) / 2), 280 - scale * (v - (low + high) / 2)];
  };
}

function usePlayback(
  playing: boolean,
  speed: number,
  time: Float64Array,
  at: number,
  setAt: (row: number) => void,
  stop: () => void,
): void {
  const now = useRef({ at, stop });
  now.current = { at, stop };
  useEffect(() => {
    if (!playing) return undefined;
    const began = performance.now();
    let asked = 0;
    const first = now.current.at >= time.length - 1 ? 0 : now.current.at;
    const step = (clock: number): void => {
      const want = time[first] + ((clock - began) / 1000) * speed;
      let row = first;
      while (row < time.length - 1 && time[row] < want) row++;
      setAt(row);
      if (row >= time.length - 1) now.current.stop();
      else asked = requestAnimationFrame(step);
    };
    asked = requestAnimationFrame(step);
    return () => cancelAnimationFrame(asked);
  }, [playing, speed, time, setAt]);
}

function useTrialKeys(
  frames: number,
  at: number,
  setAt: (row: number) => void,
  play: () => void,
): void {
  const now = useRef({ at, play });
  now.current = { at, play };
  useEffect(() => {
    const heard = (event: KeyboardEvent): void => {
      if (
        event.defaultPrevented ||
        (event.target as HTMLElement).matches("input, select, textarea, button, dialog *")
      )
        return;
      if (event.key === " ") now.current.play();
      else if (event.key === ",") setAt(Math.max(now.current.at - 1, 0));
      else if (event.key === ".") setAt(Math.min(now.current.at + 1, frames - 1));
      else return;
      event.preventDefault();
    };
    addEventListener("keydown", heard);
    return () => removeEventListener("keydown", heard);
  }, [frames, setAt]);
}
