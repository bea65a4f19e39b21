/**
 * A trial: the files that were dropped, what they are, and the commands that make of them moments,
 * muscle forces, joint loads, and places to draw.
 */
import type { Engine, Progress } from "../engine/types";
import { storageOf, type Storage } from "./storage";

export type Kind = "model" | "motion" | "loads" | "forces" | "reserves" | "other";

export interface TrialFile {
  name: string;
  bytes: Uint8Array;
  kind: Kind;
}

export interface TrialInfo {
  name: string;
  muscles: number;
  coordinates: { name: string; motion: string; default: number }[];
}

export interface Pose {
  /** Index of the row of the motion. */
  row: number;
  joints: Map<string, [number, number, number]>;
  /** Of bodies: rotation to ground, row by row (9), then the place of the frame [m] (3). */
  frames: Map<string, number[]>;
  paths: Map<string, number[]>;
}

export interface TrialResult {
  moments: Storage | null;
  forces: Storage | null;
  activations: Storage | null;
  loads: Storage | null;
  poses: Pose[];
  /** Pairs of bodies: a line each. */
  bones: [string, string][];
  warnings: string[];
  files: Record<string, Uint8Array>;
  seconds: number;
  frames: number;
}

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** [bytes]  of a file, in which its first words stand. */
export const HEAD = 4000;

/** What a file is, by its name and its first words. */
export function kindOf(name: string, bytes: Uint8Array): Kind {
  const lower = name.toLowerCase();
  const head = text(bytes.subarray(0, HEAD));
  if (lower.endsWith(".osim")) return "model";
  if (lower.endsWith(".xml"))
    return /<ExternalLoads/.test(head)
      ? "loads"
      : /<ForceSet|Actuator/.test(head)
        ? "reserves"
        : "other";
  if (!/\.(mot|sto)$/.test(lower)) return "other";
  return /ground_force|_v[xyz]\b|force_v/.test(head) ? "forces" : "motion";
}

export class TrialError extends Error {
  constructor(
    message: string,
    readonly ask: "degrees" | null = null,
  ) {
    super(message);
  }
}

const POSES = 40;
const A_CALL = 10; // path points are written for the first ten poses

export class Trial {
  constructor(
    private work: Engine,
    private files: TrialFile[],
    private options: {
      units: "degrees" | "radians" | null;
      /** [Hz]  of the low-pass filter of the coordinates; 0: none. */
      cutoff: number;
      onStage: (stage: string, p: Progress | null) => void;
      signal: AbortSignal;
    },
  ) {}

  private of(kind: Kind): TrialFile | undefined {
    return this.files.find((file) => file.kind === kind);
  }

  private async command(
    argv: string[],
    given: TrialFile[],
    more: Record<string, Uint8Array> = {},
  ): Promise<Record<string, Uint8Array> & { "": Uint8Array }> {
    const files = Object.fromEntries(given.map((file) => [file.name, file.bytes]));
    const done = await this.work.command(argv, {
      files: { ...files, ...more },
      signal: this.options.signal,
      ...(argv[0] === "info"
        ? {}
        : { onProgress: (p: Progress) => this.options.onStage(argv[0], p) }),
    });
    // 4: some frames have no solution; what there is, is written all the same
    if (done.code !== 0 && done.code !== 4) {
      const message = done.stderr.trim().replace(/^psoas: /, "");
      throw new TrialError(message, /inDegrees|--degrees/.test(message) ? "degrees" : null);
    }
    return {
      ...done.files,
      "": new TextEncoder().encode(done.stdout + (done.code === 4 ? `\n${done.stderr}` : "")),
    };
  }

  async info(): Promise<TrialInfo> {
    const model = this.of("model");
    if (!model) throw new TrialError("a model is missing: drop an .osim file");
    const done = await this.command(["info", model.name, "--json"], [model]);
    const found = JSON.parse(text(done[""]));
    const muscles = Object.values(found.muscles as Record<string, number>).reduce(
      (a, b) => a + b,
      0,
    );
    return { name: found.name, muscles, coordinates: found.coordinates };
  }

  async run(info: TrialInfo): Promise<TrialResult> {
    const [model, motion, loads, reserves] = (
      ["model", "motion", "loads", "reserves"] as Kind[]
    ).map((kind) => this.of(kind));
    if (!model || !motion)
      throw new TrialError("a motion is missing: drop a .mot or .sto file with coordinates");
    const began = performance.now();
    const common = [
      "--model",
      model.name,
      "--motion",
      motion.name,
      ...(loads ? ["--loads", loads.name] : []),
      ...(this.options.units ? [`--${this.options.units}`] : []),
      ...(this.options.cutoff ? ["--cutoff", String(this.options.cutoff)] : []),
    ];
    const withReserves = reserves ? ["--reserves", reserves.name] : [];
    const out = async (
      verb: string,
      more: string[] = [],
      files: Record<string, Uint8Array> = {},
    ): Promise<Record<string, Uint8Array>> => {
      this.options.onStage(verb, null);
      return this.command([verb, ...common, ...more, "-o", verb, "--json"], this.files, files);
    };
    const id = await out("id");
    const so = await out("so", withReserves);
    const forceFile = Object.entries(so).find(([name]) => name.endsWith("_force.sto"));
    const jr = await out(
      "jr",
      [...withReserves, ...(forceFile ? ["--forces", "so_force.sto"] : [])],
      forceFile ? { "so_force.sto": forceFile[1] } : {},
    );
    this.options.onStage("probe", null);
    const table = storageOf(text(motion.bytes));
    const poses = await this.poses(model, info, table);
    const { "": _i, ...idFiles } = id;
    const { "": report, ...soFiles } = so;
    const { "": _j, ...jrFiles } = jr;
    const files = { ...idFiles, ...soFiles, ...jrFiles };
    const storage = (end: string): Storage | null => {
      const found = Object.entries(files).find(([name]) => name.endsWith(end));
      return found ? storageOf(text(found[1])) : null;
    };
    return {
      moments: storage("inverse_dynamics.sto"),
      forces: storage("_force.sto"),
      activations: storage("_activation.sto"),
      loads: storage("_ReactionLoads.sto"),
      poses,
      bones: bonesOf(text(model.bytes)),
      warnings: warningsOf(text(report)),
      files,
      seconds: (performance.now() - began) / 1000,
      frames: table.rows,
    };
  }

  /** Where joints and muscle paths are, in some frames spread over the motion. */
  private async poses(model: TrialFile, info: TrialInfo, motion: Storage): Promise<Pose[]> {
    const n = Math.min(POSES, motion.rows);
    const rows = Array.from({ length: n }, (_, i) =>
      Math.round((i * (motion.rows - 1)) / Math.max(n - 1, 1)),
    );
    const degrees = this.options.units ? this.options.units === "degrees" : motion.inDegrees;
    const list: Pose[] = [];
    for (let first = 0; first < rows.length; first += A_CALL) {
      const part = rows.slice(first, first + A_CALL);
      const files = await this.command(
        ["probe", "--model", model.name, "--poses", "poses.csv", "-o", "probe"],
        [model],
        { "poses.csv": new TextEncoder().encode(posesOf(info, motion, part, degrees === true)) },
      );
      const find = (end: string): string[] => {
        const entry = Object.entries(files).find(([name]) => name.endsWith(end));
        return entry ? text(entry[1]).trimEnd().split("\n").slice(1) : [];
      };
      const made = part.map((row): Pose => ({
        row,
        joints: new Map(),
        frames: new Map(),
        paths: new Map(),
      }));
      for (const line of find("body_kinematics.csv")) {
        const [pose, body, ...cells] = line.split(",");
        const [x, y, z, ...rotation] = cells.slice(0, 12).map(Number);
        made[Number(pose)]?.joints.set(body, [x, y, z]);
        made[Number(pose)]?.frames.set(body, [...rotation, x, y, z]);
      }
      for (const line of find("path_points.csv")) {
        const cells = line.split(",");
        const paths = made[Number(cells[0])]?.paths;
        if (!paths) continue;
        const points = paths.get(cells[1]) ?? [];
        points.push(Number(cells[7]), Number(cells[8]), Number(cells[9]));
        paths.set(cells[1], points);
      }
      list.push(...made);
    }
    return list;
  }
}

/** The table that `psoas probe` reads; its angles are radians. */
function posesOf(info: TrialInfo, motion: Storage, rows: number[], degrees: boolean): string {
  const columns = info.coordinates.map(({ name, motion: kind, default: value }) => {
    const k = motion.names.findIndex((n) => n === name || n.endsWith(`/${name}/value`));
    const factor = degrees && kind === "rotation" ? Math.PI / 180 : 1;
    return { name, at: (row: number): number => (k < 0 ? value : motion.columns[k][row] * factor) };
  });
  const lines = rows.map((row, i) => [i, ...columns.map((c) => c.at(row))].join(","));
  return [`pose,${columns.map((c) => `q:${c.name}`).join(",")}`, ...lines, ""].join("\n");
}

/** Which body hangs on which, as the model file names them; for lines between joints. */
export function bonesOf(xml: string): [string, string][] {
  const tree = new DOMParser().parseFromString(xml, "text/xml");
  const list: [string, string][] = [];
  const frameBody = (joint: Element, socket: string): string => {
    const name =
      joint.querySelector(`:scope > ${socket}`)?.textContent?.trim().split("/").pop() ?? "";
    const frame = [...joint.querySelectorAll(":scope > frames > *")].find(
      (f) => f.getAttribute("name") === name,
    );
    return (
      (frame?.querySelector(":scope > socket_parent")?.textContent ?? name)
        .trim()
        .split("/")
        .pop() ?? ""
    );
  };
  for (const joint of tree.querySelectorAll("JointSet > objects > *"))
    list.push([frameBody(joint, "socket_parent_frame"), frameBody(joint, "socket_child_frame")]);
  for (const body of tree.querySelectorAll("BodySet > objects > Body")) {
    const parent = body
      .querySelector(":scope > Joint parent_body, :scope > joint parent_body")
      ?.textContent?.trim();
    if (parent) list.push([parent, body.getAttribute("name") ?? ""]);
  }
  return list.filter(([parent, child]) => parent && child && parent !== "ground");
}

function warningsOf(report: string): string[] {
  const end = report.lastIndexOf("}");
  try {
    const found = JSON.parse(report.slice(0, end + 1));
    const efforts = (found.static_optimization?.efforts ?? []) as {
      coordinate: string;
      words: string;
      driven_by_muscles: boolean;
      verdict: string;
    }[];
    const short = efforts
      .filter((e) => e.driven_by_muscles && e.verdict !== "muscles")
      .map((e) => `${e.coordinate}: ${e.words}`);
    return [...(found.warnings ?? []), ...short, report.slice(end + 1).trim()].filter(Boolean);
  } catch {
    return [];
  }
}
