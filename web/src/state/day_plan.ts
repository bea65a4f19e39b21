/** A day of blocks: how it is edited, and written as the file that `psoas day` reads. */
import { block, newId, type Block, type DayPlan } from "./state";
import { clock } from "../parts/format";

export const LEAST_MIN = 5;
const DAY_MIN = 24 * 60;

export const lengthOf = (plan: DayPlan): number =>
  plan.blocks.reduce((sum, b) => sum + b.minutes, 0);

/** Where each block begins [min since the day began]. */
export function starts(plan: DayPlan): number[] {
  let at = 0;
  return plan.blocks.map((b) => {
    at += b.minutes;
    return at - b.minutes;
  });
}

export const blockAt = (plan: DayPlan, minute: number): Block | null => {
  const first = starts(plan);
  return plan.blocks.find((b, i) => minute >= first[i] && minute < first[i] + b.minutes) ?? null;
};

const alike = (a: Block, b: Block): boolean =>
  a.posture === b.posture &&
  a.task === b.task &&
  a.stress === b.stress &&
  a.break_every === b.break_every &&
  a.vibration === b.vibration;

/** Neighbours that say the same become one. */
function joined(blocks: Block[]): Block[] {
  const list: Block[] = [];
  for (const b of blocks.filter(({ minutes }) => minutes > 0)) {
    const last = list.at(-1);
    if (last && alike(last, b))
      list[list.length - 1] = { ...last, minutes: last.minutes + b.minutes };
    else list.push(b);
  }
  return list;
}

/** Without the block; the one before it, or behind it, takes its time. */
export function removed(plan: DayPlan, id: number): DayPlan {
  const i = plan.blocks.findIndex((b) => b.id === id);
  if (i < 0 || plan.blocks.length < 2) return plan;
  const heir = i > 0 ? i - 1 : 1;
  const blocks = plan.blocks
    .map((b, k) => (k === heir ? { ...b, minutes: b.minutes + plan.blocks[i].minutes } : b))
    .filter((b) => b.id !== id);
  return { ...plan, blocks: joined(blocks) };
}

/** `added` laid over the day from `start` on: what lies under it gives way. */
export function laidOver(plan: DayPlan, added: Block, start: number): DayPlan {
  const total = lengthOf(plan);
  const from = Math.max(0, Math.min(start, total - added.minutes));
  const until = from + added.minutes;
  const before: Block[] = [];
  const after: Block[] = [];
  const first = starts(plan);
  plan.blocks.forEach((b, i) => {
    const [a, z] = [first[i], first[i] + b.minutes];
    if (a < from) before.push({ ...b, minutes: Math.min(z, from) - a });
    if (z > until)
      after.push({ ...b, id: a < from ? newId() : b.id, minutes: z - Math.max(a, until) });
  });
  return { ...plan, blocks: joined([...before, added, ...after]) };
}

/** The block begins `by` minutes later; its neighbours give way. Null: it would leave the day. */
export function movedBy(plan: DayPlan, id: number, by: number): DayPlan {
  const i = plan.blocks.findIndex((b) => b.id === id);
  if (i < 0 || !by || plan.blocks.length < 2) return plan;
  return laidOver(removed(plan, id), plan.blocks[i], starts(plan)[i] + by);
}

/** The block ends `by` minutes later; the next one is shorter, or the day longer. */
export function stretchedBy(plan: DayPlan, id: number, by: number): DayPlan {
  const i = plan.blocks.findIndex((b) => b.id === id);
  if (i < 0) return plan;
  const here = plan.blocks[i];
  const next = plan.blocks[i + 1];
  const room = next ? next.minutes - LEAST_MIN : DAY_MIN - 60 * plan.sleep_h - lengthOf(plan);
  const change = Math.max(LEAST_MIN - here.minutes, Math.min(by, room));
  return {
    ...plan,
    blocks: plan.blocks.map((b, k) => {
      if (k === i) return { ...b, minutes: b.minutes + change };
      return k === i + 1 ? { ...b, minutes: b.minutes - change } : b;
    }),
  };
}

export const changed = (plan: DayPlan, id: number, part: Partial<Block>): DayPlan => ({
  ...plan,
  blocks: plan.blocks.map((b) => (b.id === id ? { ...b, ...part } : b)),
});

/** The file that the command reads. */
export function dayText(plan: DayPlan): string {
  const lines = plan.blocks.map((b) => {
    const parts = [`for: ${b.minutes} min`, `posture: ${b.posture}`];
    if (b.task) parts.push(`task: ${b.task}`);
    if (b.stress) parts.push(`stress: ${b.stress}`);
    if (b.break_every) parts.push(`break_every: ${b.break_every} min`);
    if (b.vibration) parts.push(`vibration_m_s2: ${b.vibration}`);
    return `  - {${parts.join(", ")}}`;
  });
  return [
    "schema: psoas.day/1",
    `title: ${JSON.stringify(plan.title)}`,
    `start: "${clock(plan.start_min)}"`,
    "blocks:",
    ...lines,
    `sleep_h: ${plan.sleep_h}`,
    "",
  ].join("\n");
}

/** "1 h 50 min" -> 110 */
export function minutesOf(text: unknown): number {
  let sum = 0;
  for (const [, n, unit] of String(text).matchAll(/([\d.]+)\s*(h|min|s)\b/g))
    sum += Number(n) * (unit === "h" ? 60 : unit === "min" ? 1 : 1 / 60);
  return Math.round(sum);
}

/** A day as a result gives its inputs back; the engine has read and checked the file. */
export function planOf(inputs: Record<string, unknown>): DayPlan {
  const [h, m] = String(inputs.start ?? "08:00")
    .split(":")
    .map(Number);
  const blocks = (inputs.blocks as Record<string, string>[]).map((b) => ({
    ...block(b.posture, b.task ?? "", minutesOf(b.for), Number(b.stress ?? 0)),
    break_every: minutesOf(b.break_every ?? ""),
    vibration: Number(b.vibration_m_s2 ?? 0),
  }));
  return {
    title: String(inputs.title ?? ""),
    start_min: 60 * h + m,
    sleep_h: Number(inputs.sleep_h ?? 8),
    blocks,
  };
}
