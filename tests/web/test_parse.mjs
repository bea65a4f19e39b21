// Bad XML and YAML: the page's parsers end with the command's words, lines and columns.
import assert from "node:assert/strict";

import { engine, end, fact, native } from "./kit.mjs";
import { XML, YAML } from "./bad_texts.mjs";

const encoder = new TextEncoder();

function sameAnswer(name, argv, file, bytes) {
  const files = { [file]: typeof bytes === "string" ? encoder.encode(bytes) : bytes };
  const [a, b] = [native(argv, files), engine(argv, files)];
  assert.deepEqual([b.code, b.stderr], [a.code, a.stderr], name);
  assert.notEqual(a.code, 0, `${name} is not bad: ${a.stdout.slice(0, 80)}`);
}

const POSE = ["pose", "p.yaml", "--draws", "0", "--json"];

await fact(`${Object.keys(YAML).length} bad YAML files are refused in the same words`, () => {
  for (const [name, yaml] of Object.entries(YAML)) sameAnswer(name, POSE, "p.yaml", yaml);
});

await fact(`${Object.keys(XML).length} bad XML files are refused in the same words`, () => {
  for (const [name, xml] of Object.entries(XML))
    sameAnswer(name, ["info", "m.osim"], "m.osim", xml);
});

await fact("bytes that are no text are refused in the same words", () => {
  sameAnswer("no UTF-8", POSE, "p.yaml", new Uint8Array([97, 58, 32, 0xff, 10]));
  sameAnswer("UTF-16", ["info", "m.osim"], "m.osim", new Uint8Array([0xff, 0xfe, 60, 0, 97, 0]));
  sameAnswer(
    "ISO-8859-1",
    ["info", "m.osim"],
    "m.osim",
    new Uint8Array([60, 0xe4, 62, 10, 60, 47, 97, 62]),
  );
});

await fact("limits on depth and size hold", () => {
  sameAnswer("deep XML", ["info", "m.osim"], "m.osim", "<a>".repeat(100000));
  sameAnswer("deep lists", POSE, "p.yaml", "a: " + "[".repeat(100000));
  sameAnswer("deep blocks", POSE, "p.yaml", "- ".repeat(50000));
  sameAnswer("long attribute", ["info", "m.osim"], "m.osim", `<a x="${"y".repeat(70000)}"/>`);
  sameAnswer("large YAML", POSE, "p.yaml", "# x\n".repeat(1100000));
});

await fact("flow lists may stand in any column", () => {
  const files = {
    "p.yaml": encoder.encode(
      "posture: standing\nperson: {\nsex: female,\n# small\nage_y: 30\n}\n",
    ),
  };
  assert.equal(engine(POSE, files).code, 0);
});

end();
