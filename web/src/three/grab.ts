/**
 * Taking hold of the body: which bone moves which slider, and where on the screen the place that
 * was grabbed would be after a change of it. The value of a drag is the one that brings that place
 * nearest to the pointer.
 */
import type { Vector3 } from "three";

export type GrabWord = "lean" | "curve" | "hip";

export interface Spot {
  x: number;
  y: number;
}

export interface Grab {
  word: GrabWord;
  /** [px]  where the grabbed place goes with a change of the slider by so many degrees. */
  path: (change_deg: number) => Spot;
}

const DEGREE = Math.PI / 180;
/** [m]  a vertebra moves forward by about this for a degree more of lordosis, made easy to hold. */
const FORWARD_PER_DEG = 0.0015;
/** Seen more end-on than this share of its way, a place does not tell how far it was moved. */
const LEAST_SEEN = 0.35;

/** Which slider a bone moves. */
export function wordOf(body: string): GrabWord | null {
  if (/^(torso|thoracic|lumbar[12]$)/.test(body)) return "lean";
  if (/^(pelvis|sacrum|lumbar)/.test(body)) return "curve";
  return body.startsWith("femur") ? "hip" : null;
}

/** Where things are as the drag begins, in the frame of the camera's world. */
export interface Grip {
  word: GrabWord;
  body: string;
  place: Vector3;
  /** Of the pelvis. */
  forward: Vector3;
  right: Vector3;
  /** The hip of the side that was grabbed, or the middle of both. */
  hip: Vector3;
  /** From the world to the screen. */
  screen: (place: Vector3) => Spot;
  /** [px/m]  at that distance. */
  scale: number;
}

export function grabOf(grip: Grip): Grab {
  const { word, place, hip, right, forward, screen } = grip;
  const arm = place.clone().sub(hip);
  const slides = word === "curve" && grip.body !== "pelvis";
  // trunk and pelvis tip forward, a thigh comes up in front
  const turn = word === "hip" ? DEGREE : -DEGREE;
  const moved = (change: number): Vector3 =>
    slides
      ? place.clone().addScaledVector(forward, FORWARD_PER_DEG * change)
      : arm.clone().applyAxisAngle(right, turn * change).add(hip);
  const per_deg =
    grip.scale *
    (slides ? FORWARD_PER_DEG : DEGREE * arm.addScaledVector(right, -arm.dot(right)).length());
  const [before, after] = [screen(moved(-1)), screen(moved(1))];
  const seen = Math.hypot(after.x - before.x, after.y - before.y) / 2;
  if (seen >= LEAST_SEEN * per_deg) return { word, path: (change) => screen(moved(change)) };
  // from the front a lean goes towards the eye: then down is more, for a thigh up
  const at = screen(place);
  const down = (word === "hip" ? -1 : 1) * per_deg;
  return { word, path: (change) => ({ x: at.x, y: at.y + down * change }) };
}

/** The change of the slider [deg] that brings the grabbed place nearest to `wanted`. */
export function reach(path: Grab["path"], wanted: Spot, start: number): number {
  const STEP = 0.5; // [deg]
  let change = start;
  for (let i = 0; i < 12; i++) {
    const [p, q] = [path(change), path(change + STEP)];
    const [jx, jy] = [(q.x - p.x) / STEP, (q.y - p.y) / STEP];
    const more = ((wanted.x - p.x) * jx + (wanted.y - p.y) * jy) / (jx * jx + jy * jy + 0.1);
    change += Math.min(Math.max(more, -15), 15);
  }
  return change;
}
