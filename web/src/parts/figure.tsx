/** A posture as a small figure, from where its joints are: one rule for all, from 19 to 52 px. */
import type { JSX } from "preact";
import type { Figure } from "../state/stored";

const PAD = 0.14; // [m]  room around it for half a line and the head

export function PostureFigure({
  figure,
  size = 40,
}: {
  figure: Figure | null;
  size?: number;
}): JSX.Element {
  if (!figure) return <svg class="posture-figure" width={size} height={size} aria-hidden="true" />;
  const all = [...figure.near, ...figure.far, ...figure.trunk, figure.head, ...figure.seat];
  const xs = all.map((p) => p[0]);
  const ys = all.map((p) => p[1]);
  const [left, right] = [Math.min(...xs) - PAD, Math.max(...xs) + PAD];
  const [low, high] = [Math.min(...ys) - PAD, Math.max(...ys) + PAD];
  const side = Math.max(right - left, high - low, 1.35);
  const x0 = (left + right - side) / 2;
  const path = (points: [number, number][]): string =>
    points.map(([x, y], i) => `${i ? "L" : "M"}${x.toFixed(3)} ${(-y).toFixed(3)}`).join("");
  return (
    <svg
      class="posture-figure"
      width={size}
      height={size}
      aria-hidden="true"
      viewBox={`${x0.toFixed(3)} ${(-low - side).toFixed(3)} ${side.toFixed(3)} ${side.toFixed(3)}`}
    >
      <path class="figure-seat" d={path(figure.seat)} />
      <path class="figure-far" d={path(figure.far)} />
      <path class="figure-near" d={path(figure.near)} />
      <path class="figure-trunk" d={path(figure.trunk)} />
      <circle class="figure-head" cx={figure.head[0]} cy={-figure.head[1]} r="0.115" />
    </svg>
  );
}
