/**
 * What the page knows before its engine runs: computed once at build by the native program and the
 * engine itself, so that the first picture and the validation need no waiting.
 *
 *   storedOf(program, engine) -> object of src/state/stored.ts, without licences
 */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const WEB = path.dirname(fileURLToPath(import.meta.url));
const WALK = path.join(WEB, "../examples/walk");
const SCENARIOS = path.join(WEB, "../data/scenarios");

const FIRST = "sitting_upright"; // the posture that the page opens with

const run = (program, argv) => {
  try {
    return execFileSync(program, argv, { encoding: "utf8", maxBuffer: 1 << 28 });
  } catch (problem) {
    if (problem.status === 1) return problem.stdout; // a check that failed is a result
    throw problem;
  }
};
const json = (program, argv) => JSON.parse(run(program, argv));

/** Members that the page shows of a level; medians and digits that it does not are left behind. */
const LEVEL = ["compression_N", "shear_anterior_N", "idp_MPa"];
const picked = (names, from) => Object.fromEntries(names.map((name) => [name, from[name]]));
const short = (key, value) =>
  key === "p50" ? undefined : typeof value === "number" ? Number(value.toPrecision(7)) : value;
const shortened = (result) => JSON.parse(JSON.stringify(result, short));

/** What the page shows of a posture before the engine is there. */
function first(program, posture) {
  const result = json(program, ["pose", posture, "--explain", "--json"]);
  const muscles = Object.entries(result.muscles).filter(([name]) => name.startsWith("psoas_"));
  const levels = Object.entries(result.levels);
  return shortened({
    ...result,
    levels: Object.fromEntries(levels.map(([name, level]) => [name, picked(LEVEL, level)])),
    muscles: Object.fromEntries(muscles.map(([name, m]) => [name, { force_N: m.force_N }])),
  });
}

/** "name   title" a line. */
const listed = (text) =>
  text
    .split("\n\n")[0]
    .split("\n")
    .filter(Boolean)
    .map((line) => {
      const [, name, title] = /^(\S+)\s+(.*)$/.exec(line);
      return { name, title };
    });

function scenarios(program, verb, prefix) {
  const files = readdirSync(SCENARIOS);
  return listed(run(program, [verb, "--list"]))
    .map(({ name, title }) => ({ name, title, file: `${prefix}${name}.yaml` }))
    .filter(({ file }) => files.includes(file))
    .map(({ name, title, file }) => ({
      name,
      title,
      yaml: readFileSync(path.join(SCENARIOS, file), "utf8"),
    }));
}

/** Joints of the model, seen from the right; who lies on the side is seen from above. */
function figureOf(scene, frame, seated) {
  const index = Object.fromEntries(scene.bodies.map((body, i) => [body.name, 12 * i]));
  const X = frame.bodies;
  const upright = Math.abs(X[index.pelvis + 8]) > 0.7; // the pelvis' own right points to z
  const at = (body, [x, y, z] = [0, 0, 0]) => {
    const b = index[body];
    const g = [0, 1, 2].map(
      (r) => X[b + 3 * r] * x + X[b + 3 * r + 1] * y + X[b + 3 * r + 2] * z + X[b + 9 + r],
    );
    const flat = upright ? [g[0], g[1]] : [g[0], -g[2]];
    return flat.map((value) => Number(value.toFixed(3)));
  };
  const leg = (side) => [
    at(`femur_${side}`),
    at(`tibia_${side}`),
    at(`foot_${side}`),
    at(`foot_${side}`, [0.15, -0.03, 0]),
  ];
  const hip = at("femur_r");
  return {
    near: leg("r"),
    far: leg("l"),
    trunk: [
      hip,
      at("lumbar5"),
      at("lumbar3"),
      at("lumbar1"),
      at("torso", [-0.03, 0.3, 0]),
      at("torso", [-0.01, 0.45, 0]),
    ],
    head: at("torso", [0.01, 0.62, 0]),
    seat: seated
      ? [
          [hip[0] - 0.2, hip[1] - 0.14],
          [hip[0] + 0.3, hip[1] - 0.14],
        ]
      : [],
  };
}

/** What a drawing needs of a scene and a frame: psoas lines alone, rounded to a tenth of a millimetre. */
function flatOf(scene, frame) {
  const rounded = (list) => Array.from(list, (x) => Number(x.toFixed(4)));
  const at = { starts: [0], points: [], force: [], length: [] };
  const lines = scene.lines.filter((line, i) => {
    if (line.region !== "psoas") return false;
    at.points.push(...rounded(frame.points.subarray(3 * frame.starts[i], 3 * frame.starts[i + 1])));
    at.starts.push(at.points.length / 3);
    at.force.push(Number(frame.force[i].toFixed(1)));
    at.length.push(Number(frame.length[i].toFixed(4)));
    return true;
  });
  const wanted = /^(compression_N|place_m|axis|front)/;
  const kept = scene.levelColumns.filter((name) => wanted.test(name));
  const n = scene.levelColumns.length;
  return {
    scene: {
      bodies: scene.bodies.map(({ name }) => ({ name })),
      levels: scene.levels,
      levelColumns: kept,
      lines: lines.map(({ region, volume_cm3 }) => ({ region, volume_cm3 })),
      person: { size: scene.person.size },
    },
    frame: {
      ...at,
      bodies: rounded(frame.bodies),
      levels: rounded(frame.levels.filter((_, i) => wanted.test(scene.levelColumns[i % n]))),
    },
  };
}

export async function storedOf(program, engine) {
  const postures = [];
  for (const { name, title } of listed(run(program, ["pose", "--list"]))) {
    const frame = await engine.solve({}, { posture: name });
    const scene = await engine.scene("full");
    const posed = json(program, [
      "pose",
      name === "walking" ? "walking_step" : name,
      "--draws",
      "0",
      "--json",
    ]);
    const seated = posed.support.seat_N > 0;
    postures.push({
      name,
      title,
      angles: posed.posture_angles,
      figure: figureOf(scene, frame, seated),
    });
  }
  const evidence = json(program, ["evidence", "--json"]);
  const tasks = readFileSync(path.join(SCENARIOS, "../life/tasks.csv"), "utf8")
    .split("\n")
    .slice(1)
    .map((line) => line.split(",")[0])
    .filter(Boolean);
  return {
    version: evidence.psoas_version,
    help: evidence.when_to_get_help,
    postures,
    days: scenarios(program, "day", ""),
    weeks: scenarios(program, "weeks", "weeks_"),
    tasks,
    sample: ["walker.osim", "constructed_walk.mot", "grf.mot", "loads.xml", "reserves.xml"].map(
      (name) => ({
        name,
        text: readFileSync(path.join(WALK, name), "utf8"),
      }),
    ),
    first: first(program, FIRST),
    flat: flatOf(await engine.scene("full"), await engine.solve({}, { posture: FIRST })),
    validation: shortened(json(program, ["validate", "--json"])),
  };
}
