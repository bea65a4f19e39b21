// The command in WebAssembly says what the command says: postures, a day, trials, exit status.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";

import {
  agreeJson,
  agreeText,
  bytesOf,
  core,
  end,
  engine,
  fact,
  module,
  native,
  plain,
  ROOT,
  text,
} from "./kit.mjs";

const set = (...pairs) => pairs.flatMap((pair) => ["--set", pair]);
const FILE = {
  "p.yaml": new TextEncoder().encode(
    "posture: sitting_relaxed\ntrunk_inclination_deg: 12\nchair: {tilt_deg: 4}\n" +
      "loads: [{body: hands, mass_kg: 5, at_m: [0.3, 0.1, 0.1]}]\nperson: {sex: female}\n",
  ),
};
const POSTURES = [
  ["standing"],
  ["sitting_relaxed"],
  ["sitting_slumped"],
  ["driving"],
  ["lying_supine"],
  ["knee_to_chest"],
  ["lifting_20kg"],
  ["walking_step"],
  ["sit_up"],
  ["p.yaml"],
  ["standing", ...set("effort.trunk_extension=max")],
  ["standing", ...set("sex=female", "height_m=1.52", "mass_kg=50")],
  ["standing", ...set("height_m=1.95", "mass_kg=98", "lordosis_deg=60")],
  ["standing_bent", ...set("trunk_bend_deg=10", "trunk_twist_deg=8", "stress=0.6")],
  ["driving", "--detail", "light"],
  ["standing", "--spine", "rhythm"],
  ["standing", "--criterion", "volume3"],
  ["standing", "--criterion", "geometry"],
  ["standing", "--criterion", "minmax"],
  ["standing", "--criterion", "a2"],
  ["standing", "--criterion", "a3"],
  ["standing", ...set("lordosis_deg=55.4")],
  ["standing", ...set("equilibrium=true")],
];

await fact("postures have the command's numbers", () => {
  let worst = 0;
  for (const posture of POSTURES) {
    const argv = ["pose", ...posture, "--draws", "0", "--json"];
    const [a, b] = [native(argv, FILE), engine(argv, FILE)];
    assert.equal(a.code, 0, a.stderr);
    assert.deepEqual([b.code, b.stderr], [a.code, a.stderr]);
    worst = Math.max(worst, agreeJson(a.stdout, b.stdout, posture.join(" ")));
  }
  console.log(`        ${POSTURES.length} postures; of the room: ${worst.toExponential(1)}`);
});

// a range that is none is a plain number, and which is one roundoff may decide
await fact("draws are the same, and so are the ranges of what matters", () => {
  const argv = ["pose", "sitting_relaxed", "--draws", "12", "--json"];
  const [a, b] = [native(argv), engine(argv)].map(({ stdout }) => JSON.parse(stdout));
  for (const [level, numbers] of Object.entries(a.levels))
    agreeJson(
      JSON.stringify(numbers.compression_N),
      JSON.stringify(b.levels[level].compression_N),
    );
  agreeJson(JSON.stringify(a.groups.psoas_r), JSON.stringify(b.groups.psoas_r));
  agreeJson(JSON.stringify(a.influences), JSON.stringify(b.influences));
});

// when a lane that is nothing but roundoff is highest says nothing
const untimed = (written) => written.replace(/"(?:most|least)_at": "[^"]*"/g, "");

function sameFiles(argv, files) {
  const [a, b] = [native(argv, files), engine(argv, files)];
  assert.deepEqual([b.code, b.stderr], [a.code, a.stderr]);
  assert.deepEqual(Object.keys(b.files).sort(), Object.keys(a.files).sort());
  assert.ok(Object.keys(a.files).length > 0);
  for (const [name, bytes] of Object.entries(a.files))
    agreeText(name, untimed(text(bytes)), untimed(text(b.files[name])));
}

await fact("an hour of a day writes the same table, result and page", () => {
  const day = { "day.yaml": bytesOf("tests/data/slumped_hour.yaml") };
  sameFiles(["day", "day.yaml", "--draws", "0", "-o", "out", "--quiet"], day);
});

await fact("a trial writes the same files", () => {
  const names = readdirSync(join(ROOT, "examples/walk"));
  const walk = Object.fromEntries(names.map((name) => [name, bytesOf(`examples/walk/${name}`)]));
  sameFiles(["run-tool", "setup_so.xml", "-o", "results", "--quiet"], walk);
  const inputs = [
    "--model",
    "walker.osim",
    "--motion",
    "constructed_walk.mot",
    "--loads",
    "loads.xml",
  ];
  sameFiles(["id", ...inputs, "-o", "results", "--quiet"], walk);
});

const WEEKS = `phases:
  - {for: 3 weeks, days: {office: 7}, stretch_min: 5}
episode: {kind: acute, week: 1}
`;

await fact("weeks, with draws, write the same table, result and page", () => {
  const weeks = { "weeks.yaml": new TextEncoder().encode(WEEKS) };
  sameFiles(["weeks", "weeks.yaml", "--draws", "3", "-o", "out", "--quiet"], weeks);
  sameFiles(["weeks", "driver_year", "--draws", "0", "-o", "out", "--quiet"], {});
});

// ---- the zoo: small models of every kind of joint, force and wrap

const ZOO = join(ROOT, "tests/data/zoo");

/** Its poses, a tenth of a second apart, and a reserve for each of its coordinates. */
function zooTrial(name) {
  const csv = text(bytesOf(join("tests/data/zoo/golden", name, "poses.csv"))).trimEnd();
  const [head, ...rows] = csv.split("\n").map((line) => line.split(","));
  const columns = head.flatMap((title, i) => (title.startsWith("q:") ? [i] : []));
  const names = columns.map((c) => head[c].slice(2));
  const lines = rows.map((row, i) => [i / 10, ...columns.map((c) => row[c])].join("\t"));
  const reserve = (coordinate) =>
    `<CoordinateActuator name="${coordinate}_reserve"><coordinate>${coordinate}</coordinate>` +
    `<optimal_force>100</optimal_force></CoordinateActuator>`;
  const encode = (written) => new TextEncoder().encode(written);
  return {
    "model.osim": bytesOf(`tests/data/zoo/models/${name}.osim`),
    "motion.mot": encode(
      `motion\nnRows=${rows.length}\nnColumns=${names.length + 1}\ninDegrees=no\nendheader\n` +
        `${["time", ...names].join("\t")}\n${lines.join("\n")}\n`,
    ),
    "reserves.xml": encode(
      `<OpenSimDocument Version="40000"><ForceSet><objects>${names.map(reserve).join("")}` +
        `</objects></ForceSet></OpenSimDocument>`,
    ),
  };
}

await fact("every model of the zoo moves, is recruited and loaded alike", () => {
  for (const name of readdirSync(join(ZOO, "golden")))
    for (const verb of ["id", "so", "jr", "muscles"]) {
      const argv = [verb, "--model", "model.osim", "--motion", "motion.mot", "-o", "out"];
      if (verb === "so") argv.push("--reserves", "reserves.xml");
      argv.push("--ignore-unsupported", "--quiet");
      sameFiles(argv, zooTrial(name));
    }
});

await fact("models of every kind of joint, force and wrap are read alike", () => {
  for (const name of readdirSync(join(ZOO, "models"))) {
    const argv = ["info", name, "--json"];
    const files = { [name]: bytesOf(`tests/data/zoo/models/${name}`) };
    const [a, b] = [native(argv, files), engine(argv, files)];
    assert.deepEqual([b.code, b.stderr], [a.code, a.stderr]);
    agreeJson(a.stdout, b.stdout);
  }
});

// the engine serves nothing, so its list of verbs has a line less
const unserved = (said) => ({ ...said, stdout: said.stdout.replace(/^ {2}serve .*\n/m, "") });

await fact("usage, missing files and what exists are answered alike", () => {
  const words = [
    "",
    "pose standin",
    "pose --draws x standing",
    "info m.osim",
    "pose standing --draws 0 -o p.yaml",
    "--version",
    "help",
    "pose --list",
    "info q.yaml",
  ];
  for (const argv of words.map((line) => line.split(" ").filter(Boolean)))
    assert.deepEqual(plain(engine(argv, FILE)), unserved(plain(native(argv, FILE))));
});

await fact("an instance runs the command as often as it is asked, with the same bits", () => {
  const instance = new core.Instance(module);
  const argv = ["pose", "sitting_relaxed", "--draws", "0", "--json"];
  const run = () => core.command(instance, argv).stdout;
  const first = run();
  const size = instance.engine.memory.buffer.byteLength;
  for (let i = 0; i < 5; i++) assert.equal(run(), first);
  assert.equal(instance.engine.memory.buffer.byteLength, size);
});

await fact("progress is told line by line and kept out of the messages", () => {
  const seen = [];
  const argv = ["pose", "standing", "--draws", "40", "--json"];
  const { stderr, code } = core.command(new core.Instance(module), argv, {}, (p) => seen.push(p));
  assert.equal(code, 0);
  assert.equal(stderr, "");
  assert.ok(seen.length >= 1 && seen.at(-1).done === seen.at(-1).total);
});

end();
