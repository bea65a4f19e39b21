/**
 * What the page remembers: everything a link, undo and the next visit need, nothing computed.
 * Values are those of `psoas pose --set`, `psoas day` and `psoas weeks`.
 */
import type { Inputs } from "../engine/types";

export type View = "body" | "day" | "weeks" | "helps" | "trial" | "trust";
export const VIEWS: readonly View[] = ["body", "day", "weeks", "helps", "trial", "trust"];

export type Theme = "auto" | "light" | "dark";
export type Language = "en" | "de";
export type Reading = "plain" | "full";

/** A posture of the list, with what was changed in it. */
export interface Held {
  posture: string;
  inputs: Inputs;
}

export interface Camera {
  azimuth_deg: number;
  elevation_deg: number;
  zoom: number;
}

export interface Block {
  id: number;
  posture: string;
  task: string;
  minutes: number;
  stress: number;
  break_every: number;
  vibration: number;
}

export interface DayPlan {
  title: string;
  start_min: number;
  sleep_h: number;
  blocks: Block[];
}

export interface Phase {
  weeks: number;
  /** Names of `psoas day --list`: seven, repeated week by week. */
  days: string[];
  stretch_min: number;
}

export interface WeeksPlan {
  title: string;
  phases: Phase[];
  episode: "none" | Problem;
  episode_week: number;
}

export type Problem = "acute" | "subacute" | "persistent" | "sciatica";
export type PlanSort = "minute" | "benefit" | "surest";

export interface HelpPlan {
  problem: Problem;
  minutes: number;
  sort: PlanSort;
  ticked: string[];
  /** Effects that somebody typed, in points of pain; none is 0. */
  typed: Record<string, number>;
  search: string;
}

export interface State {
  view: View;
  theme: Theme;
  language: Language;
  reading: Reading;
  letterKeys: boolean;
  person: Inputs;
  body: Held;
  compare: (Held & { person: Inputs }) | null;
  criterion: string;
  hidden: string[];
  camera: Camera;
  day: DayPlan;
  dayBefore: DayPlan | null;
  weeks: WeeksPlan;
  plan: HelpPlan;
}

/** What undo leaves alone: where one looks, and how the page speaks. */
export const LOOKS: readonly (keyof State)[] = [
  "view",
  "theme",
  "language",
  "reading",
  "letterKeys",
  "camera",
  "hidden",
];

let nextId = 1;
export const newId = (): number => nextId++;
/** For JSON: ids of blocks are of this visit only. */
export const dropId = (key: string, value: unknown): unknown => (key === "id" ? undefined : value);

export const block = (posture: string, task: string, minutes: number, stress = 0): Block => ({
  id: newId(),
  posture,
  task,
  minutes,
  stress,
  break_every: 0,
  vibration: 0,
});

/** The desk worker's day that the page opens with: data/scenarios/office.yaml. */
export const officeDay = (): DayPlan => ({
  title: "Eight hours at a desk",
  start_min: 8 * 60,
  sleep_h: 7.5,
  blocks: [
    block("walking", "", 15),
    block("sitting_relaxed", "typing", 120, 0.2),
    block("standing", "standing_work", 10),
    block("sitting_slumped", "typing", 110, 0.3),
    block("walking", "", 15),
    block("sitting_relaxed", "meeting", 30),
    block("sitting_slumped", "typing", 120, 0.3),
    block("sitting_reclined", "meeting", 60, 0.4),
    block("sitting_relaxed", "typing", 30, 0.2),
    block("walking", "", 30),
    block("standing", "standing_work", 60),
    block("sitting_relaxed", "meeting", 45),
    block("sitting_slouched", "watching", 180),
    block("standing", "standing_work", 60),
    block("sitting_reclined", "reading", 105),
  ],
});

export const QUARTER_VIEW: Camera = { azimuth_deg: 46, elevation_deg: 7, zoom: 1 };

export const initial = (): State => ({
  view: "body",
  theme: "auto",
  language: "en",
  reading: "plain",
  letterKeys: true,
  person: {},
  body: { posture: "sitting_upright", inputs: {} },
  compare: { posture: "standing", inputs: {}, person: {} },
  criterion: "volume",
  hidden: ["nerves", "back", "ribs", "seat"],
  camera: QUARTER_VIEW,
  day: officeDay(),
  dayBefore: null,
  weeks: {
    title: "Half a year at the desk, then moving",
    phases: [
      {
        weeks: 26,
        days: ["office", "office", "office", "office", "office", "sofa", "sofa"],
        stretch_min: 0,
      },
      {
        weeks: 13,
        days: ["active", "active", "active", "active", "active", "active", "active"],
        stretch_min: 5,
      },
    ],
    episode: "none",
    episode_week: 4,
  },
  plan: { problem: "acute", minutes: 180, sort: "minute", ticked: [], typed: {}, search: "" },
});

/** Is it the standard person in the posture that the page opens with? */
export const isFirst = ({ body, person }: State): boolean =>
  body.posture === initial().body.posture &&
  Object.keys(body.inputs).length + Object.keys(person).length === 0;
