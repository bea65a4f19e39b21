/**
 * A body on its way from one posture to another of the same scene: joints turn, bones keep their
 * length, and lines go along with the pelvis. What is measured is the later posture's from the
 * start: numbers do not roll.
 */
import { Matrix4, Quaternion, Vector3 } from "three";
import type { Frame, Scene } from "../engine/types";

const BODY = 12;
const ONE = new Vector3(1, 1, 1);

function bodyMatrix(X: Float64Array, i: number): Matrix4 {
  const at = BODY * i;
  const [a, b, c, d, e, f, g, h, k, x, y, z] = X.subarray(at, at + BODY);
  return new Matrix4().set(a, b, c, x, d, e, f, y, g, h, k, z, 0, 0, 0, 1);
}

/** Rotation and position at a share of the way. */
function mixed(a: Matrix4, b: Matrix4, u: number): Matrix4 {
  const [turn, turned] = [new Quaternion(), new Quaternion()];
  const [place, placed, size] = [new Vector3(), new Vector3(), new Vector3()];
  a.decompose(place, turn, size);
  b.decompose(placed, turned, size);
  return new Matrix4().compose(place.lerp(placed, u), turn.slerp(turned, u), ONE);
}

/** Every body by its joint to its parent, parents first. */
function bodiesBetween(scene: Scene, a: Frame, b: Frame, u: number): Matrix4[] {
  const out: Matrix4[] = [];
  scene.bodies.forEach(({ parent }, i) => {
    const [from, to] = [bodyMatrix(a.bodies, i), bodyMatrix(b.bodies, i)];
    if (i === 0) return out.push(to);
    const inner = (X: Float64Array, own: Matrix4): Matrix4 =>
      own.premultiply(bodyMatrix(X, parent).invert());
    const joint = mixed(inner(a.bodies, from), inner(b.bodies, to), u);
    return out.push(out[parent].clone().multiply(joint));
  });
  return out;
}

function packed(matrices: Matrix4[]): Float64Array {
  const out = new Float64Array(BODY * matrices.length);
  matrices.forEach(({ elements: m }, i) =>
    out.set([m[0], m[4], m[8], m[1], m[5], m[9], m[2], m[6], m[10], m[12], m[13], m[14]], BODY * i),
  );
  return out;
}

/** Takes vectors of either frame along with the pelvis. */
class Ride {
  private from: Matrix4;
  private to: Matrix4;
  private v = new Vector3();
  private w = new Vector3();

  constructor(
    pelvis: Matrix4,
    a: Matrix4,
    b: Matrix4,
    private u: number,
  ) {
    this.from = pelvis.clone().multiply(a.invert());
    this.to = pelvis.clone().multiply(b.invert());
  }

  /** `turn`: a direction, else a place. `ka`, `kb`: where it begins in the arrays. */
  put(a: Float64Array, ka: number, b: Float64Array, kb: number, out: Float64Array, turn = false) {
    const { v, w } = this;
    v.fromArray(a, ka);
    w.fromArray(b, kb);
    if (turn) {
      w.transformDirection(this.to);
      v.transformDirection(this.from).lerp(w, this.u).normalize();
    } else v.applyMatrix4(this.from).lerp(w.applyMatrix4(this.to), this.u);
    v.toArray(out, kb);
  }
}

/** Lines that wrap a bone in one posture only have other points: the nearest ones go together. */
function linePoints(a: Frame, b: Frame, ride: Ride): Float64Array {
  const out = new Float64Array(b.points.length);
  for (let i = 0; i + 1 < b.starts.length; i++) {
    const [first, before] = [b.starts[i], a.starts[i]];
    const steps = b.starts[i + 1] - first - 1;
    const share = (a.starts[i + 1] - before - 1) / steps;
    for (let k = 0; k <= steps; k++)
      ride.put(a.points, 3 * (before + Math.round(k * share)), b.points, 3 * (first + k), out);
  }
  return out;
}

function levelsBetween(scene: Scene, a: Frame, b: Frame, ride: Ride): Float64Array {
  const out = b.levels.slice();
  const n = scene.levelColumns.length;
  for (const name of ["place_m.0", "axis.0", "front.0"]) {
    const column = scene.levelColumns.indexOf(name);
    for (let at = column; at < out.length; at += n)
      ride.put(a.levels, at, b.levels, at, out, name !== "place_m.0");
  }
  return out;
}

/** `u` from 0, the frame `a`, to 1, the frame `b`. */
export function between(scene: Scene, a: Frame, b: Frame, u: number): Frame {
  const matrices = bodiesBetween(scene, a, b, u);
  const pelvis = scene.bodies.findIndex(({ name }) => name === "pelvis");
  const [from, to] = [bodyMatrix(a.bodies, pelvis), bodyMatrix(b.bodies, pelvis)];
  const ride = new Ride(matrices[pelvis], from, to, u);
  const nerves = new Float64Array(b.nerves.length);
  for (let at = 0; at < nerves.length; at += 3) ride.put(a.nerves, at, b.nerves, at, nerves);
  return {
    ...b,
    bodies: packed(matrices),
    points: linePoints(a, b, ride),
    levels: levelsBetween(scene, a, b, ride),
    nerves,
  };
}
