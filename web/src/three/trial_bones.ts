/**
 * Our own bones behind the lines of a trial, each where and as large as its body: seen without
 * perspective, as the lines are. Draws once when asked.
 */
import {
  BufferAttribute,
  BufferGeometry,
  DirectionalLight,
  DoubleSide,
  HemisphereLight,
  Matrix4,
  Mesh,
  MeshStandardMaterial,
  OrthographicCamera,
  Scene,
  WebGLRenderer,
} from "three";
import type { Placed } from "../state/trial_bodies";
import { readBones, type BoneSet } from "./bones";

export interface View {
  /** [rad]  about the vertical: 0 shows the right side, a quarter turn back the front. */
  turn: number;
  /** What stands in the middle of the picture [m]: across it, and up. */
  middle: [number, number];
  /** [m]  of the picture, both ways. */
  size: [number, number];
}

const TONE = { light: 0xeee6d8, dark: 0xb9b1a4 };
const FAR = 4; // [m]  from the body to the camera

export class TrialBones {
  private scene = new Scene();
  private camera = new OrthographicCamera();
  private material = new MeshStandardMaterial({
    roughness: 0.9,
    vertexColors: true,
    side: DoubleSide,
  });
  private meshes: { body: string; mesh: Mesh }[] = [];

  private constructor(
    private renderer: WebGLRenderer,
    set: BoneSet,
  ) {
    for (const { body, positions, normals, shades, indices } of set.surfaces) {
      if (body === "torso") continue;
      const geometry = new BufferGeometry();
      geometry.setAttribute("position", new BufferAttribute(positions, 3));
      geometry.setAttribute("normal", new BufferAttribute(normals, 3));
      geometry.setAttribute("color", new BufferAttribute(shades, 4));
      geometry.setIndex(new BufferAttribute(indices, 1));
      const mesh = new Mesh(geometry, this.material);
      mesh.matrixAutoUpdate = false;
      this.meshes.push({ body, mesh });
      this.scene.add(mesh);
    }
    const lamp = new DirectionalLight(0xffffff, 1.7);
    lamp.position.set(0.3, 0.8, 0.6);
    this.camera.add(lamp, lamp.target);
    this.scene.add(this.camera, new HemisphereLight(0xffffff, 0x8d8578, 1.5));
  }

  /** Null: there is no 3D here, or no bones. */
  static async on(canvas: HTMLCanvasElement, data: ArrayBuffer | null): Promise<TrialBones | null> {
    const set = await readBones(data);
    try {
      return (
        set && new TrialBones(new WebGLRenderer({ canvas, alpha: true, antialias: true }), set)
      );
    } catch {
      return null;
    }
  }

  /** `root`: what the picture follows, taken out of all places. */
  draw(
    placed: Map<string, Placed>,
    root: readonly number[],
    view: View,
    shade: keyof typeof TONE,
  ): void {
    const { renderer, camera } = this;
    const canvas = renderer.domElement;
    renderer.setPixelRatio(Math.min(devicePixelRatio, 2));
    renderer.setSize(canvas.clientWidth, canvas.clientHeight, false);
    this.material.color.setHex(TONE[shade]);
    for (const { body, mesh } of this.meshes) {
      const X = placed.get(body);
      mesh.visible = X !== undefined;
      if (X) mesh.matrix.copy(matrixOf(X, root));
    }
    const [across, up] = view.size;
    Object.assign(camera, { left: -across / 2, right: across / 2, top: up / 2, bottom: -up / 2 });
    Object.assign(camera, { near: 0.1, far: 2 * FAR });
    const [u, v] = view.middle;
    const [c, s] = [Math.cos(view.turn), Math.sin(view.turn)];
    camera.position.set(u * c - FAR * s, v, u * s + FAR * c);
    camera.lookAt(u * c, v, u * s);
    camera.updateProjectionMatrix();
    renderer.render(this.scene, camera);
  }

  dispose(): void {
    for (const { mesh } of this.meshes) mesh.geometry.dispose();
    this.material.dispose();
    this.renderer.dispose();
    this.renderer.forceContextLoss();
  }
}

// prettier-ignore
const matrixOf = (X: Placed, [x, , z]: readonly number[]): Matrix4 =>
  new Matrix4().set(
    X[0], X[1], X[2], X[9] - x,
    X[3], X[4], X[5], X[10],
    X[6], X[7], X[8], X[11] - z,
    0, 0, 0, 1,
  );
