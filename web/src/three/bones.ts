/**
 * Bones on the bodies of the model: those of bones.bin (docs/bones.md), with the shade that was
 * computed for every vertex; plain ones where that file is missing. Thighs fade out downwards.
 */
import {
  BufferAttribute,
  BufferGeometry,
  Group,
  Matrix4,
  Mesh,
  MeshStandardMaterial,
  type Raycaster,
  type Vector3,
} from "three";
import type { Frame, Scene } from "../engine/types";
import { pause } from "../parts/moments";
import { sharing, thinned, type Coarse } from "./coarse";
import { plainBones } from "./solids";

interface BoneEntry {
  name: string;
  body: string;
  sides: "midline" | "pair";
  vertices: number;
  triangles: number;
  position_at: number;
  shade_at: number;
  triangle_at: number;
  middle: [number, number, number];
  half: [number, number, number];
  marks: Record<string, [number, number, number]>;
}
interface Header {
  height_m: number;
  pelvic_incidence_deg: number;
  bones: BoneEntry[];
}

/** One surface as the file has it, in the frame of its body, for the person of the tables. */
interface Surface {
  name: string;
  body: string;
  positions: Float32Array;
  normals: Float32Array;
  /** Red, green, blue: light; then opacity. */
  shades: Float32Array;
  sacral: Float32Array;
  indices: Uint16Array;
  /** The same in fewer triangles. */
  coarse: number[];
}

export interface BoneSet {
  header: Header;
  surfaces: Surface[];
}

const CELL = 0.006; // [m]  about three pixels of a coarse picture
const JOINT: [number, number, number] = [-0.088, 0.054, 0]; // [m]  L5/S1 in the pelvis
const FADE = { from: -0.09, to: -0.24 }; // [m]  along the thigh, from the hip

/** Which bones belong to the layer of ribs. */
const isRib = (name: string): boolean => /rib|thoracic1[01]/.test(name);

export class Bones {
  readonly group = new Group();
  private meshes: { body: string; name: string; mesh: Mesh }[] = [];
  private solid = new MeshStandardMaterial({ roughness: 0.88, metalness: 0, vertexColors: true });
  private fading = new MeshStandardMaterial({
    roughness: 0.88,
    metalness: 0,
    vertexColors: true,
    transparent: true,
  });
  private plain = new MeshStandardMaterial({ roughness: 0.88, metalness: 0 });
  private incidence = NaN;

  constructor(
    private set: BoneSet | null,
    private coarse: Coarse,
  ) {
    if (!set)
      for (const [body, geometry] of plainBones())
        this.add(body, body, geometry, this.plain, geometry.clone());
  }

  private add(
    name: string,
    body: string,
    geometry: BufferGeometry,
    material: MeshStandardMaterial,
    coarse: BufferGeometry,
  ): void {
    const mesh = new Mesh(geometry, material);
    mesh.castShadow = mesh.receiveShadow = true;
    mesh.matrixAutoUpdate = false;
    this.meshes.push({ body, name, mesh });
    this.coarse.add(mesh, coarse);
    this.group.add(mesh);
  }

  /** The pelvis follows the person's incidence; everything else is size and posture. */
  private build(incidence_deg: number): void {
    this.incidence = incidence_deg;
    for (const { mesh } of this.meshes) {
      this.group.remove(mesh);
      this.coarse.drop(mesh);
      mesh.geometry.dispose();
    }
    this.meshes = [];
    const { header, surfaces } = this.set as BoneSet;
    const more = ((incidence_deg - header.pelvic_incidence_deg) * Math.PI) / 180;
    const socket = header.bones.find((bone) => bone.name === "pelvis")?.marks.acetabulum ?? [
      0, 0, 0,
    ];
    for (const surface of surfaces) {
      const geometry = new BufferGeometry();
      geometry.setAttribute("position", new BufferAttribute(tilted(surface, more, socket), 3));
      geometry.setAttribute("normal", new BufferAttribute(surface.normals, 3));
      geometry.setAttribute("color", new BufferAttribute(surface.shades, 4));
      geometry.setIndex(new BufferAttribute(surface.indices, 1));
      this.add(
        surface.name,
        surface.body,
        geometry,
        surface.body.startsWith("femur") ? this.fading : this.solid,
        sharing(geometry, surface.coarse),
      );
    }
  }

  update(scene: Scene, frame: Frame, color: number, hidden: readonly string[]): void {
    const { person } = scene;
    if (this.set && this.incidence !== person.pelvic_incidence_deg)
      this.build(person.pelvic_incidence_deg);
    this.group.visible = !hidden.includes("bones");
    for (const material of [this.solid, this.fading, this.plain]) material.color.setHex(color);
    const size = new Matrix4().makeScale(person.size, person.size, person.size);
    for (const { body, name, mesh } of this.meshes) {
      const at = 12 * scene.bodies.findIndex((b) => b.name === body);
      const X = frame.bodies;
      mesh.visible = at >= 0 && !(isRib(name) && hidden.includes("ribs"));
      mesh.matrix
        .set(
          X[at],
          X[at + 1],
          X[at + 2],
          X[at + 9],
          X[at + 3],
          X[at + 4],
          X[at + 5],
          X[at + 10],
          X[at + 6],
          X[at + 7],
          X[at + 8],
          X[at + 11],
          0,
          0,
          0,
          1,
        )
        .multiply(size);
    }
  }

  /** The body whose bone lies under a ray, and where. */
  under(ray: Raycaster): { body: string; place: Vector3 } | null {
    if (!this.group.visible) return null;
    const shown = this.meshes.filter(({ mesh }) => mesh.visible);
    const meshes = shown.map(({ mesh }) => mesh);
    const hit = ray.intersectObjects(meshes, false)[0];
    return hit ? { body: shown[meshes.indexOf(hit.object as Mesh)].body, place: hit.point } : null;
  }

  dispose(): void {
    for (const { mesh } of this.meshes) mesh.geometry.dispose();
    for (const material of [this.solid, this.fading, this.plain]) material.dispose();
  }
}

/** Null: the file is missing or of another kind. In steps, as it takes longer than a picture. */
export async function readBones(data: ArrayBuffer | null): Promise<BoneSet | null> {
  if (!data || data.byteLength < 12) return null;
  const view = new DataView(data);
  if (view.getUint32(0, false) !== 0x5053424e || view.getUint32(4, true) !== 2) return null;
  const length = view.getUint32(8, true);
  const text = new TextDecoder().decode(new Uint8Array(data, 12, length)).replace(/\0+$/, "");
  const header = JSON.parse(text) as Header;
  const start = 12 + Math.ceil(length / 4) * 4;
  const surfaces: Surface[] = [];
  for (const bone of header.bones) {
    const right = surfaceOf(data, start, bone);
    surfaces.push(right, mirrored(right, bone.sides === "pair"));
    await pause();
  }
  return { header, surfaces };
}

/** A list of differences, `docs/bones.md`: where low and high bytes of `n` numbers are. */
function summed(data: ArrayBuffer, at: number, n: number): Int32Array {
  const bytes = new Uint8Array(data, at, 2 * n);
  const list = new Int32Array(n);
  for (let i = 0, sum = 0; i < n; i++) {
    const by = bytes[i] | (bytes[n + i] << 8);
    list[i] = sum += by & 1 ? -(by + 1) / 2 : by / 2;
  }
  return list;
}

/** Bytes of which each is written less the one before. */
function bytesOf(data: ArrayBuffer, at: number, n: number): Uint8Array {
  const list = new Uint8Array(data, at, n).slice();
  for (let i = 1; i < n; i++) list[i] += list[i - 1];
  return list;
}

const STEPS = 4095;
const signed = (byte: number): number => (byte << 24) >> 24;

function surfaceOf(data: ArrayBuffer, start: number, bone: BoneEntry): Surface {
  const n = bone.vertices;
  const axes = [0, 1, 2].map((k) => summed(data, start + bone.position_at + 2 * k * n, n));
  const [u, v, share, shade] = [0, 1, 2, 3].map((k) =>
    bytesOf(data, start + bone.shade_at + k * n, n),
  );
  const positions = new Float32Array(3 * n);
  const normals = new Float32Array(3 * n);
  const shades = new Float32Array(4 * n);
  const sacral = new Float32Array(n);
  const fades = bone.body.startsWith("femur");
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < 3; k++)
      positions[3 * i + k] = bone.middle[k] + (bone.half[k] * axes[k][i]) / STEPS;
    normals.set(unfolded(signed(u[i]) / 127, signed(v[i]) / 127), 3 * i);
    sacral[i] = share[i] / 255;
    const light = shade[i] / 255;
    const along = (positions[3 * i + 1] - FADE.from) / (FADE.to - FADE.from);
    shades.set([light, light, light, fades ? 1 - smooth(along) : 1], 4 * i);
  }
  const indices = Uint16Array.from(summed(data, start + bone.triangle_at, 3 * bone.triangles));
  const body = bone.sides === "pair" ? `${bone.body.replace(/_r$/, "")}_r` : bone.body;
  const coarse = thinned(positions, indices, CELL);
  return { name: bone.name, body, positions, normals, shades, sacral, indices, coarse };
}

const smooth = (x: number): number => {
  const u = Math.min(Math.max(x, 0), 1);
  return u * u * (3 - 2 * u);
};

/** A normal from its place on an unfolded octahedron. */
function unfolded(u: number, v: number): [number, number, number] {
  const z = 1 - Math.abs(u) - Math.abs(v);
  const x = z < 0 ? (1 - Math.abs(v)) * (u < 0 ? -1 : 1) : u;
  const y = z < 0 ? (1 - Math.abs(u)) * (v < 0 ? -1 : 1) : v;
  const length = Math.hypot(x, y, z) || 1;
  return [x / length, y / length, z / length];
}

/** The left half of a bone of the midline, or the left bone of a pair. */
function mirrored(right: Surface, pair: boolean): Surface {
  const flip = (array: Float32Array): Float32Array => array.map((x, i) => (i % 3 === 2 ? -x : x));
  const turned = <T extends Uint16Array | number[]>(list: T): T => {
    const out = list.slice() as T;
    for (let i = 0; i < out.length; i += 3) [out[i + 1], out[i + 2]] = [out[i + 2], out[i + 1]];
    return out;
  };
  return {
    ...right,
    indices: turned(right.indices),
    coarse: turned(right.coarse),
    positions: flip(right.positions),
    normals: flip(right.normals),
    body: pair ? right.body.replace(/_r$/, "_l") : right.body,
  };
}

/** Positions of a surface for another pelvic incidence: docs/bones.md, "To draw a person", 3. */
function tilted(surface: Surface, more: number, socket: [number, number, number]): Float32Array {
  if (!more || surface.body !== "pelvis") return surface.positions;
  const turn = ([x, y]: number[], a: number): [number, number] => [
    Math.cos(a) * x - Math.sin(a) * y,
    Math.sin(a) * x + Math.cos(a) * y,
  ];
  const [dx, dy] = turn([JOINT[0] - socket[0], JOINT[1] - socket[1]], more / 2);
  const moved = [socket[0] + dx, socket[1] + dy];
  const out = surface.positions.slice();
  for (let i = 0; i < surface.sacral.length; i++) {
    const [x, y] = [out[3 * i], out[3 * i + 1]];
    const [rx, ry] = turn([x - JOINT[0], y - JOINT[1]], -more / 2);
    out[3 * i] += surface.sacral[i] * (moved[0] + rx - x);
    out[3 * i + 1] += surface.sacral[i] * (moved[1] + ry - y);
  }
  return out;
}
