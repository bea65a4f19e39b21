/**
 * The body as a drawing, as the camera of the stage sees it: the first picture, until 3D is there,
 * and the only one where there is no 3D. Its own units are hundredths of its height, so it fits
 * every stage.
 */
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import type { Camera } from "../state/state";
import {
  cameraOf,
  HEAD_RADIUS,
  hull,
  mirrored,
  ofBody,
  levelVector,
  PELVIS,
  placeAt,
  plus,
  rim,
  SACRUM,
  SPINOUS,
  THIGH,
  TRANSVERSE,
  type FlatFrame,
  type FlatScene,
  type Place,
  type Spot3,
} from "./flat_shapes";
import type { Spot } from "./ladder";
import { hexAt, type Shade } from "./scales";

interface FlatProps {
  scene: FlatScene;
  frame: FlatFrame;
  shade: Shade;
  camera: Camera;
  mostForce: number;
  mostLoad: number;
  /** Bones, psoas, discs: what is not drawn. */
  hidden?: readonly string[];
  /** Where across the stage the spine stands, 0 to 1; where not said, styles know. */
  across?: number;
  box?: { width: number; height: number };
  onSpots?: (spots: Spot[]) => void;
}

/** One path, and how near it is. */
interface Shape {
  near: number;
  path: JSX.Element;
}

export function FlatBody(p: FlatProps): JSX.Element {
  const { scene, frame, box, across, hidden = [] } = p;
  const to = cameraOf(scene, frame, p.camera);
  const at = (i: number): Spot3 => to(levelVector(scene, frame, i, "place_m.0"));
  const spots = scene.levels.map((_, i) => at(i));
  const key = spots.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ");
  useEffect(() => {
    if (!box || across === undefined) return;
    const one = box.height / 100;
    p.onSpots?.(
      spots.map(({ x, y }) => ({ x: across * box.width + one * x, y: one * (50 + y) })),
    );
  }, [key, box?.width, box?.height, across]);
  const shapes = [
    ...(hidden.includes("bones") ? [] : [...pelvisOf(p, to), ...vertebraeOf(p, to)]),
    ...(hidden.includes("discs") ? [] : discsOf(p, to)),
    ...(hidden.includes("psoas") ? [] : linesOf(p, to)),
  ].sort((a, b) => a.near - b.near);
  return (
    <svg class={across === undefined ? "flat-body unplaced" : "flat-body"} aria-hidden="true">
      <svg
        width="100%"
        height="100%"
        x={across === undefined ? undefined : `${100 * (across - 0.5)}%`}
        viewBox="-1 -50 2 100"
        overflow="visible"
      >
        {shapes.map(({ path }) => path)}
      </svg>
    </svg>
  );
}

type View = (place: Place) => Spot3;

function around(points: Place[], to: View, props: JSX.SVGAttributes<SVGPathElement>): Shape {
  const spots = points.map(to);
  const near = spots.reduce((sum, s) => sum + s.near, 0) / spots.length;
  return { near, path: <path d={hull(spots)} {...props} /> };
}

function pelvisOf({ scene, frame }: FlatProps, to: View): Shape[] {
  const pelvis = ofBody(scene, frame, "pelvis");
  const bone = (points: Place[]): Shape => around(points.map(pelvis), to, { class: "flat-bone" });
  const out = [bone([...SACRUM, ...mirrored(SACRUM)])];
  for (const part of PELVIS) out.push(bone(part), bone(mirrored(part)));
  for (const side of ["r", "l"]) {
    const femur = ofBody(scene, frame, `femur_${side}`);
    THIGH.forEach((part, i) => {
      const points = (side === "r" ? part : mirrored(part)).map(femur);
      const shape = around(points, to, {
        class: i ? "flat-bone fades" : "flat-bone",
        ...(i && { "fill-opacity": 1 - 0.23 * i }),
      });
      // the pieces of a thigh go one behind the other, whichever way it points
      out.push({ ...shape, near: shape.near - 0.0001 * i });
    });
    const head = to(femur([0, 0, 0]));
    out.push({
      near: head.near,
      path: (
        <circle
          class="flat-bone"
          cx={head.x.toFixed(1)}
          cy={head.y.toFixed(1)}
          r={(HEAD_RADIUS * scene.person.size * head.scale).toFixed(1)}
        />
      ),
    });
  }
  return out;
}

function vertebraeOf({ scene, frame }: FlatProps, to: View): Shape[] {
  return scene.levels.slice(0, 5).flatMap((_, i) => {
    const above = levelVector(scene, frame, i, "place_m.0");
    const below = levelVector(scene, frame, i + 1, "place_m.0");
    const axis = levelVector(scene, frame, i, "axis.0");
    const front = levelVector(scene, frame, i, "front.0");
    const right: Place = [
      front[1] * axis[2] - front[2] * axis[1],
      front[2] * axis[0] - front[0] * axis[2],
      front[0] * axis[1] - front[1] * axis[0],
    ];
    const middle = plus(plus([0, 0, 0], above, 0.5), below, 0.5);
    const size = scene.person.size;
    const own = ([x, y, z]: Place): Place =>
      plus(plus(plus(middle, front, size * x), axis, size * y), right, size * z);
    const body = [...rim(scene, frame, i, -0.006, 0.93), ...rim(scene, frame, i + 1, 0.006, 0.93)];
    return [body, ...[SPINOUS, TRANSVERSE].flatMap((s) => [s.map(own), mirrored(s).map(own)])].map(
      (points) => around(points, to, { class: "flat-bone" }),
    );
  });
}

function discsOf({ scene, frame, shade, mostLoad }: FlatProps, to: View): Shape[] {
  const columns = scene.levelColumns;
  return scene.levels.map((_, i) => {
    const load = frame.levels[i * columns.length + columns.indexOf("compression_N")];
    const points = [...rim(scene, frame, i, -0.004, 0.98), ...rim(scene, frame, i, 0.004, 0.98)];
    return around(points, to, { fill: hexAt(shade, "tide", load / mostLoad) });
  });
}

/** Psoas lines, about as thick as the stage draws their bellies. */
function linesOf({ scene, frame, shade, mostForce }: FlatProps, to: View): Shape[] {
  return scene.lines.flatMap(({ region, volume_cm3 }, i) => {
    if (region !== "psoas") return [];
    const spots: Spot3[] = [];
    for (let k = frame.starts[i]; k < frame.starts[i + 1]; k++)
      spots.push(to(placeAt(frame.points, 3 * k)));
    const half = spots[spots.length >> 1];
    const section = (volume_cm3 * 1e-6) / Math.max(frame.length[i], 0.03); // [m^2]
    const path = (
      <path
        class="flat-line"
        d={`M${spots.map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L")}`}
        stroke-width={(1.7 * Math.sqrt(section / Math.PI) * half.scale).toFixed(1)}
        stroke={hexAt(shade, "ember", frame.force[i] / mostForce)}
      />
    );
    // muscles lie before the bones that they are fixed to
    return [{ near: half.near + 0.02, path }];
  });
}
