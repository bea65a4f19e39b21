/** Numbers as people read them: two significant figures, three from 100 on, a true minus sign. */

import { t } from "../words/words";

/** A value with its 8-in-10 range, or without one while it is still being computed. */
export interface Ranged {
  value: number;
  p10: number | null;
  p90: number | null;
  valid: "in_range" | "extrapolated" | "not_validated" | null;
}

const MINUS = "\u2212";
const THIN = "\u202f";

const digits = (x: number): number => {
  const size = Math.abs(x);
  if (size >= 99.5 || size === 0) return 0;
  if (size >= 9.95) return 0;
  if (size >= 0.995) return 1;
  return size >= 0.0095 ? 2 : 3;
};

/** 535.39 -> "535", 8.43 -> "8.4", -0.5 -> "−0.50", 12345 -> "12 300". */
export function figure(x: number, decimals = digits(x)): string {
  if (!Number.isFinite(x)) return "–";
  const size = Math.abs(x);
  const rounded = size >= 999.5 ? Number(size.toPrecision(3)) : Number(size.toFixed(decimals));
  if (rounded === 0 && decimals === digits(x)) return "0";
  const text = rounded.toFixed(size >= 999.5 ? 0 : decimals);
  const parted = text.replace(/\B(?=(\d{3})+(?!\d))/g, THIN);
  return (x < 0 && rounded !== 0 ? MINUS : "") + parted;
}

/** The same with its sign always printed. */
export const signed = (x: number, decimals?: number): string =>
  (x > 0 && Number.parseFloat(figure(x, decimals)) > 0 ? "+" : "") + figure(x, decimals);

/** "450–690"; with parentheses and "to" where a bound is negative. */
export function range(low: number, high: number, decimals?: number): string {
  const places = decimals ?? Math.min(digits(low || high), digits(high || low));
  const [a, b] = [figure(low, places), figure(high, places)];
  return low < 0 || high < 0 ? `(${a} ${t("range.to")} ${b})` : `${a}–${b}`;
}

export const clock = (minutes: number): string => {
  const m = ((Math.round(minutes) % 1440) + 1440) % 1440;
  return `${String(Math.floor(m / 60)).padStart(2, "0")}:${String(m % 60).padStart(2, "0")}`;
};

/** "1 h 50 min" */
export const duration = (minutes: number): string => {
  const h = Math.floor(minutes / 60);
  const m = Math.round(minutes % 60);
  return [h ? `${h} h` : "", m || !h ? `${m} min` : ""].filter(Boolean).join(" ");
};

/** The number that a result holds at a path, with its range where draws were made. */
export function ranged(found: unknown): Ranged | null {
  if (typeof found === "number") return { value: found, p10: null, p90: null, valid: null };
  if (typeof found !== "object" || found === null || !("value" in found)) return null;
  const { value, p10, p90, valid } = found as Ranged;
  return { value, p10: p10 ?? null, p90: p90 ?? null, valid: valid ?? null };
}

export function at(tree: unknown, path: string): unknown {
  let here = tree;
  for (const key of path.split("."))
    here =
      typeof here === "object" && here !== null
        ? (here as Record<string, unknown>)[key]
        : undefined;
  return here;
}

export const LEVEL_NAMES: Record<string, string> = {
  T12_L1: "T12–L1",
  L1_L2: "L1–L2",
  L2_L3: "L2–L3",
  L3_L4: "L3–L4",
  L4_L5: "L4–L5",
  L5_S1: "L5–S1",
};
