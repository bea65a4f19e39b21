// page_native.mjs: in Chromium the engine's numbers are the native program's: postures in a worker as
// the page makes it; days, weeks and files of a trial as the page shows and gives them.
//
// What the page asks of its workers is written down, and asked of the native program word by word.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { agreeJson, agreeRows, agreeText, native, text } from "./beside.mjs";
import { check, close, number, open, run, WEB } from "./page_kit.mjs";

const POSTURES = [
  ["sitting_relaxed"],
  ["standing"],
  ["lifting_20kg"],
  ["lying_supine"],
  ["walking_step"],
  ["standing", "--set", "sex=female", "height_m=1.88", "mass_kg=77"],
];
const named = (start) => readdirSync(path.join(WEB, "site")).find((n) => n.startsWith(start));

/** In the page: keeps what its workers are asked, and the files they answer with. */
function listen() {
  globalThis.asked = [];
  const text = (files) =>
    Object.fromEntries(
      Object.entries(files).map(([name, bytes]) => [name, new TextDecoder().decode(bytes)]),
    );
  globalThis.Worker = class extends Worker {
    postMessage(message, ...rest) {
      if (message.kind === "command") {
        const entry = { argv: message.argv, files: text(message.files), made: {} };
        globalThis.asked.push(entry);
        this.addEventListener("message", ({ data }) => {
          if (data.kind === "result") entry.made = text(data.result.files);
        });
      }
      super.postMessage(message, ...rest);
    }
  };
}

/** In the page: commands in a worker of the engine, one after another. */
async function inWorker({ wasm, script, commands }) {
  const module = await WebAssembly.compileStreaming(fetch(wasm));
  const worker = new Worker(script);
  const ask = (question) =>
    new Promise((resolve) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.postMessage({ id: 0, files: {}, progress: false, ...question });
    });
  await ask({ kind: "start", module });
  const answers = [];
  for (const argv of commands) answers.push((await ask({ kind: "command", argv })).result);
  worker.terminate();
  return answers;
}

/** The page's commands that `wanted` picks, with what the native program makes of them. */
async function natively(page, wanted) {
  const asked = (await page.evaluate(() => globalThis.asked)).filter(({ argv }) => wanted(argv));
  return asked.map(({ argv, files, made }) => {
    const entries = Object.entries(native(argv, files).files);
    const theirs = entries.map(([name, bytes]) => [name, text(bytes)]);
    return { ours: made, theirs: Object.fromEntries(theirs) };
  });
}

/** Rows of a table that a command wrote, by the names of its columns. */
function rowsOf(files, table = "timeline.csv") {
  const csv = Object.entries(files).find(([name]) => name.endsWith(table))[1];
  const [head, ...lines] = csv.trimEnd().split("\n");
  const names = head.split(",");
  return lines.map((line) =>
    Object.fromEntries(line.split(",").map((cell, i) => [names[i], Number(cell)])),
  );
}

/** What the last of the days has more of a number than the first, in the same 24 people. */
function rangeOfChange(days, whose, key) {
  const [before, after] = [days[0], days.at(-1)].map((day) => rowsOf(day[whose], "draws.csv"));
  const by = after.map((draw, i) => draw[key] - before[i][key]).sort((a, b) => a - b);
  check(by.length === 24, `${by.length} draws, expected 24`);
  return { p10: by[2], p90: by[21], size: before[0][key] };
}

/**
 * The table that the page's engine made has the native program's numbers, and every lane where the
 * scrubber stands shows its row. `unit`: of its time.
 */
async function sameLanes(page, [verb, draws, time, unit]) {
  await page.waitForSelector(`[data-draws="${draws}"]`);
  const [done] = await natively(page, (a) => a[0] === verb && a.includes(String(draws)));
  const ours = rowsOf(done.ours);
  agreeRows(rowsOf(done.theirs), ours);
  const scrub = page.locator(".scrub");
  for (const key of [null, "Home", "PageUp", "End"]) {
    await scrub.focus();
    if (key) await page.keyboard.press(key);
    const at = Number(await scrub.inputValue());
    const first = ours.findIndex((row) => row[time] / unit >= at);
    const i = first < 0 ? ours.length - 1 : first;
    const lanes = await page.locator("[data-lane]:has([data-value])").all();
    check(lanes.length >= 8, `${lanes.length} lanes, expected 8 or more`);
    for (const lane of lanes) {
      const name = await lane.getAttribute("data-lane");
      const shown = Number(await lane.locator("[data-value]").getAttribute("data-value"));
      const mine = ours[i][name];
      check(shown === mine, `${verb} at ${at}: ${name} is ${shown}, computed was ${mine}`);
    }
  }
}

await run({
  async "postures in a worker of Chromium have the command's numbers"(browser, url) {
    const page = await open(browser, url);
    const commands = POSTURES.map((words) => ["pose", ...words, "--draws", "0", "--json"]);
    const answers = await page.evaluate(inWorker, {
      wasm: named("psoas-"),
      script: named("worker-"),
      commands,
    });
    commands.forEach((argv, i) => {
      const wanted = native(argv);
      assert.deepEqual([answers[i].code, answers[i].stderr], [wanted.code, wanted.stderr]);
      agreeJson(wanted.stdout, answers[i].stdout, argv[1]);
    });
    await close(page, "postures");
  },

  async "Day shows the numbers that the command writes"(browser, url) {
    const page = await open(browser, url, { view: "day", init: listen });
    await sameLanes(page, ["day", 24, "time_s", 60]);
    const range = await page.locator('[data-number="discomfort"] .range').innerText();
    check(/\d–\d/.test(range), `discomfort has the range ${range}`);
    await close(page, "Day");
  },

  async "an edit of the day is told in the same people, draw by draw"(browser, url) {
    const page = await open(browser, url, { view: "day", init: listen });
    await page.waitForSelector('[data-draws="24"]');
    await page.click('button:has-text("Add a walk")');
    await page.waitForSelector('[data-change="values"]');
    await page.waitForSelector('[data-change="ranges"]');
    const days = await natively(page, (a) => a[0] === "day" && a.includes("24"));
    const rows = await page.locator("[data-changed]").all();
    check(rows.length === 4, `${rows.length} numbers are told, expected 4`);
    for (const row of rows) {
      const key = await row.getAttribute("data-changed");
      const [mine, other] = [rangeOfChange(days, "ours", key), rangeOfChange(days, "theirs", key)];
      for (const end of ["p10", "p90"]) {
        const shown = Number(await row.locator(".range").getAttribute(`data-${end}`));
        check(Math.abs(shown - mine[end]) < 1e-9, `${key}: ${end} is ${shown}, computed was ${mine[end]}`);
        const room = 2e-6 * other.size; // one unit of the last digit that the tables have, twice
        check(Math.abs(shown - other[end]) < room, `${key}: ${end} is ${shown}, natively ${other[end]}`);
      }
    }
    await close(page, "edit of the day");
  },

  async "Weeks shows the numbers that the command writes"(browser, url) {
    const phase = { weeks: 3, days: Array(7).fill("office"), stretch_min: 5 };
    const weeks = { title: "Three", phases: [phase], episode: "none", episode_week: 1 };
    const page = await open(browser, url, { view: "weeks", state: { weeks }, init: listen });
    await sameLanes(page, ["weeks", 16, "time_d", 1]);
    await close(page, "Weeks");
  },

  async "Trial gives files that are the command's, column by column"(browser, url) {
    const page = await open(browser, url, { view: "trial", init: listen });
    await page.click("[data-sample]");
    await page.waitForSelector('[data-result="yes"]');
    const done = await natively(page, ([verb]) => ["id", "so", "jr"].includes(verb));
    const wanted = Object.fromEntries(
      done.flatMap(({ theirs }) =>
        Object.entries(theirs).map(([name, written]) => [path.basename(name), written]),
      ),
    );
    const buttons = await page.locator('.panel.left button:has-text(".sto")').all();
    check(buttons.length >= 4, `${buttons.length} files to save, expected 4 or more`);
    for (const button of buttons) {
      const [saved] = await Promise.all([page.waitForEvent("download"), button.click()]);
      const name = saved.suggestedFilename();
      agreeText(name, wanted[name] ?? "", readFileSync(await saved.path(), "utf8"));
    }
    const plotted = await number(page, ".plot [data-value]");
    check(Number.isFinite(plotted), `the first plot shows ${plotted}`);

    await page.evaluate(() => (globalThis.asked = []));
    await page.selectOption("[data-cutoff]", "6");
    await page.waitForSelector('[data-result="no"]');
    await page.waitForSelector('[data-result="yes"]');
    const smooth = await natively(page, (a) => a.join(" ").includes("--cutoff 6"));
    check(smooth.length === 3, `${smooth.length} commands were told of the filter, expected 3`);
    for (const { ours, theirs } of smooth)
      for (const [name, written] of Object.entries(theirs)) agreeText(name, written, ours[name]);
    const [, before] = Object.entries(done[0].ours).find(([name]) => /dynamics.sto$/.test(name));
    const [, after] = Object.entries(smooth[0].ours).find(([name]) => /dynamics.sto$/.test(name));
    check(before !== after, "moments are others where the motion is smooth");
    await close(page, "Trial");
  },
});
