/**
 * Which of our bones stand for which bodies of somebody's model, how large and where: only names
 * and centres of joints are known of it, so a bone is scaled by the distance of two such centres;
 * bodies with other names, or of sizes no person has, stay lines.
 */
import type { Pose } from "./trial";

/** Centres of joints on our bones, in the frames of their bodies [m]: data/anatomy/joints.csv. */
const HIP: Place = [-0.0563, -0.0785, 0.0773];
const THIGH = 0.4044; // from the hip down to the body of the shank
/** From the body of a vertebra to that of the next one above; L1 is scaled as L2. */
const VERTEBRA: Record<number, number> = { 5: 0.0333, 4: 0.0332, 3: 0.0357, 2: 0.031 };

type Place = [number, number, number];
/** Rotation times size, row by row (9), then where the body of the bone is, in ground [m] (3). */
export type Placed = number[];

const NAMES = {
  pelvis: /^pelvis$/i,
  femur_r: /^(femur|thigh)_?r(ight)?$/i,
  femur_l: /^(femur|thigh)_?l(eft)?$/i,
  tibia_r: /^(tibia|shank)_?r(ight)?$/i,
  tibia_l: /^(tibia|shank)_?l(eft)?$/i,
};

const within = (size: number): boolean => size > 0.6 && size < 1.6;
const apart = (a: number[], b: number[]): number =>
  Math.hypot(a[9] - b[9], a[10] - b[10], a[11] - b[11]);

/** The frame of a body, scaled, so that the place `on` it comes to lie at `at`. */
function scaled(frame: number[], size: number, on: Place, at: number[]): Placed {
  const R = frame.slice(0, 9).map((x) => x * size);
  const moved = [0, 3, 6].map((r, i) => at[i] - R[r] * on[0] - R[r + 1] * on[1] - R[r + 2] * on[2]);
  return [...R, ...moved];
}

/** By the bodies of our own bones: "pelvis", "femur_r", "lumbar3". */
export function placedBones(pose: Pose): Map<string, Placed> {
  const placed = new Map<string, Placed>();
  const named = (test: RegExp): number[] | null => {
    const found = [...pose.frames].find(([name]) => test.test(name));
    return found ? found[1] : null;
  };
  const [pelvis, right, left] = [named(NAMES.pelvis), named(NAMES.femur_r), named(NAMES.femur_l)];
  if (pelvis && right && left) {
    const size = apart(right, left) / (2 * HIP[2]);
    const middle = [9, 10, 11].map((i) => (right[i] + left[i]) / 2);
    if (within(size)) placed.set("pelvis", scaled(pelvis, size, [HIP[0], HIP[1], 0], middle));
  }
  for (const side of ["r", "l"] as const) {
    const [femur, tibia] = [named(NAMES[`femur_${side}`]), named(NAMES[`tibia_${side}`])];
    const size = femur && tibia ? apart(femur, tibia) / THIGH : 0;
    if (femur && within(size))
      placed.set(`femur_${side}`, scaled(femur, size, [0, 0, 0], femur.slice(9)));
  }
  for (let n = 1; n <= 5; n++) {
    const lower = Math.max(n, 2);
    const [here, from, above] = [n, lower, lower - 1].map((k) =>
      named(new RegExp(`^(lumbar_?|L)${k}$`, "i")),
    );
    const size = from && above ? apart(from, above) / VERTEBRA[lower] : 0;
    if (here && within(size))
      placed.set(`lumbar${n}`, scaled(here, size, [0, 0, 0], here.slice(9)));
  }
  return placed;
}

/** Is the line between two bodies told by a bone already? */
export const isBone = (placed: Map<string, Placed>, parent: string, child: string): boolean => {
  const ours = (name: string): string | undefined =>
    Object.entries(NAMES).find(([, test]) => test.test(name))?.[0] ??
    name.replace(/^L(\d)$/i, "lumbar$1");
  const [a, b] = [ours(parent) ?? "", ours(child) ?? ""];
  if (a.startsWith("femur")) return placed.has(a) && b.startsWith("tibia");
  return placed.has(a) && placed.has(b);
};
