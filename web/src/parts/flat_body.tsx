/** The body from the right as a drawing: where there is no 3D, in print and in SVG files. */
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import type { Frame, Scene } from "../engine/types";
import type { Spot } from "./ladder";
import { hexAt, type Shade } from "./scales";

interface Box {
  width: number;
  height: number;
}
interface FlatProps {
  scene: Scene;
  frame: Frame;
  shade: Shade;
  mostForce: number;
  mostLoad: number;
  box: Box;
  onSpots?: (spots: Spot[]) => void;
}

type Point = [number, number];

/** From ground to the drawing; who lies is drawn with the spine upright. */
function view(
  scene: Scene,
  frame: Frame,
  box: Box,
): (place: ArrayLike<number>, at?: number) => Point {
  const body = (name: string): number => 12 * scene.bodies.findIndex((b) => b.name === name) + 9;
  const hip = [0, 1, 2].map(
    (k) => (frame.bodies[body("femur_r") + k] + frame.bodies[body("femur_l") + k]) / 2,
  );
  const place = scene.levelColumns.indexOf("place_m.0");
  const top = [0, 1, 2].map((k) => frame.levels[place + k]);
  const pelvis = body("pelvis") - 9;
  const lies = top[1] - hip[1] < 0.06 || Math.abs(frame.bodies[pelvis + 8]) < 0.7;
  const norm = Math.hypot(...top.map((v, k) => v - hip[k]));
  const up = lies ? top.map((v, k) => (v - hip[k]) / norm) : [0, 1, 0];
  const raw = lies ? [0, 3, 6].map((k) => frame.bodies[pelvis + k]) : [1, 0, 0];
  const lean = raw.reduce((sum, v, k) => sum + v * up[k], 0);
  const right = raw.map((v, k) => v - lean * up[k]);
  const scale = box.height / (norm * 1.9);
  const middle = top.map((v, k) => 0.5 * (v + hip[k]));
  return (from, at = 0) => {
    const d = [0, 1, 2].map((k) => from[at + k] - middle[k]);
    const dot = (a: number[]): number => a.reduce((sum, v, k) => sum + v * d[k], 0);
    return [box.width * 0.34 + scale * dot(right), box.height * 0.52 - scale * dot(up)];
  };
}

export function FlatBody(p: FlatProps): JSX.Element {
  const { scene, frame, box } = p;
  const to = view(scene, frame, box);
  const columns = scene.levelColumns;
  const place = columns.indexOf("place_m.0");
  const front = columns.indexOf("front.0");
  const load = columns.indexOf("compression_N");
  const row = (i: number): number => i * columns.length;
  const spots = scene.levels.map((_, i) => to(frame.levels, row(i) + place));
  const spotKey = spots.map(([x, y]) => `${x.toFixed(0)},${y.toFixed(0)}`).join(" ");
  useEffect(() => p.onSpots?.(spots.map(([x, y]) => ({ x, y }))), [spotKey]);
  const size = scene.person.size;
  const edge = (i: number, share: number, up: number): Point => {
    const at = row(i);
    const axis = columns.indexOf("axis.0");
    const from = [0, 1, 2].map(
      (k) =>
        frame.levels[at + place + k] +
        share * 0.018 * size * frame.levels[at + front + k] +
        up * 0.005 * size * frame.levels[at + axis + k],
    );
    return to(from);
  };
  const shape = (points: Point[]): string =>
    points.map(([x, y], i) => `${i ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("") + "Z";
  const body = (name: string): Point =>
    to(frame.bodies, 12 * scene.bodies.findIndex((b) => b.name === name) + 9);
  const line = (index: number): string => {
    const points: Point[] = [];
    for (let k = frame.starts[index]; k < frame.starts[index + 1]; k++)
      points.push(to(frame.points, 3 * k));
    return points.map(([x, y], i) => `${i ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
  };
  const psoas = scene.lines.flatMap((l, i) => (l.region === "psoas" && l.side === "r" ? [i] : []));
  const [hx, hy] = body("femur_r");
  const [kx, ky] = body("tibia_r");
  return (
    <svg
      class="flat-body"
      width={box.width}
      height={box.height}
      viewBox={`0 0 ${box.width} ${box.height}`}
      aria-hidden="true"
    >
      <g class="flat-bone">
        {scene.levels.slice(0, 5).map((name, i) => (
          <path
            key={name}
            d={shape([edge(i, 1, -1), edge(i, -1, -1), edge(i + 1, -1, 1), edge(i + 1, 1, 1)])}
          />
        ))}
        <path
          d={`M${hx} ${hy}L${hx + 0.45 * (kx - hx)} ${hy + 0.45 * (ky - hy)}`}
          class="flat-femur"
        />
        <circle cx={hx} cy={hy} r={Math.max(box.height * 0.03, 6)} />
        <path
          d={shape([edge(5, 1, -1), edge(5, -1, -1), [hx - 14, hy - 8], [hx + 10, hy - 18]])}
        />
      </g>
      {scene.levels.map((name, i) => (
        <path
          key={name}
          d={shape([edge(i, 1.05, 1), edge(i, -1.05, 1), edge(i, -1.05, -1), edge(i, 1.05, -1)])}
          fill={hexAt(p.shade, "tide", frame.levels[row(i) + load] / p.mostLoad)}
        />
      ))}
      {psoas.map((i) => (
        <path
          key={i}
          d={line(i)}
          fill="none"
          stroke-width="4"
          stroke-linecap="round"
          stroke-linejoin="round"
          stroke={hexAt(p.shade, "ember", frame.force[i] / p.mostForce)}
        />
      ))}
    </svg>
  );
}
