/**
 * What the page gets from the engine: the scene, once for a person, and a frame for every solve.
 *
 * Ground: x forward, y up, z right. SI and newtons; what is in degrees or per cent says so in its
 * name. A frame is one block of memory with views on it: nothing in it changes later.
 */

export type Detail = "full" | "light";

/** Over every posture: the keys and values of `psoas pose --set`. */
export type Inputs = Record<string, number | string | boolean>;

export interface SolveOptions {
  /** A name of `postures`, or the text of a pose file (YAML). Default: standing. */
  posture?: string;
  /** The text of a person file (YAML). Default: who the posture names, else the standard person. */
  person?: string;
  detail?: Detail;
  /**
   * True: solved from nothing, so that every number is the command's to its last digits. Default:
   * from where the last solve ended, which is several times sooner and differs by less than 1 N.
   */
  cold?: boolean;
}

/** What does not change from frame to frame. A new one is made for another person or detail. */
export interface Scene {
  /** Equal to `Frame.scene` of the frames that it belongs to. */
  id: number;
  detail: Detail;
  bodies: SceneBody[];
  /** Muscle lines, in the order of all arrays by line. */
  lines: SceneLine[];
  nerves: SceneNerve[];
  /** "T12_L1" ... "L5_S1": from above, as in results. */
  levels: string[];
  /** "psoas_r", "psoas_l", "psoas_VB_r" ...: sums of lines. */
  groups: string[];
  /** Columns of `Frame.levels`, `Frame.contacts`, and names of `Frame.numbers`. */
  levelColumns: string[];
  contactColumns: string[];
  numbers: string[];
  person: ScenePerson;
}

export interface SceneBody {
  /** "pelvis", "lumbar5" ... "torso", "femur_r" ...; the first is "ground". */
  name: string;
  parent: number;
  /** [m]  the joint to the parent, in the parent's frame. */
  joint: [number, number, number];
  mass_kg: number;
}

export interface SceneLine {
  /** "psoas_L1_VB_r" */
  name: string;
  /** "psoas", "longissimus" ... */
  group: string;
  side: "r" | "l";
  region: "psoas" | "hip" | "trunk";
  /** Index of the first and last body that the line is fixed to. */
  origin: number;
  insertion: number;
  /** [N]  isometric, at the best length. */
  capacity_N: number;
  volume_cm3: number;
}

/** The course of a nerve: places of an atlas, on the bodies that they belong to. */
export interface SceneNerve {
  /** "root_L4", "femoral", "sciatic" ... */
  name: string;
  side: "r" | "l";
  /** Of its places in `Frame.nerves`. */
  first: number;
  /** What is there: "foramen", "iliac fossa" ... */
  places: string[];
}

export interface ScenePerson {
  sex: "male" | "female";
  age_y: number;
  height_m: number;
  mass_kg: number;
  /** [-]  lengths over those of the tables, which are those of a man of 1.70 m. */
  size: number;
  pelvic_incidence_deg: number;
  /** Of the neutral standing pose. */
  lordosis_deg: number;
  pelvic_tilt_deg: number;
  sacral_slope_deg: number;
}

/** `refused`: the inputs cannot be taken; `message` says why, and the arrays are the last ones. */
export type Status = "solved" | "infeasible" | "unsettled" | "refused";

export interface Frame {
  /** Counts solves; never goes back. */
  serial: number;
  scene: number;
  status: Status;
  /** Empty where all is well. */
  message: string;
  /** [ms]  in the engine, for this frame. */
  solve_ms: number;

  /** 12 a body: rotation to ground, row by row (9), then the position of its frame [m] (3). */
  bodies: Float64Array;
  /** Points of line i: starts[i] up to starts[i + 1]. One more entry than lines. */
  starts: Int32Array;
  /** 3 a point: where the line runs, origin to insertion, in ground [m]. */
  points: Float64Array;

  /** By line [N]; active + passive = force. */
  force: Float64Array;
  active: Float64Array;
  passive: Float64Array;
  /** By line [-], 0 to 1. */
  activation: Float64Array;
  /** By line [N]: what it could give actively, as it is stretched now. */
  capacity: Float64Array;
  /** By line [m]. */
  length: Float64Array;

  /** `levelColumns` a level, from above: loads, angles, and where the disc is. */
  levels: Float64Array;
  /** 2 a group: force [N], activation [%]. */
  groups: Float64Array;
  /** `contactColumns` a contact: place [m], force on the body [N], normal; all in ground. */
  contacts: Float64Array;
  contactNames: string[];
  /** Single numbers by `Scene.numbers`: angles, hips, support, stability, worst reserve, chair. */
  numbers: Float64Array;
  /** 3 a place: where `Scene.nerves` pass, in ground [m]. */
  nerves: Float64Array;
}

export interface Progress {
  stage: string;
  done: number;
  total: number;
  /** null: too early to tell. */
  left_s: number | null;
}

export interface CommandOptions {
  /** Files that the command finds, by path: "walk.mot", "setup/a.xml". */
  files?: Record<string, Uint8Array>;
  onProgress?: (progress: Progress) => void;
  /** Ends the command; its promise then fails with an AbortError. */
  signal?: AbortSignal;
}

export interface CommandResult {
  code: number;
  stdout: string;
  /** Without the lines of progress. */
  stderr: string;
  /** What it wrote, by path. */
  files: Record<string, Uint8Array>;
}

/** [bytes]  what the files of a command may have. */
export interface Room {
  /** Each of them. */
  file: number;
  all: number;
}

export interface Engine {
  readonly room: Room;
  /** The scene of the standard person, or of the last solve where its detail is the same. */
  scene(detail: Detail): Promise<Scene>;
  /**
   * The frame of these inputs; all of them, not what has changed. Calls that wait while another is
   * solved give way to the newest: they all get its frame, so that no promise is left open.
   */
  solve(inputs: Inputs, options?: SolveOptions): Promise<Frame>;
  /** The same command as on a terminal, with `--progress=json` where `onProgress` is given. */
  command(argv: string[], options?: CommandOptions): Promise<CommandResult>;
  /** Ends the workers. */
  close(): void;
}
