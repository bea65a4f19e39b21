/**
 * The body as shapes for a drawing without 3D: the camera of the stage, and outlines of vertebrae,
 * pelvis and thighs as hulls of a few points of our bones (docs/bones.md), in the frames of their
 * bodies [m], for a person of the tables.
 */
import type { Camera } from "../state/state";

/** What a drawing needs of a scene and of a frame (engine/types.ts). */
export interface FlatScene {
  bodies: { name: string }[];
  levels: string[];
  levelColumns: string[];
  lines: { region: string; volume_cm3: number }[];
  person: { size: number };
}
export interface FlatFrame {
  bodies: ArrayLike<number>;
  levels: ArrayLike<number>;
  starts: ArrayLike<number>;
  points: ArrayLike<number>;
  force: ArrayLike<number>;
  length: ArrayLike<number>;
}

export type Place = [number, number, number];
/** Right and down from the middle of the picture, in hundredths of its height; and nearness [m]. */
export type Spot3 = { x: number; y: number; near: number; scale: number };

export const FOV_DEG = 22;

export const plus = (a: Place, b: Place, k = 1): Place => [
  a[0] + k * b[0],
  a[1] + k * b[1],
  a[2] + k * b[2],
];
const dot = (a: Place, b: Place): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const cross = (a: Place, b: Place): Place => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
const unit = (a: Place): Place => plus([0, 0, 0], a, 1 / Math.hypot(...a));
export const placeAt = (list: ArrayLike<number>, at: number): Place => [
  list[at],
  list[at + 1],
  list[at + 2],
];

/** A place of a body's own frame, for a person of this size, in ground. */
export function ofBody(scene: FlatScene, frame: FlatFrame, name: string): (p: Place) => Place {
  const at = 12 * scene.bodies.findIndex((b) => b.name === name);
  const row = (k: number): Place => placeAt(frame.bodies, at + 3 * k);
  const [r0, r1, r2, origin] = [row(0), row(1), row(2), row(3)];
  return (p) => plus(origin, [dot(r0, p), dot(r1, p), dot(r2, p)], scene.person.size);
}

export function levelVector(
  scene: FlatScene,
  frame: FlatFrame,
  level: number,
  name: "place_m.0" | "axis.0" | "front.0",
): Place {
  const columns = scene.levelColumns;
  return placeAt(frame.levels, level * columns.length + columns.indexOf(name));
}

/** The picture that the stage takes with this camera (three/stage.ts, `aim`). */
export function cameraOf(
  scene: FlatScene,
  frame: FlatFrame,
  camera: Camera,
): (place: Place) => Spot3 {
  const hips = ["femur_r", "femur_l"].map((name) => ofBody(scene, frame, name)([0, 0, 0]));
  const hip = plus(plus([0, 0, 0], hips[0], 0.5), hips[1], 0.5);
  const top = levelVector(scene, frame, 0, "place_m.0");
  const turn = uprightOf(scene, frame, unit(plus(top, hip, -1)));
  const [high, low] = [turn(top), turn(hip)];
  const target = plus(plus([0, 0, 0], high, 0.47), low, 0.53);
  const tall = Math.max(Math.hypot(...plus(high, low, -1)), 0.24 * scene.person.size) * 1.62;
  const a = (camera.azimuth_deg * Math.PI) / 180;
  const e = (camera.elevation_deg * Math.PI) / 180;
  const back: Place = [Math.cos(a) * Math.cos(e), Math.sin(e), Math.sin(a) * Math.cos(e)];
  const right = unit(cross([0, 1, 0], back));
  const up = cross(back, right);
  const half = Math.tan((FOV_DEG * Math.PI) / 360);
  const distance = tall / (2 * half) / camera.zoom;
  return (place) => {
    const p = plus(turn(place), target, -1);
    const near = dot(back, p);
    const scale = 50 / (half * (distance - near));
    return { x: scale * dot(right, p), y: -scale * dot(up, p), near, scale };
  };
}

/** Who lies is drawn with the spine upright. */
function uprightOf(scene: FlatScene, frame: FlatFrame, along: Place): (place: Place) => Place {
  const pelvis = 12 * scene.bodies.findIndex((b) => b.name === "pelvis");
  const column = (k: number): Place => [0, 3, 6].map((r) => frame.bodies[pelvis + r + k]) as Place;
  if (along[1] >= 0.3 && Math.abs(column(2)[2]) >= 0.7) return (place) => place;
  const forward = unit(plus(column(0), along, -dot(column(0), along)));
  const right = cross(forward, along);
  return (p) => [dot(forward, p), dot(along, p), dot(right, p)];
}

/** The outline around points, as the path of an SVG. */
export function hull(spots: { x: number; y: number }[]): string {
  const sorted = [...spots].sort((a, b) => a.x - b.x || a.y - b.y);
  const chain = (list: typeof sorted): typeof sorted => {
    const out: typeof sorted = [];
    for (const c of list) {
      while (out.length > 1) {
        const [a, b] = out.slice(-2);
        if ((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x) > 0) break;
        out.pop();
      }
      out.push(c);
    }
    return out.slice(0, -1);
  };
  const round = [...chain(sorted), ...chain(sorted.reverse())];
  return `M${round.map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L")}Z`;
}

/** Points of a disc's or end plate's rim: half depth and half width [m], lower ones are wider. */
export function rim(
  scene: FlatScene,
  frame: FlatFrame,
  level: number,
  along: number,
  size: number,
): Place[] {
  const vector = (name: "place_m.0" | "axis.0" | "front.0"): Place =>
    levelVector(scene, frame, level, name);
  const [axis, front] = [vector("axis.0"), vector("front.0")];
  const right = cross(front, axis);
  const grown = size * scene.person.size * (0.9 + 0.025 * level);
  const middle = plus(vector("place_m.0"), axis, along * scene.person.size);
  return Array.from({ length: 16 }, (_, i) => {
    const [c, s] = [Math.cos((i * Math.PI) / 8), Math.sin((i * Math.PI) / 8)];
    return plus(plus(middle, front, 0.0185 * grown * c), right, 0.0245 * grown * s);
  });
}

/** Of the right side; each is drawn for the left as well. */
export const PELVIS: Place[][] = [
  [
    [-0.028, 0.014, 0.117],
    [-0.05, 0.05, 0.128],
    [-0.085, 0.085, 0.115],
    [-0.12, 0.094, 0.085],
    [-0.15, 0.07, 0.05],
    [-0.16, 0.03, 0.03],
    [-0.135, -0.01, 0.055],
    [-0.1, -0.03, 0.06],
    [-0.05, -0.05, 0.085],
    [-0.025, -0.02, 0.1],
  ],
  [
    [-0.115, -0.06, 0.06],
    [-0.12, -0.12, 0.06],
    [-0.1, -0.148, 0.05],
    [-0.07, -0.148, 0.04],
    [-0.06, -0.1, 0.07],
    [-0.03, -0.075, 0.09],
    [-0.05, -0.045, 0.085],
    [-0.11, -0.03, 0.06],
  ],
  [
    [-0.03, -0.055, 0.085],
    [-0.025, -0.08, 0.06],
    [0, -0.095, 0.004],
    [0, -0.115, 0.003],
    [-0.02, -0.125, 0.003],
    [-0.03, -0.1, 0.03],
    [-0.05, -0.09, 0.07],
  ],
];
export const SACRUM: Place[] = [
  [-0.075, 0.04, 0.02],
  [-0.09, 0.03, 0.055],
  [-0.13, 0.05, 0.05],
  [-0.125, 0.065, 0.03],
  [-0.16, 0, 0.045],
  [-0.185, -0.04, 0.03],
  [-0.175, -0.078, 0.004],
  [-0.185, -0.07, 0.004],
  [-0.15, -0.02, 0.03],
  [-0.105, 0, 0.04],
];
/** Behind a vertebra's body, from the middle of it: spinous process, and the arch to its side. */
export const SPINOUS: Place[] = [
  [-0.02, 0.006, 0.008],
  [-0.02, -0.008, 0.008],
  [-0.058, 0.001, 0.004],
  [-0.058, -0.02, 0.004],
  [-0.05, -0.022, 0.004],
];
export const TRANSVERSE: Place[] = [
  [-0.015, 0.006, 0.012],
  [-0.015, -0.004, 0.012],
  [-0.024, 0.006, 0.042],
  [-0.024, 0.001, 0.042],
];
/** [m]  head, then neck and shaft downwards in pieces that fade. */
export const HEAD_RADIUS = 0.023;
export const THIGH: Place[][] = [
  [
    [-0.004, 0.018, 0.012],
    [-0.004, -0.02, 0.006],
    [-0.015, 0.005, 0.06],
    [0.008, -0.01, 0.064],
    [-0.005, -0.06, 0.05],
    [-0.005, -0.055, 0.022],
  ],
  ...[-0.055, -0.1, -0.145, -0.19].map((y): Place[] => {
    const z = 0.036 + 0.05 * (y + 0.055);
    const [high, low] = [y + 0.001, y - 0.046];
    return [
      [0.014, high, z],
      [-0.014, high, z],
      [0, high, z + 0.016],
      [0, high, z - 0.016],
      [0.014, low, z],
      [-0.014, low, z],
      [0, low, z + 0.016],
      [0, low, z - 0.016],
    ];
  }),
];
export const mirrored = (points: Place[]): Place[] => points.map(([x, y, z]) => [x, y, -z]);
