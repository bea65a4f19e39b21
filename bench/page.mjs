// page.mjs: how fast the page is: a step of a slider in the engine's worker, bytes to load, requests
// of its server, first pictures, frames a second.
//
//   node bench/page.mjs
//
// PSOAS_WEB (build/web) is the folder of tools/build_page.sh, PSOAS_PROGRAM the command; PSOAS_BENCH_SERVE
// bench_serve.c, built. Exit status 77: the page is not built, or there is no Chromium. Times are of the
// clock, messages to the worker and back included; marks stand beside them.
import { spawn, spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { BrowserWorker } from "../tests/web/browser_worker.mjs";
import { check, close, open, PROGRAM, ROOT, run, settled, WEB } from "../tests/web/page_kit.mjs";

const SERVE = process.env.PSOAS_BENCH_SERVE ?? path.join(ROOT, "build/release/bin/bench_serve");
const STEPS = 600;
const VISITS = 3;
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

/** `psoas serve` with this page: its address, and how to end it. */
async function served() {
  const argv = ["serve", "--no-open", "--site", path.join(WEB, "site"), "--port", "0"];
  const child = spawn(PROGRAM, argv, { stdio: ["ignore", "pipe", "inherit"] });
  for await (const text of child.stdout) {
    const found = /http:\S+/.exec(text);
    if (found) return { url: found[0], end: () => child.kill() };
  }
  throw new Error("psoas serve said no address");
}

/** [ms]  of a first visit, since the request; and tasks of more than 50 ms. */
async function visit(browser, url) {
  const page = await open(browser, url, {
    init: () => {
      globalThis.tasks = [];
      const watch = new PerformanceObserver((list) => globalThis.tasks.push(...list.getEntries()));
      watch.observe({ type: "longtask", buffered: true });
    },
  });
  await page.waitForFunction(() => performance.getEntriesByName("psoas-first-3d").length > 0);
  const found = await page.evaluate(() => ({
    times: Object.fromEntries(
      [...performance.getEntriesByType("paint"), ...performance.getEntriesByType("mark")].map(
        ({ name, startTime }) => [name, startTime],
      ),
    ),
    tasks: globalThis.tasks.map(({ startTime, duration }) => [startTime, duration]),
  }));
  await close(page, url);
  return found;
}

/** First pictures under `psoas serve` and from disk, in a browser that has been used before. */
async function firstPictures(browser) {
  const server = await served();
  const places = { "psoas serve": server.url, "from disk": `file://${path.join(WEB, "psoas.html")}` };
  for (const [place, url] of Object.entries(places)) {
    const visits = [];
    for (let i = 0; i < VISITS; i++) visits.push(await visit(browser, url));
    for (const name of ["first-contentful-paint", "psoas-first-body", "psoas-first-3d"]) {
      const times = visits.map(({ times }) => times[name]).sort((a, b) => a - b);
      console.log(
        `${place}, ${name}: ${times.map((ms) => ms.toFixed(0)).join(", ")} ms` +
          (name === "first-contentful-paint" ? ` (1000: ${kept(times[VISITS >> 1] <= 1000)})` : ""),
      );
    }
    const long = visits.at(-1).tasks.map(([at, ms]) => `${ms.toFixed(0)} at ${at.toFixed(0)}`);
    console.log(`${place}, tasks longer than 50 ms: ${long.join(", ") || "none"}`);
  }
  server.end();
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
    const by = await page.locator(".latency").getAttribute("data-drawn-by");
    check(rate > 1, `${name}: nothing is drawn`);
    console.log(
      `${name}, drawn by ${by}: ${rate.toFixed(0)} frames a second (10: ${kept(rate >= 10)})`,
    );
    await close(page, name);
  }
}

await sliders();
size();
spawnSync(SERVE, [PROGRAM, "2"], { stdio: "inherit" });
await run({ "first pictures": firstPictures, "frame rate": pictures });
