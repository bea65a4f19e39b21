/**
 * Nerves as thin cords through the places that the engine gives: one mesh for all of them, moved in
 * place for every frame. Their thickness tells thick nerves from thin ones and measures nothing.
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
import type { Shade } from "../parts/scales";
import type { Coarse } from "./coarse";
import { spline, tubeIndices } from "./tubes";

const SAMPLES = 28;
const AROUND = 8;
const RING = AROUND + 1;
const COLOR: Record<Shade, number> = { light: 0xe0b81f, dark: 0xf2d25c };

/** [m]  for a person of the tables. */
const radiusOf = (name: string): number =>
  name === "sciatic" ? 0.0028 : /^(femoral|lumbosacral)/.test(name) ? 0.0019 : 0.0013;

export class Nerves {
  readonly mesh: Mesh<BufferGeometry, MeshStandardMaterial>;
  private places: Float32Array;
  private normals: Float32Array;
  private path = Array.from({ length: SAMPLES }, () => new Vector3());

  constructor(
    private scene: Scene,
    coarse: Coarse,
  ) {
    const n = 3 * scene.nerves.length * SAMPLES * RING;
    this.places = new Float32Array(n);
    this.normals = new Float32Array(n);
    const geometry = new BufferGeometry();
    for (const [name, array] of [
      ["position", this.places],
      ["normal", this.normals],
    ] as const)
      geometry.setAttribute(name, new BufferAttribute(array, 3).setUsage(DynamicDrawUsage));
    geometry.setIndex(tubeIndices(scene.nerves.length, SAMPLES, AROUND));
    this.mesh = new Mesh(geometry, new MeshStandardMaterial({ roughness: 0.5, metalness: 0 }));
    this.mesh.frustumCulled = false;
    this.mesh.castShadow = this.mesh.receiveShadow = true;
    coarse.add(this.mesh, geometry); // thin as they are, fewer sides would lose them
  }

  /** The nerve that a face of the mesh belongs to. */
  nerveOfFace(face: number): number {
    return Math.floor(face / (2 * (SAMPLES - 1) * AROUND));
  }

  middleOf(nerve: number, out: Vector3): Vector3 {
    const at = 3 * (nerve * SAMPLES + (SAMPLES >> 1)) * RING;
    return out.set(this.places[at], this.places[at + 1], this.places[at + 2]);
  }

  update(frame: Frame, shade: Shade): void {
    this.mesh.material.color.setHex(COLOR[shade]);
    this.scene.nerves.forEach(({ name, first, places }, i) => {
      const last = places.length - 1;
      this.path.forEach((point, s) => {
        const along = (last * s) / (SAMPLES - 1);
        const k = Math.min(Math.floor(along), Math.max(last - 1, 0));
        spline(frame.nerves, first, places.length, k, along - k, point);
      });
      this.wrap(i, radiusOf(name) * this.scene.person.size);
    });
    for (const name of ["position", "normal"])
      this.mesh.geometry.getAttribute(name).needsUpdate = true;
    this.mesh.geometry.computeBoundingSphere();
  }

  private wrap(i: number, radius: number): void {
    const { path } = this;
    const [tangent, normal, side] = [new Vector3(), new Vector3(0, 0, 1), new Vector3()];
    path.forEach((point, s) => {
      tangent.subVectors(path[Math.min(s + 1, SAMPLES - 1)], path[Math.max(s - 1, 0)]).normalize();
      normal.addScaledVector(tangent, -normal.dot(tangent)).normalize();
      side.crossVectors(tangent, normal);
      for (let j = 0; j < RING; j++) {
        const angle = (2 * Math.PI * j) / AROUND;
        const at = 3 * ((i * SAMPLES + s) * RING + j);
        for (let x = 0; x < 3; x++) {
          const out =
            Math.cos(angle) * normal.getComponent(x) + Math.sin(angle) * side.getComponent(x);
          this.normals[at + x] = out;
          this.places[at + x] = point.getComponent(x) + radius * out;
        }
      }
    });
  }

  dispose(): void {
    this.mesh.geometry.dispose();
    this.mesh.material.dispose();
  }
}
