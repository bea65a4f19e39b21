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
