/** The recorded motion as lines between joints, muscles coloured by force; playback and views. */
import type { JSX } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { figure } from "../parts/format";
import { Icon } from "../parts/icons";
import { gradient, hexAt, roundUp } from "../parts/scales";
import { usePage } from "../state/context";
import { useKept } from "../state/kept";
import { boneData } from "../state/parts_of_page";
import { columnOf } from "../state/storage";
import type { Pose, TrialResult } from "../state/trial";
import { isBone, placedBones, type Placed } from "../state/trial_bodies";
import type { TrialBones } from "../three/trial_bones";
import { t } from "../words/words";

type Point = [number, number];
/** [rad]  about the vertical, from the right side to the front. */
const VIEWS = { side: 0, quarter: -0.7, front: -Math.PI / 2 } as const;
const BOX = [600, 560] as const; // of the picture

export function TrialFigure(p: {
  result: TrialResult;
  at: number;
  setAt: (row: number) => void;
}): JSX.Element {
  const { result, at } = p;
  const { shade } = usePage();
  const [view, setView] = useKept<keyof typeof VIEWS>("trial.view", "quarter");
  const [speed, setSpeed] = useKept<number>("trial.speed", 1);
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
  const fit = useMemo(() => fitted(result.poses, VIEWS[view]), [result, view]);
  const placed = useMemo(() => pose && placedBones(pose), [pose]);
  const [bones, setBones] = useState(false);
  if (!pose) return <p class="empty">{t("trial.noPose")}</p>;
  const turn = VIEWS[view];
  const root = rootOf(pose);
  const [rx, , rz] = root;
  const to = (x: number, y: number, z: number): Point =>
    onPicture(fit, flat(x - rx, y, z - rz, turn));
  const line = (points: number[]): string =>
    Array.from({ length: points.length / 3 }, (_, k) =>
      to(points[3 * k], points[3 * k + 1], points[3 * k + 2]),
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
      <div class="trial-figure" data-bones={bones ? [...placed.keys()].sort().join(" ") : ""}>
        <BoneLayer placed={placed} root={root} fit={fit} turn={turn} onReady={setBones} />
        <svg
          viewBox={`0 0 ${BOX.join(" ")}`}
          role="img"
          aria-label={t("trial.figure", { n: names.length })}
        >
          {result.bones.map(([parent, child]) => {
            const [a, b] = [pose.joints.get(parent), pose.joints.get(child)];
            if (!a || !b || (bones && isBone(placed, parent, child))) return null;
            const [[x1, y1], [x2, y2]] = [a, b].map(([x, y, z]) => to(x, y, z));
            return <line key={parent + child} class="trial-bone" x1={x1} y1={y1} x2={x2} y2={y2} />;
          })}
          {[...pose.joints]
            .filter(([body]) => body !== "ground")
            .map(([body, [px, py, pz]]) => {
              const [x, y] = to(px, py, pz);
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
      </div>
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

/** Across the picture and up it [m]. */
const flat = (x: number, y: number, z: number, turn: number): Point => [
  x * Math.cos(turn) + z * Math.sin(turn),
  y,
];

/** What of the world the picture shows. */
interface Fit {
  middle: Point;
  /** Pixels of the picture a metre. */
  scale: number;
}

const onPicture = ({ middle, scale }: Fit, [u, v]: Point): Point => [
  BOX[0] / 2 + scale * (u - middle[0]),
  BOX[1] / 2 - scale * (v - middle[1]),
];

/** All poses fit: the same scale for the whole motion. */
function fitted(poses: Pose[], turn: number): Fit {
  const all = poses.flatMap((pose) => {
    const [rx, , rz] = rootOf(pose);
    const points = [...pose.paths.values()].flatMap((p) => [[p[0], p[1], p[2]], p.slice(-3)]);
    const joints = [...pose.joints]
      .filter(([name]) => name !== "ground")
      .map(([, place]) => place as number[]);
    return [...joints, ...points].map(([x, y, z]) => flat(x - rx, y, z - rz, turn));
  });
  const ends = (list: number[]): Point => [Math.min(...list), Math.max(...list)];
  const [[left, right], [low, high]] = [ends(all.map(([x]) => x)), ends(all.map(([, y]) => y))];
  return {
    middle: [(left + right) / 2, (low + high) / 2],
    scale: Math.min(520 / Math.max(right - left, 0.2), 480 / Math.max(high - low, 0.2)),
  };
}

/** Our own bones where the model's bodies are known, behind the lines; none without 3D. */
function BoneLayer(p: {
  placed: Map<string, Placed>;
  root: readonly number[];
  fit: Fit;
  turn: number;
  onReady: (there: boolean) => void;
}): JSX.Element {
  const { shade } = usePage();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [bones, setBones] = useState<TrialBones | null>(null);
  const [box, setBox] = useState<Point>([0, 0]);
  const any = p.placed.size > 0;
  useEffect(() => {
    const element = canvas.current;
    if (!element || !any) return undefined;
    let made: TrialBones | null = null;
    let gone = false;
    void Promise.all([import("../three/trial_bones"), boneData()])
      .then(([{ TrialBones: Made }, data]) => Made.on(element, data))
      .then((found) => {
        if (gone) return found?.dispose();
        made = found;
        setBones(found);
        p.onReady(found !== null);
      });
    const watch = new ResizeObserver(() => setBox([element.clientWidth, element.clientHeight]));
    watch.observe(element);
    return () => {
      gone = true;
      watch.disconnect();
      made?.dispose();
      p.onReady(false);
    };
  }, [any]);
  useEffect(() => {
    const [width, height] = box;
    const pixel = Math.max(BOX[0] / width, BOX[1] / height) / p.fit.scale; // [m]
    if (bones && width > 0)
      bones.draw(
        p.placed,
        p.root,
        { turn: p.turn, middle: p.fit.middle, size: [width * pixel, height * pixel] },
        shade,
      );
  }, [bones, box, p.placed, p.fit, p.turn, shade]);
  return <canvas ref={canvas} aria-hidden="true" />;
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
