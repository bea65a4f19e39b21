/** Bones on the bodies of the model: those of bones.bin, or plain ones where it is missing. */
import { BufferGeometry, Color, Group, Matrix4, Mesh, MeshStandardMaterial } from "three";
import type { Frame, Scene } from "../engine/types";
import { plainBones } from "./solids";

export class Bones {
  readonly group = new Group();
  private meshes: { body: string; mesh: Mesh }[] = [];
  private material = new MeshStandardMaterial({ roughness: 0.86, metalness: 0 });

  constructor(_data: ArrayBuffer | null) {
    for (const [body, geometry] of plainBones()) this.add(body, geometry);
  }

  private add(body: string, geometry: BufferGeometry): void {
    const mesh = new Mesh(geometry, this.material);
    mesh.castShadow = mesh.receiveShadow = true;
    mesh.matrixAutoUpdate = false;
    this.meshes.push({ body, mesh });
    this.group.add(mesh);
  }

  update(scene: Scene, frame: Frame, color: number, hidden: readonly string[]): void {
    this.group.visible = !hidden.includes("bones");
    this.material.color = new Color(color);
    const size = new Matrix4().makeScale(scene.person.size, scene.person.size, scene.person.size);
    for (const { body, mesh } of this.meshes) {
      const at = 12 * scene.bodies.findIndex((b) => b.name === body);
      const X = frame.bodies;
      mesh.matrix.set(
        X[at], X[at + 1], X[at + 2], X[at + 9],
        X[at + 3], X[at + 4], X[at + 5], X[at + 10],
        X[at + 6], X[at + 7], X[at + 8], X[at + 11],
        0, 0, 0, 1,
      ).multiply(size);
    }
  }

  dispose(): void {
    for (const { mesh } of this.meshes) mesh.geometry.dispose();
    this.material.dispose();
  }
}
