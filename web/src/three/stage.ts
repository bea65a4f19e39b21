/**
 * The body in 3D: bones, muscle lines, discs, seat and floor of one frame. Draws when something
 * has changed, never by itself.
 */
import {
  DirectionalLight,
  Group,
  HemisphereLight,
  Mesh,
  MeshStandardMaterial,
  PCFShadowMap,
  PerspectiveCamera,
  Quaternion,
  Raycaster,
  Scene as World,
  SRGBColorSpace,
  Vector2,
  Vector3,
  WebGLRenderer,
  type Object3D,
} from "three";
import type { Frame, Scene } from "../engine/types";
import { FOV_DEG } from "../parts/flat_shapes";
import { shadeAt, type Shade } from "../parts/scales";
import type { Camera } from "../state/state";
import { between } from "./between";
import { Bones, type BoneSet } from "./bones";
import { Coarse } from "./coarse";
import { grabOf, wordOf, type Grab, type GrabWord, type Spot } from "./grab";
import { discSize, discTurn, pillow, seatOutline } from "./solids";
import { Nerves } from "./nerves";
import { Tubes } from "./tubes";

export { readBones } from "./bones";

/** What lies under the pointer. */
export type Hit = { kind: "line" | "disc" | "nerve"; index: number } | null;

/** Between two postures. */
interface Way {
  to: Frame;
  before: Quaternion;
  after: Quaternion;
  slack: Slack;
  /** 0 to 1 */
  share: number;
}

/** Between where the camera was under a hand and where it looks without one. */
interface Slack {
  target: Vector3;
  tall: number;
}

export interface Look {
  shade: Shade;
  hidden: readonly string[];
  camera: Camera;
  /** [N]  top of the ember and tide scales. */
  mostForce: number;
  mostLoad: number;
  marked: Hit;
  /** Where across the stage the spine stands, 0 to 1. */
  across: number;
}

const INK = { light: 0xfaf8f4, dark: 0x13161a };
const BONE = { light: 0xf1e9db, dark: 0xb4b0a8 };
const LEVELS = 6;
const COARSE = 0.5; // pixels drawn for one of the screen, along each side
const REST_MS = 1000;
const APART_MS = 500; // longer apart nothing has moved in between
const RATED = 20; // pictures
const WAY_MS = 300; // from one posture to the next
const SEEN_M = 0.001; // a camera that moves less stands still

/** What draws, in its own words. */
function nameOf(renderer: WebGLRenderer): string {
  const gl = renderer.getContext();
  const info = gl.getExtension("WEBGL_debug_renderer_info");
  return String(gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
}

export class Stage {
  private renderer: WebGLRenderer;
  private world = new World();
  private camera = new PerspectiveCamera(FOV_DEG, 1, 0.1, 10);
  private body = new Group();
  private key = new DirectionalLight(0xfff4e2, 2.5);
  private rim = new DirectionalLight(0xdfe9ff, 1.15);
  private sky = new HemisphereLight(0xffffff, 0xb9ac98, 1.2);
  private coarse = new Coarse();
  private bones: Bones;
  private tubes = new Map<string, Tubes>();
  private nerves: Nerves | null = null;
  private discs: Mesh[] = [];
  private seat: Mesh;
  private back: Mesh;
  private scene: Scene | null = null;
  private frame: Frame | null = null;
  private target = new Vector3();
  private tall = 1; // [m]  what the picture shows, from below to above
  private upright = new Quaternion();
  private held = false; // a hand holds the body: the camera stays
  private way: Way | null = null;
  private look: Look | null = null;
  /** Told of every picture on the way to a posture, and of the last one. */
  onMove: (moving: boolean) => void = () => undefined;
  private raycaster = new Raycaster();
  readonly drawnBy: string;
  /** Drawn by the processor: coarse while something moves, fine when it rests. */
  readonly slow: boolean;
  private compiled = false; // what the fine picture is drawn with; the first one is coarse
  private fine = 0;
  private gone = new AbortController();
  private pressed = false;
  private last = -Infinity; // [ms]  the last picture
  private spans: number[] = []; // [ms]  between pictures
  private size = { width: 1, height: 1 };

  constructor(
    private canvas: HTMLCanvasElement,
    bones: BoneSet | null,
  ) {
    this.renderer = new WebGLRenderer({ canvas, antialias: true, alpha: true });
    this.drawnBy = nameOf(this.renderer);
    this.slow = /swiftshader|llvmpipe|software|basic render/i.test(this.drawnBy);
    this.renderer.outputColorSpace = SRGBColorSpace;
    this.renderer.shadowMap.enabled = true;
    this.renderer.shadowMap.type = PCFShadowMap;
    this.bones = new Bones(bones, this.coarse);
    this.body.add(this.bones.group);
    this.addLights();
    for (let i = 0; i < LEVELS; i++) {
      const disc = new Mesh(pillow(0.12, 0.03), new MeshStandardMaterial({ roughness: 0.5 }));
      disc.castShadow = disc.receiveShadow = true;
      this.discs.push(disc);
      this.coarse.add(disc, pillow(0.12, 0.03, 4, 16));
      this.body.add(disc);
    }
    const wood = new MeshStandardMaterial({
      color: 0x8a8478,
      transparent: true,
      opacity: 0.2,
      side: 2,
      depthWrite: false,
    });
    this.seat = new Mesh(seatOutline(0.42, 0.42), wood);
    this.back = new Mesh(seatOutline(0.42, 0.5), wood);
    this.body.add(this.seat, this.back);
    this.world.add(this.body);
    if (this.slow)
      for (const name of ["pointerdown", "pointerup", "pointercancel"])
        addEventListener(name, () => (this.pressed = name === "pointerdown"), {
          capture: true,
          signal: this.gone.signal,
        });
  }

  private addLights(): void {
    this.key.castShadow = true;
    this.key.shadow.mapSize.set(1024, 1024);
    this.key.shadow.radius = 4;
    this.key.shadow.bias = -0.0006;
    this.key.shadow.normalBias = 0.003;
    const box = this.key.shadow.camera;
    [box.left, box.right, box.top, box.bottom, box.near, box.far] = [
      -0.35, 0.35, 0.4, -0.4, 0.2, 3,
    ];
    this.world.add(this.key, this.key.target, this.rim, this.rim.target, this.sky);
  }

  /** A new scene: another person or detail. */
  private build(scene: Scene): void {
    for (const tubes of this.tubes.values()) {
      this.body.remove(tubes.mesh);
      this.coarse.drop(tubes.mesh);
      tubes.dispose();
    }
    this.tubes.clear();
    const pick = (test: (name: string, region: string) => boolean): number[] =>
      scene.lines.flatMap((line, i) => (test(line.name, line.region) ? [i] : []));
    const layers: [string, number[], number, number][] = [
      ["psoas", pick((_, region) => region === "psoas"), 1, 1],
      ["iliacus", pick((name) => name.startsWith("iliacus")), 0.34, 0.6],
      [
        "back",
        pick((name, region) => region === "trunk" && !/^(RA|rect_abd|EO|IO|transv)/i.test(name)),
        0.42,
        0.5,
      ],
    ];
    for (const [name, lines, opacity, slender] of layers) {
      const tubes = new Tubes(scene, { lines, opacity, slender }, this.coarse);
      tubes.mesh.renderOrder = opacity < 1 ? 2 : 1;
      this.tubes.set(name, tubes);
      this.body.add(tubes.mesh);
    }
    if (this.nerves) {
      this.body.remove(this.nerves.mesh);
      this.coarse.drop(this.nerves.mesh);
      this.nerves.dispose();
    }
    this.nerves = new Nerves(scene, this.coarse);
    this.body.add(this.nerves.mesh);
    this.scene = scene;
  }

  /** Another posture, in the frame's own arrays; `ease`: not at once but over WAY_MS. */
  show(scene: Scene, frame: Frame, look: Look, ease = false): void {
    this.look = look;
    if (this.way && this.way.to === frame && this.scene?.id === scene.id) return; // on its way
    const goes = ease && this.frame && this.scene?.id === scene.id;
    if (this.scene?.id !== scene.id) this.build(scene);
    if (goes) this.set(this.frame as Frame, frame);
    else {
      this.way = null;
      this.place(scene, frame, look);
    }
  }

  get moving(): boolean {
    return this.way !== null;
  }

  /** Sets out from one frame to another. */
  private set(from: Frame, to: Frame, slack: Slack = { target: new Vector3(), tall: 0 }): void {
    const scene = this.scene as Scene;
    const [before, after] = [uprightOf(scene, from), uprightOf(scene, to)];
    const way: Way = { to, before, after, slack, share: 0 };
    const began = performance.now();
    this.way = way;
    const step = (): void => {
      if (this.way !== way || !this.look) return;
      const u = Math.min((performance.now() - began) / WAY_MS, 1);
      way.share = 1 - (1 - u) ** 3;
      if (u === 1) this.way = null;
      this.place(scene, u === 1 ? to : between(scene, from, to, way.share), this.look);
      this.onMove(u < 1);
      if (u < 1) requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  }

  /** The camera stands still from now on, so that what is held stays under the pointer. */
  hold(): void {
    this.held = true;
  }

  /** It looks at the body again: by and by, or at once. */
  letGo(ease: boolean): void {
    if (!this.held) return;
    this.held = false;
    const [target, tall] = [this.target.clone(), this.tall];
    if (!this.frame || !this.look) return;
    this.draw(this.look);
    const slack = { target: target.sub(this.target), tall: tall - this.tall };
    if (ease && slack.target.length() > SEEN_M) this.set(this.frame, this.frame, slack);
  }

  private place(scene: Scene, frame: Frame, look: Look): void {
    this.frame = frame;
    this.bones.update(scene, frame, BONE[look.shade], look.hidden);
    for (const [name, tubes] of this.tubes) {
      tubes.mesh.visible = !look.hidden.includes(name);
      if (tubes.mesh.visible) tubes.update(frame, look.shade, look.mostForce);
    }
    if (this.nerves) {
      this.nerves.mesh.visible = !look.hidden.includes("nerves");
      if (this.nerves.mesh.visible) this.nerves.update(frame, look.shade);
    }
    this.placeDiscs(scene, frame, look);
    this.placeSeat(scene, frame, look);
    this.draw(look);
  }

  private placeDiscs(scene: Scene, frame: Frame, look: Look): void {
    const columns = scene.levelColumns;
    const [load, place, axis, front] = ["compression_N", "place_m.0", "axis.0", "front.0"].map(
      (name) => columns.indexOf(name),
    );
    const rgb: [number, number, number] = [0, 0, 0];
    this.discs.forEach((disc, i) => {
      const row = frame.levels.subarray(i * columns.length, (i + 1) * columns.length);
      const vec = (k: number): Vector3 => new Vector3(row[k], row[k + 1], row[k + 2]);
      disc.visible = !look.hidden.includes("discs");
      disc.position.copy(vec(place));
      discTurn(vec(axis), vec(front), disc.quaternion);
      disc.scale.copy(discSize(i, scene.person.size));
      const material = disc.material as MeshStandardMaterial;
      shadeAt(look.shade, "tide", row[load] / look.mostLoad, rgb);
      material.color.setRGB(...rgb);
      const marked = look.marked?.kind === "disc" && look.marked.index === i;
      material.emissive.setHex(marked ? 0x333333 : 0x000000);
    });
  }

  private placeSeat(scene: Scene, frame: Frame, look: Look): void {
    const number = (name: string): number => frame.numbers[scene.numbers.indexOf(name)] ?? 0;
    const hip = bodyPlace(scene, frame, "femur_r")
      .add(bodyPlace(scene, frame, "femur_l"))
      .multiplyScalar(0.5);
    const height = number("chair.seat_height_m");
    const seated = number("chair.seated") > 0 && height > 0 && !look.hidden.includes("seat");
    this.seat.visible = seated;
    this.back.visible = seated && number("chair.leans") > 0;
    const tilt = ((number("chair.tilt_deg") || 0) * Math.PI) / 180;
    this.seat.position.set(hip.x + 0.09, height, hip.z);
    this.seat.rotation.set(0, 0, tilt);
    const lean = ((number("chair.backrest_deg") || 12) * Math.PI) / 180;
    this.back.rotation.set(0, 0, Math.PI / 2 + lean);
    this.back.position.set(
      hip.x - 0.16 - 0.25 * Math.sin(lean),
      height + 0.27 * Math.cos(lean),
      hip.z,
    );
  }

  /** The same posture from another side or in another theme. */
  draw(look: Look): void {
    const now = performance.now();
    if (now - this.last < APART_MS) this.spans = [...this.spans.slice(1 - RATED), now - this.last];
    this.last = now;
    const full = Math.min(devicePixelRatio, 2);
    if (this.compiled && !this.slow) return this.paint(look, full);
    this.paint(look, this.slow ? COARSE : full, true);
    return this.rest();
  }

  /** [1/s]  pictures of late while something moved; null: not enough of them yet. */
  get rate(): number | null {
    if (this.spans.length < RATED) return null;
    return (1000 * RATED) / this.spans.reduce((sum, span) => sum + span, 0);
  }

  private rest(): void {
    clearTimeout(this.fine);
    this.fine = window.setTimeout(() => this.refine(), this.slow ? REST_MS : 0);
  }

  /** The fine picture; the first one also compiles what it is drawn with. */
  private refine(): void {
    if (this.pressed) return this.rest(); // a fine picture would hold up the next coarse one
    this.compiled = true;
    if (this.look) this.paint(this.look, this.slow ? 1 : Math.min(devicePixelRatio, 2));
    return undefined;
  }

  private paint(look: Look, ratio: number, coarse = false): void {
    if (!this.scene || !this.frame) return;
    this.canvas.dataset.picture = coarse ? "coarse" : "fine";
    this.renderer.shadowMap.enabled = !coarse;
    if (ratio !== this.renderer.getPixelRatio()) this.renderer.setPixelRatio(ratio);
    if (!this.held) this.aim(look);
    this.sky.intensity = look.shade === "dark" ? 0.75 : 1.25;
    this.sky.groundColor.setHex(look.shade === "dark" ? 0x4a4650 : 0xc9bda9);
    this.rim.intensity = look.shade === "dark" ? 2.2 : 1.1;
    this.renderer.setClearColor(INK[look.shade], 0);
    const render = (): void => this.renderer.render(this.world, this.camera);
    if (!coarse) return render();
    this.coarse.lit(this.key, this.rim, this.sky);
    return this.coarse.during(render);
  }

  resize(width: number, height: number): void {
    if (width === this.size.width && height === this.size.height) return;
    this.size = { width, height };
    this.renderer.setSize(width, height, false);
    this.camera.aspect = width / Math.max(height, 1);
  }

  /** Who lies is shown with the spine upright too: levels stay beside their rows. */
  private aim(look: Look): void {
    const scene = this.scene as Scene;
    const frame = this.frame as Frame;
    const hips = bodyPlace(scene, frame, "femur_r")
      .add(bodyPlace(scene, frame, "femur_l"))
      .multiplyScalar(0.5);
    const top = levelPlace(scene, frame, 0);
    if (this.way) this.upright.slerpQuaternions(this.way.before, this.way.after, this.way.share);
    else this.upright.copy(uprightOf(scene, frame));
    this.body.quaternion.copy(this.upright);
    this.body.position.set(0, 0, 0);
    this.body.updateMatrixWorld(true);
    const turned = (v: Vector3): Vector3 => v.clone().applyQuaternion(this.upright);
    const [high, low] = [turned(top), turned(hips)];
    this.target.copy(high).lerp(low, 0.53);
    this.tall = Math.max(high.distanceTo(low), 0.24 * scene.person.size) * 1.62;
    if (this.way) {
      const { slack, share } = this.way;
      this.target.addScaledVector(slack.target, 1 - share);
      this.tall += (1 - share) * slack.tall;
    }
    this.placeCamera(look, this.tall);
    const { azimuth_deg } = look.camera;
    const a = (azimuth_deg * Math.PI) / 180;
    const from = (turn: number, up: number, far: number): Vector3 =>
      new Vector3(Math.cos(a + turn) * far, up, Math.sin(a + turn) * far).add(this.target);
    this.key.position.copy(from(-0.6, 0.9, 1));
    this.rim.position.copy(from(2.4, 0.5, 1.2));
    this.key.target.position.copy(this.target);
    this.rim.target.position.copy(this.target);
  }

  private placeCamera(look: Look, tall: number): void {
    const { azimuth_deg, elevation_deg, zoom } = look.camera;
    const a = (azimuth_deg * Math.PI) / 180;
    const e = (elevation_deg * Math.PI) / 180;
    const distance = tall / (2 * Math.tan((FOV_DEG * Math.PI) / 360)) / zoom;
    this.camera.position
      .set(
        Math.cos(a) * Math.cos(e) * distance,
        Math.sin(e) * distance,
        Math.sin(a) * Math.cos(e) * distance,
      )
      .add(this.target);
    this.camera.lookAt(this.target);
    const { width, height } = this.renderer.getSize(new Vector2());
    this.camera.setViewOffset(width, height, (0.5 - look.across) * width, 0, width, height);
    this.camera.updateProjectionMatrix();
    this.camera.updateMatrixWorld();
  }

  /** [px]  where a disc stands on the stage. */
  discOnScreen(index: number): { x: number; y: number } {
    return this.onScreen(this.discs[index].getWorldPosition(new Vector3()));
  }

  /** [px]  where the belly of a muscle line is. */
  lineOnScreen(index: number): { x: number; y: number } | null {
    for (const tubes of this.tubes.values())
      if (tubes.mesh.visible && this.scene) {
        const place = tubes.middleOf(index, new Vector3());
        if (Number.isFinite(place.x))
          return this.onScreen(place.applyMatrix4(this.body.matrixWorld));
      }
    return null;
  }

  /** [px]  where a nerve is half way. */
  nerveOnScreen(index: number): { x: number; y: number } | null {
    if (!this.nerves?.mesh.visible) return null;
    const place = this.nerves.middleOf(index, new Vector3());
    return this.onScreen(place.applyMatrix4(this.body.matrixWorld));
  }

  private onScreen(place: Vector3, camera = this.camera): Spot {
    const p = place.project(camera);
    const size = this.renderer.getSize(new Vector2());
    return { x: ((p.x + 1) / 2) * size.x, y: ((1 - p.y) / 2) * size.y };
  }

  private aimRay(x: number, y: number): void {
    const size = this.renderer.getSize(new Vector2());
    this.raycaster.setFromCamera(
      new Vector2((2 * x) / size.x - 1, 1 - (2 * y) / size.y),
      this.camera,
    );
  }

  /** Which slider the bone under a place of the canvas [px] moves. */
  grabs(x: number, y: number): GrabWord | null {
    this.aimRay(x, y);
    const hit = this.bones.under(this.raycaster);
    return hit && wordOf(hit.body);
  }

  /** Taking hold of the bone there. */
  grab(x: number, y: number): Grab | null {
    const { scene, frame } = this;
    this.aimRay(x, y);
    const hit = this.bones.under(this.raycaster);
    const word = hit && wordOf(hit.body);
    if (!hit || !word || !scene || !frame) return null;
    const axis = (k: number): Vector3 =>
      bodyColumn(scene, frame, "pelvis", k).applyQuaternion(this.upright);
    const hips = ["femur_r", "femur_l"].map((name) => bodyPlace(scene, frame, name));
    const hip = hit.body.startsWith("femur")
      ? bodyPlace(scene, frame, hit.body)
      : hips[0].lerp(hips[1], 0.5);
    const camera = this.camera.clone();
    return grabOf({
      word,
      body: hit.body,
      place: hit.place,
      hip: hip.applyQuaternion(this.upright),
      forward: axis(0),
      right: axis(2),
      screen: (place) => this.onScreen(place.clone(), camera),
      scale: this.renderer.getSize(new Vector2()).y / this.tall,
    });
  }

  /** What lies under a place of the canvas [px]. */
  pick(x: number, y: number): Hit {
    this.aimRay(x, y);
    const shown: Object3D[] = this.discs.filter((disc) => disc.visible);
    const psoas = this.tubes.get("psoas");
    for (const tubes of this.tubes.values())
      if (tubes.mesh.visible && (tubes.mesh.material as MeshStandardMaterial).opacity === 1)
        shown.push(tubes.mesh);
    if (this.nerves?.mesh.visible) shown.push(this.nerves.mesh);
    const hit = this.raycaster.intersectObjects(shown, false)[0];
    if (!hit) return null;
    if (this.nerves && hit.object === this.nerves.mesh)
      return { kind: "nerve", index: this.nerves.nerveOfFace(hit.faceIndex ?? 0) };
    const disc = this.discs.indexOf(hit.object as Mesh);
    if (disc >= 0) return { kind: "disc", index: disc };
    return psoas && hit.faceIndex != null
      ? { kind: "line", index: psoas.lineOfFace(hit.faceIndex) }
      : null;
  }

  /** The picture as it stands, as a PNG. */
  async picture(look: Look): Promise<Blob> {
    this.paint(look, Math.max(1, Math.min(devicePixelRatio, 2)));
    return new Promise((resolve, reject) =>
      this.canvas.toBlob(
        (blob) => (blob ? resolve(blob) : reject(new Error("no picture"))),
        "image/png",
      ),
    );
  }

  dispose(): void {
    this.gone.abort();
    this.way = null;
    clearTimeout(this.fine);
    this.coarse.dispose();
    for (const tubes of this.tubes.values()) tubes.dispose();
    this.nerves?.dispose();
    this.bones.dispose();
    this.renderer.dispose();
  }
}

/** Turns who lies so that the spine stands upright. */
function uprightOf(scene: Scene, frame: Frame): Quaternion {
  const hips = bodyPlace(scene, frame, "femur_r").lerp(bodyPlace(scene, frame, "femur_l"), 0.5);
  const along = levelPlace(scene, frame, 0).sub(hips).normalize();
  const lies = along.y < 0.3 || Math.abs(bodyColumn(scene, frame, "pelvis", 2).z) < 0.7;
  if (!lies) return new Quaternion();
  const forward = bodyColumn(scene, frame, "pelvis", 0);
  const level = forward.addScaledVector(along, -forward.dot(along)).normalize();
  return discTurn(along, level, new Quaternion()).invert();
}

const bodyAt = (scene: Scene, name: string): number =>
  12 * scene.bodies.findIndex((b) => b.name === name);

export function bodyPlace(scene: Scene, frame: Frame, name: string): Vector3 {
  const at = bodyAt(scene, name) + 9;
  return new Vector3(frame.bodies[at], frame.bodies[at + 1], frame.bodies[at + 2]);
}

/** An axis of a body in ground: 0 forward, 1 up, 2 right. */
function bodyColumn(scene: Scene, frame: Frame, name: string, k: number): Vector3 {
  const at = bodyAt(scene, name);
  return new Vector3(frame.bodies[at + k], frame.bodies[at + 3 + k], frame.bodies[at + 6 + k]);
}

function levelPlace(scene: Scene, frame: Frame, level: number): Vector3 {
  const at = level * scene.levelColumns.length + scene.levelColumns.indexOf("place_m.0");
  return new Vector3(frame.levels[at], frame.levels[at + 1], frame.levels[at + 2]);
}
