// Sessions under the hand in WebAssembly: the same frames as natively, in the scene's words; and
// how long a frame takes (printed, not judged).
import assert from "node:assert/strict";

import { agree, core, end, engine, fact, module, nativeFrames } from "./kit.mjs";

const ARRAYS = [
  "bodies",
  "points",
  "force",
  "active",
  "passive",
  "activation",
  "capacity",
  "length",
  "levels",
  "groups",
  "contacts",
  "numbers",
  "nerves",
];
const SETS = [
  "cold standing",
  "standing trunk_inclination_deg=1",
  "standing trunk_inclination_deg=3",
  "standing trunk_inclination_deg=3 trunk_bend_deg=5",
  "cold standing trunk_inclination_deg=3 trunk_bend_deg=5",
  "cold sitting_relaxed",
  "sitting_relaxed chair.tilt_deg=6",
  "driving chair.armrest_m=0.22",
  "cold lifting_20kg",
  "lying_supine",
  "knee_to_chest",
  "cold walking_step",
  "cold standing height_m=1.55 sex=female",
  "standing stress=0.5",
  "cold standing effort.trunk_flexion=max",
  "sit_up",
  "standing trunk_inclination_deg=200",
  "cold sitting_slumped hip_flexion_deg=70,75",
];

/** "cold standing key=value" as inputs and options. */
function parse(line) {
  const words = line.split(" ");
  const cold = words[0] === "cold" && words.shift() !== undefined;
  const [posture, ...pairs] = words;
  const inputs = Object.fromEntries(pairs.map((pair) => pair.split("=")));
  return [inputs, { posture, cold }];
}

/** Columns of a table have a kind each. */
function named(scene, array, i) {
  const columns = {
    levels: scene.levelColumns,
    contacts: scene.contactColumns,
    groups: ["force_N", "activation_pct"],
  }[array];
  if (columns) return `${array}.${columns[i % columns.length].replace(/\.\d$/, "")}`;
  return array === "numbers" ? `.${scene.numbers[i]}` : `${array}.${array}`;
}

function sameFrame(line, frame, expected, scene) {
  if (expected.refused) return assert.equal(`refused ${frame.message}`, expected.refused);
  assert.equal(
    ["solved", "infeasible", "unsettled"].indexOf(frame.status),
    expected.status[0],
    line,
  );
  assert.deepEqual([...frame.starts], expected.starts);
  for (const array of ARRAYS) {
    assert.equal(frame[array].length, expected[array].length, array);
    const pairs = expected[array].map((x, i) => [named(scene, array, i), x, frame[array][i]]);
    agree(pairs.map(([name, x, y]) => [`${line}: ${name}`, x, y]));
  }
}

for (const detail of ["full", "light"])
  await fact(
    `${SETS.length} frames of a ${detail} session are those of the native library`,
    () => {
      const expected = nativeFrames(detail, SETS);
      const session = new core.Session(new core.Instance(module), detail);
      SETS.forEach((line, k) =>
        sameFrame(line, session.solve(...parse(line)), expected[k], session.scene()),
      );
    },
  );

await fact("a cold frame has the numbers of the command", () => {
  const session = new core.Session(new core.Instance(module), "full");
  session.solve({ trunk_bend_deg: 4 }, { posture: "driving" });
  const frame = session.solve({ "chair.tilt_deg": 5 }, { posture: "driving", cold: true });
  const scene = session.scene();
  const argv = ["pose", "driving", "--set", "chair.tilt_deg=5", "--draws", "0", "--json"];
  const result = JSON.parse(engine(argv).stdout);
  const near = (x, y) => assert.ok(Math.abs(x - y) <= 1e-7 * Math.abs(y) + 1e-9, `${x}, ${y}`);
  scene.lines.forEach((line, i) => near(frame.force[i], result.muscles[line.name].force_N));
  scene.levels.forEach((level, i) =>
    near(frame.levels[i * scene.levelColumns.length], result.levels[level].compression_N),
  );
  scene.groups.forEach((group, i) => near(frame.groups[2 * i], result.groups[group].force_N));
});

await fact("a frame is one block that can be given away; views see the next one", () => {
  const session = new core.Session(new core.Instance(module), "light");
  const kept = session.solve({}, { posture: "standing" });
  const before = kept.force[0];
  assert.equal(kept.force.buffer, kept.numbers.buffer);
  const view = session.solve({ trunk_inclination_deg: 20 }, { posture: "standing" }, false);
  const pull = view.force.reduce((sum, x) => sum + x, 0);
  session.solve({}, { posture: "standing" }, false);
  assert.equal(kept.force[0], before);
  assert.notEqual(
    view.force.reduce((sum, x) => sum + x, 0),
    pull,
  );
});

await fact("what cannot be taken is said, and the last picture stays", () => {
  const session = new core.Session(new core.Instance(module), "light");
  const first = session.solve({}, { posture: "no_such_posture" });
  assert.equal(first.status, "refused");
  assert.match(first.message, /there is no posture 'no_such_posture'/);
  assert.ok(first.force.length > 20);
  const second = session.solve({ lordosi_deg: 40 }, { posture: "standing" });
  assert.match(second.message, /nearest: 'lordosis_deg'/);
  const person = session.solve(
    {},
    { posture: "standing", person: "height_m: 1.6\nsex: femal\n" },
  );
  assert.match(person.message, /^person:2:6: sex is/);
  assert.equal(session.solve({}, { posture: "standing" }).status, "solved");
});

await fact("a slider for a long time leaves memory as it was", () => {
  const instance = new core.Instance(module);
  const session = new core.Session(instance, "light");
  const slide = (n) => {
    for (let i = 0; i < n; i++)
      session.solve(
        { "chair.tilt_deg": i % 10, lordosis_deg: 30 + (i % 7) },
        { posture: "driving" },
      );
  };
  slide(50);
  const size = instance.engine.memory.buffer.byteLength;
  slide(1500);
  assert.equal(instance.engine.memory.buffer.byteLength, size);
});

// ---- times, of the processor: other programs on the machine do not count

const used = () => process.cpuUsage().user / 1000; // [ms]

function times(detail, solve) {
  const session = new core.Session(new core.Instance(module), detail);
  const ms = [];
  for (let i = 0; i < 600; i++) {
    const begun = used();
    solve(session, i < 300 ? i / 7.5 : (600 - i) / 7.5);
    if (i >= 100) ms.push(used() - begun); // before, the module is still being compiled
  }
  ms.sort((a, b) => a - b);
  const at = (share) => ms[Math.floor(share * (ms.length - 1))].toFixed(2);
  return `${at(0.5)} ms median, ${at(0.99)} ms p99`;
}

const SLIDES = {
  "leaning forward": (s, x) => s.solve({ trunk_inclination_deg: x }, { posture: "standing" }),
  "tilting a seat": (s, x) =>
    s.solve({ "chair.tilt_deg": x / 4 }, { posture: "sitting_relaxed" }),
  "another height": (s, x) => s.solve({ height_m: 1.6 + x / 200 }, { posture: "standing" }),
};
for (const detail of ["full", "light"])
  for (const [name, solve] of Object.entries(SLIDES))
    console.log(`time    ${detail}, ${name}: ${times(detail, solve)}`);

end();
