/**
 * Muscle lines as bellies: one mesh for a whole layer, moved in place for every frame. A line is
 * smoothed through its path points, as thick in its middle as its volume says; towards its end it
 * becomes tendon and fades to off-white.
 */
import {
  BufferAttribute,
  BufferGeometry,
  DynamicDrawUsage,
  Mesh,
  MeshStandardMaterial,
  Vector3,
} from "three";
import type { Frame, Scene } from "../engine/types";
import { sharing, type Coarse } from "./coarse";
import { shadeAt, type Rgb, type Shade } from "../parts/scales";

const SAMPLES = 20;
const AROUND = 12;
const RING = AROUND + 1;
const HALF = 2; // coarse tubes have every other ring and side
const TENDON: Rgb = [0.74, 0.68, 0.6];
/** A belly looks as thick as a muscle only together with its sheath and its neighbours. */
const PLUMP = 1.45;

export interface TubeOptions {
  /** Indices of lines in the scene. */
  lines: number[];
  opacity: number;
  /** Share of the thickness that is drawn: quiet layers are slender. */
  slender: number;
}

export class Tubes {
  readonly mesh: Mesh<BufferGeometry, MeshStandardMaterial>;
  private places: Float32Array;
  private normals: Float32Array;
  private colors: Float32Array;
  private path = Array.from({ length: SAMPLES }, () => new Vector3());
  private tangent = new Vector3();
  private normal = new Vector3();
  private side = new Vector3();

  constructor(
    private scene: Scene,
    private options: TubeOptions,
    coarse: Coarse,
  ) {
    const n = options.lines.length * SAMPLES * RING;
    this.places = new Float32Array(3 * n);
    this.normals = new Float32Array(3 * n);
    this.colors = new Float32Array(3 * n);
    const geometry = new BufferGeometry();
    const attach = (name: string, array: Float32Array): void => {
      const attribute = new BufferAttribute(array, 3);
      attribute.setUsage(DynamicDrawUsage);
      geometry.setAttribute(name, attribute);
    };
    attach("position", this.places);
    attach("normal", this.normals);
    attach("color", this.colors);
    const indices = tubeIndices(options.lines.length, SAMPLES, AROUND);
    geometry.setIndex(indices);
    const material = new MeshStandardMaterial({
      vertexColors: true,
      roughness: 0.62,
      metalness: 0,
      transparent: options.opacity < 1,
      opacity: options.opacity,
      depthWrite: options.opacity === 1,
    });
    this.mesh = new Mesh(geometry, material);
    this.mesh.frustumCulled = false;
    this.mesh.castShadow = options.opacity === 1;
    this.mesh.receiveShadow = true;
    coarse.add(
      this.mesh,
      sharing(geometry, tubeIndices(options.lines.length, SAMPLES, AROUND, HALF)),
    );
  }

  /** The line that a face of the mesh belongs to. */
  lineOfFace(face: number): number {
    return this.options.lines[Math.floor(face / (2 * (SAMPLES - 1) * AROUND))];
  }

  /** Where the middle of a line's belly is now. */
  middleOf(line: number, out: Vector3): Vector3 {
    const at =
      3 * (this.options.lines.indexOf(line) * SAMPLES * RING + Math.floor(SAMPLES * 0.4) * RING);
    return out.set(this.places[at], this.places[at + 1], this.places[at + 2]);
  }

  update(frame: Frame, shade: Shade, most: number): void {
    const color: Rgb = [0, 0, 0];
    this.options.lines.forEach((line, i) => {
      this.trace(frame, line);
      shadeAt(shade, "ember", frame.force[line] / most, color);
      this.wrap(i, radiusOf(this.scene, frame, line) * this.options.slender, color);
    });
    for (const name of ["position", "normal", "color"])
      this.mesh.geometry.getAttribute(name).needsUpdate = true;
    this.mesh.geometry.computeBoundingSphere();
  }

  dispose(): void {
    this.mesh.geometry.dispose();
    this.mesh.material.dispose();
  }

  /** The path points of a line, evenly in length, smoothed by a Catmull-Rom spline. */
  private trace(frame: Frame, line: number): void {
    const first = frame.starts[line];
    const n = frame.starts[line + 1] - first;
    const P = frame.points;
    const lengths = [0];
    for (let k = 1; k < n; k++) {
      const a = 3 * (first + k);
      lengths.push(
        lengths[k - 1] + Math.hypot(P[a] - P[a - 3], P[a + 1] - P[a - 2], P[a + 2] - P[a - 1]),
      );
    }
    let k = 0;
    for (let s = 0; s < SAMPLES; s++) {
      const want = (lengths[n - 1] * s) / (SAMPLES - 1);
      while (k < n - 2 && lengths[k + 1] < want) k++;
      const u = (want - lengths[k]) / Math.max(lengths[k + 1] - lengths[k], 1e-9);
      spline(P, first, n, k, u, this.path[s]);
    }
  }

  private wrap(i: number, radius: number, color: Rgb): void {
    const { path, tangent, normal, side } = this;
    normal.set(0, 0, 1);
    for (let s = 0; s < SAMPLES; s++) {
      tangent.subVectors(path[Math.min(s + 1, SAMPLES - 1)], path[Math.max(s - 1, 0)]).normalize();
      normal.addScaledVector(tangent, -normal.dot(tangent)).normalize();
      side.crossVectors(tangent, normal);
      const along = s / (SAMPLES - 1);
      const r = radius * belly(along);
      const tendon = tendonShare(along);
      for (let j = 0; j < RING; j++) {
        const angle = (2 * Math.PI * j) / AROUND;
        const [c, d] = [Math.cos(angle), Math.sin(angle)];
        const at = 3 * ((i * SAMPLES + s) * RING + j);
        const fiber = 1 - 0.13 * (j % 2) - 0.05 * ((j * 7) % 3);
        for (let x = 0; x < 3; x++) {
          const out = c * normal.getComponent(x) + d * side.getComponent(x);
          this.normals[at + x] = out;
          this.places[at + x] = path[s].getComponent(x) + r * out;
          this.colors[at + x] = fiber * (color[x] + tendon * (TENDON[x] - color[x]));
        }
      }
    }
  }
}

/** Thickness along a line: thin tips, a long belly, a slender tendon. */
const belly = (s: number): number => {
  const tip = Math.min(1, s / 0.16);
  const rise = tip * (2 - tip);
  const fall = s < 0.55 ? 1 : 1 - 0.74 * Math.min(1, (s - 0.55) / 0.38) ** 1.4;
  return 0.22 + 0.78 * rise * fall - (s > 0.98 ? 0.04 : 0);
};

const tendonShare = (s: number): number => {
  const x = Math.min(Math.max((s - 0.8) / 0.2, 0), 1);
  return 0.85 * x * x * (3 - 2 * x);
};

/** [m]  of the belly: volume over length is its section. */
function radiusOf(scene: Scene, frame: Frame, line: number): number {
  const section = (scene.lines[line].volume_cm3 * 1e-6) / Math.max(frame.length[line], 0.03);
  return PLUMP * Math.sqrt(section / Math.PI);
}

/** At a share `u` of the way from point k to the next of a line of n points. */
export function spline(
  P: Float64Array,
  first: number,
  n: number,
  k: number,
  u: number,
  out: Vector3,
): void {
  const at = (i: number): number => 3 * (first + Math.min(Math.max(i, 0), n - 1));
  const [a, b, c, d] = [at(k - 1), at(k), at(k + 1), at(k + 2)];
  for (let x = 0; x < 3; x++) {
    const [p0, p1, p2, p3] = [P[a + x], P[b + x], P[c + x], P[d + x]];
    // half the tension of the usual spline: paths that wrap bones must not swing out
    const [m1, m2] = [(p2 - p0) / 3, (p3 - p1) / 3];
    const v = u * u * (3 - 2 * u);
    out.setComponent(x, p1 + (p2 - p1) * v + m1 * u * (1 - u) ** 2 - m2 * u * u * (1 - u));
  }
}

/** Faces of tubes of `samples` rings of `around` + 1 vertices each; of every `step`th of both. */
export function tubeIndices(lines: number, samples: number, around: number, step = 1): number[] {
  const list: number[] = [];
  for (let i = 0; i < lines; i++)
    for (let s = 0; s + 1 < samples; s += step)
      for (let j = 0; j < around; j += step) {
        const a = (i * samples + s) * (around + 1) + j;
        const b = a + Math.min(step, samples - 1 - s) * (around + 1);
        list.push(a, a + step, b, b, a + step, b + step);
      }
  return list;
}
