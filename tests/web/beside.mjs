// beside.mjs: what the command says, and comparing with it, for tests in Node and in a browser.
//
// PSOAS_PROGRAM is the command. Numbers may be apart by 1e-9 of themselves and 1e-9 of the largest of
// their kind: the mathematical functions of two C libraries differ in the last bit.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const PROGRAM = process.env.PSOAS_PROGRAM ?? join(ROOT, "build/release/bin/psoas");
const CLOSE = 1e-9;
const DIGITS = { posture: 8, table: 6 }; // of numbers in results

/** What the command makes of it; `files` by path. */
export function native(argv, files = {}) {
  const folder = mkdtempSync(join(tmpdir(), "psoas-"));
  try {
    for (const [path, bytes] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), bytes);
    }
    const { status, stdout, stderr } = spawnSync(PROGRAM, argv, {
      cwd: folder,
      encoding: "utf8",
      maxBuffer: 1 << 28,
    });
    return { code: status, stdout, stderr, files: filesBelow(folder, files) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function filesBelow(folder, but, found = {}, at = folder) {
  for (const name of readdirSync(at)) {
    const path = join(at, name);
    if (statSync(path).isDirectory()) filesBelow(folder, but, found, path);
    else if (!(relative(folder, path) in but)) found[relative(folder, path)] = readFileSync(path);
  }
  return found;
}

/** The same without the system's own numbers for what went wrong. */
export const plain = ({ code, stderr, stdout }) => ({
  code,
  stdout,
  stderr: stderr.replace(/ \(errno \d+\)/g, ""),
});

// ---- comparing

/** Every number of a tree, by path. */
function numbersOf(tree, path = "", found = []) {
  if (typeof tree === "number") found.push([path, tree]);
  else if (tree && typeof tree === "object")
    for (const [key, inner] of Object.entries(tree)) numbersOf(inner, `${path}.${key}`, found);
  return found;
}

/** What is no number, with numbers blanked. */
const shapeOf = (tree) =>
  JSON.stringify(tree, (_key, value) => (typeof value === "number" ? 0 : value));

// what iterations leave over is of the kind of what they are about: moments of newton metres, angles
const LEFT_OVER = new Map([
  ["residual", 10],
  ["kkt", 10],
  ["settled_deg", 90],
]);
const UNIT = /(?:^|_)(N|Nm|m|mm|deg|pct|MPa|kPa)$/;
function kindOf(path) {
  const names = path.replace(".share.", ".share_N.").split(".").reverse();
  const unit = names.find((name) => UNIT.test(name));
  return unit ? UNIT.exec(unit)[1] : names.find((name) => !/^\d+$/.test(name));
}

const unitOf = (x, digits) =>
  x === 0 ? 0 : 10 ** (Math.floor(Math.log10(Math.abs(x))) + 1 - digits);

/** Lists [name, ours, theirs] agree; with `digits` they may also be on two sides of a rounding. */
export function agree(pairs, { digits = Infinity, close = CLOSE } = {}) {
  const largest = new Map(LEFT_OVER);
  for (const [name, a] of pairs)
    if (Number.isFinite(a))
      largest.set(kindOf(name), Math.max(largest.get(kindOf(name)) ?? 0, Math.abs(a)));
  let worst = 0;
  for (const [name, a, b] of pairs) {
    if (Object.is(a, b) || a === b) continue;
    const room = close * (Math.abs(a) + largest.get(kindOf(name))) + unitOf(a, digits);
    const apart = Math.abs(a - b) / room;
    assert.ok(apart <= 1, `${name}: ${b} in WebAssembly, ${a} natively`);
    worst = Math.max(worst, apart);
  }
  return worst;
}

export function agreeJson(ours, theirs, what = "", close = CLOSE) {
  const [a, b] = [JSON.parse(ours), JSON.parse(theirs)];
  assert.equal(shapeOf(b), shapeOf(a));
  const other = numbersOf(b);
  const pairs = numbersOf(a).map(([path, x], i) => [what + path, x, other[i][1]]);
  return agree(pairs, { digits: DIGITS.posture, close });
}

/** Tables of a day or of weeks: rows with the same names. Ranges are of the kind of their number. */
export function agreeRows(ours, theirs) {
  assert.equal(theirs.length, ours.length, "rows");
  const pairs = ours.flatMap((row, i) =>
    Object.entries(row)
      .filter(([, x]) => Number.isFinite(x))
      .map(([name, x]) => [`${i}.${name.replace(/_p\d\d$/, "")}`, x, theirs[i][name]]),
  );
  return agree(pairs, { digits: DIGITS.table });
}

const NUMBER = /(?<![\w.])[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?(?![\w.])/g;

/** Words without numbers, and without the room that is left for these in a column. */
const wordsOf = (line) => line.replace(NUMBER, "0").replace(/(?<=^|\t) +/g, "");

/**
 * Tables and texts: words are equal, numbers within `close` of themselves and of 1 in their unit.
 * They may also be on two sides of a rounding; whole numbers only on pages, which round for people.
 */
export function agreeText(name, ours, theirs, close = CLOSE) {
  const a = ours.split("\n");
  const b = theirs.split("\n");
  assert.equal(b.length, a.length, `${name}: lines`);
  a.forEach((line, i) => {
    if (line === b[i]) return;
    assert.equal(wordsOf(b[i]), wordsOf(line), `${name}:${i + 1}`);
    const other = b[i].match(NUMBER) ?? [];
    (line.match(NUMBER) ?? []).forEach((x, k) => {
      const unit = Math.min(unitOfText(x), unitOfText(other[k]));
      const rounding = unit < 1 || name.endsWith(".html") ? 1.01 * unit : 0;
      const room = close * (Math.abs(x) + 1) + rounding;
      assert.ok(Math.abs(x - other[k]) <= room, `${name}:${i + 1}: ${other[k]}, natively ${x}`);
    });
  });
}

/** One of the last digit of a number as it is written. */
function unitOfText(written) {
  const [digits, power] = written.toLowerCase().split("e");
  const behind = digits.includes(".") ? digits.length - digits.indexOf(".") - 1 : 0;
  return 10 ** (Number(power ?? 0) - behind);
}

export const text = (bytes) => new TextDecoder().decode(bytes);
export const bytesOf = (path) => new Uint8Array(readFileSync(join(ROOT, path)));
