/** The postures of the list, and the sliders that act in them: keys of `psoas pose --set`. */
import type { Inputs } from "../engine/types";
import type { Held } from "./state";

/** The twelve of the panel; every other one is in the list below them. */
export const TWELVE = [
  "standing",
  "sitting_upright",
  "sitting_slumped",
  "sitting_reclined",
  "sitting_perched",
  "driving",
  "lying_supine",
  "knee_to_chest",
  "standing_bent",
  "lifting_20kg",
  "walking_step",
  "hip_flexor_stretch",
] as const;

/** Angles that a posture has unless something is set: `posture_angles` of its result. */
export interface Angles {
  lordosis_deg: number;
  trunk_inclination_deg: number;
  pelvic_tilt_deg: number;
  hip_flexion_deg: [number, number];
}

export interface SliderSpec {
  key: string;
  word: "lean" | "curve" | "hip" | "twist" | "load" | "stress";
  unit: string;
  low: number;
  high: number;
  /** Where people were measured; beyond, the model runs on. */
  from: number;
  to: number;
  step: number;
  /** Digits after the point. */
  places: number;
}

const LEAN: SliderSpec = {
  key: "trunk_inclination_deg",
  word: "lean",
  unit: "°",
  low: -30,
  high: 100,
  from: -20,
  to: 82,
  step: 1,
  places: 0,
};
const CURVE: SliderSpec = {
  key: "lordosis_deg",
  word: "curve",
  unit: "°",
  low: -5,
  high: 75,
  from: 8,
  to: 65,
  step: 1,
  places: 0,
};
const HIP: SliderSpec = {
  key: "hip_flexion_deg",
  word: "hip",
  unit: "°",
  low: -20,
  high: 130,
  from: -10,
  to: 120,
  step: 1,
  places: 0,
};
const TWIST: SliderSpec = {
  key: "trunk_twist_deg",
  word: "twist",
  unit: "°",
  low: -40,
  high: 40,
  from: -20,
  to: 20,
  step: 1,
  places: 0,
};
const LOAD: SliderSpec = {
  key: "loads.0.mass_kg",
  word: "load",
  unit: "kg",
  low: 0,
  high: 60,
  from: 0,
  to: 30,
  step: 1,
  places: 0,
};
const STRESS: SliderSpec = {
  key: "stress",
  word: "stress",
  unit: "%",
  low: 0,
  high: 100,
  from: 0,
  to: 100,
  step: 5,
  places: 0,
};

const onFeet = (posture: string): boolean =>
  /^(standing|lifting|holding|one_leg|walking)/.test(posture);
export const isSeated = (posture: string): boolean => /^(sitting|driving)/.test(posture);

/** Who stands bends at the hips as the trunk leans: there a slider of its own would do nothing. */
export const slidersOf = (posture: string): SliderSpec[] => [
  LEAN,
  CURVE,
  onFeet(posture) ? TWIST : HIP,
  LOAD,
  STRESS,
];

const LOAD_AT: Record<string, string> = {
  lifting_20kg: "0.45,-0.05,0",
  holding_20kg: "0.28,0.10,0",
};
const CARRIED: Record<string, number> = { lifting_20kg: 20, holding_20kg: 20 };

/** What a slider shows before anybody moves it. */
export function neutralOf(spec: SliderSpec, posture: string, angles: Angles | undefined): number {
  if (spec.word === "load") return CARRIED[posture] ?? 0;
  if (!angles || spec.word === "twist" || spec.word === "stress") return 0;
  const angle = angles[spec.key as keyof Angles];
  return Math.round(Array.isArray(angle) ? angle[0] : angle);
}

export function valueOf(spec: SliderSpec, held: Held, angles: Angles | undefined): number {
  const set = held.inputs[spec.key];
  if (set === undefined) return neutralOf(spec, held.posture, angles);
  const value = typeof set === "string" ? Number.parseFloat(set) : Number(set);
  return spec.word === "stress" ? 100 * value : value;
}

/** The inputs after a slider has moved; at the neutral place nothing is left of it. */
export function moved(spec: SliderSpec, held: Held, value: number, neutral: number): Inputs {
  const { [spec.key]: _, ...rest } = held.inputs;
  if (spec.word === "load") return loaded(rest, held.posture, value, neutral);
  if (value === neutral) return rest;
  if (spec.word === "hip") return { ...rest, [spec.key]: `${value},${value}` };
  return { ...rest, [spec.key]: spec.word === "stress" ? value / 100 : value };
}

function loaded(inputs: Inputs, posture: string, kg: number, neutral: number): Inputs {
  const { "loads.0.body": _b, "loads.0.at_m": _a, ...rest } = inputs;
  if (kg === neutral) return rest;
  return {
    ...rest,
    "loads.0.body": "hands",
    "loads.0.mass_kg": kg,
    "loads.0.at_m": LOAD_AT[posture] ?? "0.4,0.1,0",
  };
}

/** Seat handles: keys of the chair, what they are unless set, and how far they go. */
export interface SeatSpec {
  key: string;
  word: "height" | "tilt" | "backrest" | "pad" | "armrest";
  unit: string;
  low: number;
  high: number;
  step: number;
  neutral: number;
  /** From what the slider shows to what the key takes. */
  scale: number;
}
export const SEAT: SeatSpec[] = [
  {
    key: "seat_height_m",
    word: "height",
    unit: "cm",
    low: 30,
    high: 70,
    step: 1,
    neutral: 45,
    scale: 0.01,
  },
  { key: "tilt_deg", word: "tilt", unit: "°", low: -20, high: 20, step: 1, neutral: 0, scale: 1 },
  {
    key: "backrest_deg",
    word: "backrest",
    unit: "°",
    low: -5,
    high: 60,
    step: 1,
    neutral: 10,
    scale: 1,
  },
  {
    key: "lumbar_pad_m",
    word: "pad",
    unit: "cm",
    low: 0,
    high: 8,
    step: 0.5,
    neutral: 0,
    scale: 0.01,
  },
  {
    key: "armrest_m",
    word: "armrest",
    unit: "cm",
    low: 5,
    high: 40,
    step: 1,
    neutral: 24,
    scale: 0.01,
  },
];

/** Which postures lean on a backrest unless told otherwise. */
const LEANS = new Set(["sitting_slouched", "sitting_reclined", "driving"]);
export const hasBackrest = (held: Held): boolean =>
  held.inputs["support.backrest"] === undefined
    ? LEANS.has(held.posture)
    : held.inputs["support.backrest"] === true;

/** The arguments that hold this posture on the command line. */
export function poseArguments(held: Held, person: Inputs): string[] {
  const sets = [...Object.entries(held.inputs), ...Object.entries(person)].map(
    ([key, value]) => `${key}=${value}`,
  );
  return ["pose", held.posture, ...(sets.length ? ["--set", ...sets] : [])];
}

export const sameHeld = (a: Held, b: Held): boolean =>
  a.posture === b.posture && JSON.stringify(a.inputs) === JSON.stringify(b.inputs);
