/** Tables over time that `psoas day` and `psoas weeks` write: one array a column. */

export interface Timeline {
  /** Rows; texts such as "clock" are left out. */
  columns: Record<string, Float64Array>;
  length: number;
}

export function timelineOf(csv: string): Timeline {
  const lines = csv.trimEnd().split("\n");
  const names = lines[0].split(",");
  const rows = lines.length - 1;
  const columns: Record<string, Float64Array> = {};
  names.forEach((name) => (columns[name] = new Float64Array(rows)));
  for (let i = 0; i < rows; i++) {
    const cells = lines[i + 1].split(",");
    for (let k = 0; k < names.length; k++) columns[names[k]][i] = Number(cells[k] || NaN);
  }
  return { columns, length: rows };
}

/** 10th, 50th and 90th percentile, as the command takes them. */
export interface Spread {
  p10: number;
  p50: number;
  p90: number;
}

/**
 * What `after` has more than `before` of a number, in the same people: row by row where the draw is
 * the same. Null: too few of them for a range.
 */
export function spreadOfChange(
  after: Timeline | null,
  before: Timeline | null,
  name: string,
): Spread | null {
  const [here, there] = [after?.columns, before?.columns];
  if (!here?.[name] || !there?.[name]) return null;
  const then = new Map([...there.draw].map((draw, i) => [draw, there[name][i]]));
  const changes = [...here.draw]
    .map((draw, i) => here[name][i] - (then.get(draw) ?? NaN))
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  const n = changes.length;
  if (n < 10) return null;
  const tenth = Math.floor(n / 10);
  return { p10: changes[tenth], p50: changes[n >> 1], p90: changes[n - 1 - tenth] };
}

/** A column, and its ends where draws were made. */
export interface Curve {
  value: Float64Array;
  p10: Float64Array | null;
  p90: Float64Array | null;
}

export function curveOf(timeline: Timeline, name: string): Curve | null {
  const value = timeline.columns[name];
  if (!value) return null;
  return {
    value,
    p10: timeline.columns[`${name}_p10`] ?? null,
    p90: timeline.columns[`${name}_p90`] ?? null,
  };
}
