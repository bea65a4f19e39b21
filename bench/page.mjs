// page.mjs: how fast the page is: a step of a slider in the engine's worker, bytes to load, requests
// of its server, frames a second.
//
//   node bench/page.mjs
//
// PSOAS_WEB (build/web) is the folder of tools/build_page.sh, PSOAS_PROGRAM the command; PSOAS_BENCH_SERVE
// bench_serve.c, built. Exit status 77: the page is not built, or there is no Chromium. Times are of the
// clock, messages to the worker and back included; marks stand beside them.
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { BrowserWorker } from "../tests/web/browser_worker.mjs";
import { check, close, open, PROGRAM, ROOT, run, settled, WEB } from "../tests/web/page_kit.mjs";

const SERVE = process.env.PSOAS_BENCH_SERVE ?? path.join(ROOT, "build/release/bin/bench_serve");
const STEPS = 600;
const UNCOUNTED = 100; // the module is still being compiled
const SLIDES = {
  "leaning forward": (x) => [{ trunk_inclination_deg: x }, "standing"],
  "tilting the seat": (x) => [{ "chair.tilt_deg": x / 4 }, "sitting_relaxed"],
  "another height": (x) => [{ height_m: 1.6 + x / 200 }, "standing"],
};
const MARKS = { full: [6, 12], light: [2] }; // [ms]  median, and p99 where one is meant to be kept

const kept = (fine) => (fine ? "kept" : "missed");

/** [ms]  of steps forth and back, sorted. */
async function steps(engine, detail, slide) {
  const times = [];
  for (let i = 0; i < STEPS; i++) {
    const [inputs, posture] = slide(Math.min(i, STEPS - i) / 7.5);
    const begun = performance.now();
    await engine.solve(inputs, { posture, detail });
    if (i >= UNCOUNTED) times.push(performance.now() - begun);
  }
  return times.sort((a, b) => a - b);
}

async function sliders() {
  const folder = path.join(WEB, "engine");
  const { createEngine } = await import(pathToFileURL(path.join(folder, "engine.mjs")));
  const engine = createEngine({
    wasm: readFileSync(path.join(folder, "psoas.wasm")),
    worker: () => new BrowserWorker(path.join(folder, "worker.mjs")),
  });
  for (const [detail, marks] of Object.entries(MARKS))
    for (const [name, slide] of Object.entries(SLIDES)) {
      const times = await steps(engine, detail, slide);
      const [median, p99] = [0.5, 0.99].map((share) => times[Math.floor(share * times.length)]);
      const fine = median <= marks[0] && p99 <= (marks[1] ?? Infinity);
      console.log(
        `${name}, ${detail}: ${median.toFixed(2)} ms median, ${p99.toFixed(2)} ms p99` +
          ` (${marks.join(" and ")} allowed: ${kept(fine)})`,
      );
    }
  engine.close();
}

/** As `psoas serve` sends it: by gzip, what is packed already as it is. */
function size() {
  const site = path.join(WEB, "site");
  const bytes = readdirSync(site).map((name) => {
    const plain = readFileSync(path.join(site, name));
    return name.endsWith(".woff2") ? plain.length : gzipSync(plain, { level: 9 }).length;
  });
  const mb = bytes.reduce((sum, n) => sum + n, 0) / 1e6;
  console.log(`page, compressed: ${mb.toFixed(2)} MB (1.5 MB allowed: ${kept(mb <= 1.5)})`);
}

/** Frames a second that Chromium draws while the mouse goes forth and back over a place. */
async function frames(page, box, share) {
  await page.evaluate(() => {
    globalThis.drawn = 0;
    const count = () => ((globalThis.drawn += 1), requestAnimationFrame(count));
    requestAnimationFrame(count);
  });
  const place = (t) => box.x + box.width * (0.5 + share * Math.sin(t / 500));
  const [y, began] = [box.y + box.height / 2, Date.now()];
  await page.mouse.move(place(0), y);
  await page.mouse.down();
  while (Date.now() - began < 5000) await page.mouse.move(place(Date.now() - began), y);
  await page.mouse.up();
  return ((await page.evaluate(() => globalThis.drawn)) * 1000) / (Date.now() - began);
}

async function pictures(browser, url) {
  const places = { "turning the body": ".stage-canvas", "a slider": '.panel.left input[type="range"]' };
  for (const [name, selector] of Object.entries(places)) {
    const page = await open(browser, url);
    await settled(page);
    const box = await page.locator(selector).first().boundingBox();
    const rate = await frames(page, box, 0.2);
    check(rate > 1, `${name}: nothing is drawn`);
    console.log(
      `${name}, drawn by the processor: ${rate.toFixed(0)} frames a second (10: ${kept(rate >= 10)})`,
    );
    await close(page, name);
  }
}

await sliders();
size();
spawnSync(SERVE, [PROGRAM, "2"], { stdio: "inherit" });
await run({ "frame rate": pictures });
