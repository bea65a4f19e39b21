/** Tables of OpenSim (.mot, .sto): header and columns, read for drawing; the engine checks them. */

export interface Storage {
  names: string[];
  columns: Float64Array[];
  inDegrees: boolean | null;
  rows: number;
}

export function storageOf(text: string): Storage {
  const end = text.search(/^endheader\s*$/m);
  if (end < 0) throw new Error("there is no 'endheader' line");
  const header = text.slice(0, end);
  const lines = text
    .slice(end)
    .split(/\r?\n/)
    .slice(1)
    .filter((line) => line.trim());
  const names = lines[0].trim().split(/\t+|\s+/);
  const columns = names.map(() => new Float64Array(lines.length - 1));
  for (let i = 1; i < lines.length; i++) {
    const cells = lines[i].trim().split(/\s+/);
    for (let k = 0; k < names.length; k++) columns[k][i - 1] = Number(cells[k]);
  }
  const said = /inDegrees\s*=\s*(yes|no)/i.exec(header);
  return {
    names,
    columns,
    inDegrees: said ? said[1].toLowerCase() === "yes" : null,
    rows: lines.length - 1,
  };
}

export const columnOf = (table: Storage | null, name: string): Float64Array | null => {
  const k = table?.names.indexOf(name) ?? -1;
  return k < 0 ? null : (table as Storage).columns[k];
};
