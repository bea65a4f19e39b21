/** What the native program computed when the page was built: see web/stored.mjs. */
import type { FlatFrame, FlatScene } from "../parts/flat_shapes";
import type { Angles } from "./postures";
import type { Result } from "./session";

/** A posture as a stick figure: x forward, y up [m], the far leg and the support apart. */
export interface Figure {
  near: [number, number][];
  far: [number, number][];
  trunk: [number, number][];
  head: [number, number];
  seat: [number, number][];
}

export interface Stored {
  version: string;
  help: [string, string, string];
  postures: { name: string; title: string; angles: Angles; figure: Figure | null }[];
  days: { name: string; title: string; yaml: string }[];
  weeks: { name: string; title: string; yaml: string }[];
  tasks: string[];
  /** Our own constructed walk: model, motion, loads, actuators. */
  sample: { name: string; text: string }[];
  /** The posture that the page opens with. */
  first: Result;
  /** How the first one stands, for the drawing that is there before 3D. */
  flat: { scene: FlatScene; frame: FlatFrame };
  validation: Result;
  licences: { name: string; version: string; licence: string; text: string }[];
}

declare const PSOAS_STORED: string;
export const stored = (): Stored => JSON.parse(PSOAS_STORED) as Stored;
