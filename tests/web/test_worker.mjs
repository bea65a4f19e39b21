// The engine as the page has it, in workers: the newest wish is solved, none is left open, commands
// tell how far they are and can be ended.
import assert from "node:assert/strict";

import { BrowserWorker } from "./browser_worker.mjs";
import { end, engine, engineFile, fact, wasm, workerFile } from "./kit.mjs";

const { createEngine } = await import(engineFile);

const open = () => createEngine({ wasm, worker: () => new BrowserWorker(workerFile) });

await fact("a scene and frames come from the worker", async () => {
  const page = open();
  const scene = await page.scene("light");
  const frame = await page.solve(
    { trunk_inclination_deg: 10 },
    { posture: "standing", detail: "light" },
  );
  assert.equal(frame.force.length, scene.lines.length);
  assert.equal(frame.scene, scene.id);
  page.close();
});

await fact(
  "while one is solved the newest wish waits, and everybody who waited gets its frame",
  async () => {
    const page = open();
    const frames = await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        page.solve({ trunk_inclination_deg: i / 2 }, { posture: "standing", detail: "light" }),
      ),
    );
    assert.equal(frames.length, 50);
    const last = frames.at(-1);
    assert.ok(frames.slice(1).every((frame) => frame === last));
    const number = (await page.scene("light")).numbers.indexOf(
      "posture_angles.trunk_inclination_deg",
    );
    assert.ok(Math.abs(last.numbers[number] - 24.5) < 3);
    page.close();
  },
);

await fact("a command has the same output, and tells how far it is", async () => {
  const page = open();
  const seen = [];
  const argv = ["pose", "standing", "--draws", "30", "--json"];
  const result = await page.command(argv, { onProgress: (progress) => seen.push(progress) });
  assert.equal(result.stdout, engine(argv).stdout);
  assert.ok(seen.length > 0);
  page.close();
});

await fact("a command can be ended, and sliders go on meanwhile", async () => {
  const page = open();
  const stop = new AbortController();
  const long = page.command(["pose", "standing", "--draws", "100000"], { signal: stop.signal });
  const frame = await page.solve({}, { posture: "standing", detail: "light" });
  assert.equal(frame.status, "solved");
  setTimeout(() => stop.abort(), 200);
  await assert.rejects(long, { name: "AbortError" });
  page.close();
});

await fact("a module that is none, and a closed engine, are told", async () => {
  const page = createEngine({ wasm: new Uint8Array(8), worker: () => new BrowserWorker(workerFile) });
  await assert.rejects(page.solve({}), /WebAssembly|wasm/i);
  page.close();
});

end();
