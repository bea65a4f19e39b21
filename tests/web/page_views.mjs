// page_views.mjs: every view does its main thing, by mouse and by keyboard, and shows the numbers
// that the command gives.
import { check, close, native, number, open, run, settled } from "./page_kit.mjs";

const near = (a, b) => Math.abs(a - b) <= 1e-6 * Math.max(1, Math.abs(b));

/** How many pixels of the picture have the colour of a nerve, and one of them, on the stage [px]. */
const yellow = (page) =>
  page.evaluate(async () => {
    const blob = await new Promise((detail) =>
      dispatchEvent(new CustomEvent("psoas-picture", { detail })),
    );
    const { width, height } = await createImageBitmap(blob);
    const flat = new OffscreenCanvas(width, height).getContext("2d");
    flat.drawImage(await createImageBitmap(blob), 0, 0);
    const { data } = flat.getImageData(0, 0, width, height);
    const found = [];
    for (let i = 0; i < data.length; i += 4)
      if (data[i] > 150 && data[i + 1] > 110 && data[i + 2] < 0.45 * data[i + 1]) found.push(i / 4);
    const box = document.querySelector(".stage-canvas").getBoundingClientRect();
    // within a nerve, not at its edge, whose pixels may lie beside it
    const all = new Set(found);
    const inner = found.filter((i) => [-2, 2, -2 * width, 2 * width].every((d) => all.has(i + d)));
    const one = inner[inner.length >> 1] ?? 0;
    return {
      count: found.length,
      x: box.x + ((one % width) / width) * box.width,
      y: box.y + (Math.floor(one / width) / height) * box.height,
    };
  });

/** From a place of the stage, as shares of its size, by pixels; the button stays down. */
async function pull(page, [across, down], [x, y]) {
  const box = await page.locator(".stage-canvas").boundingBox();
  const from = [box.x + across * box.width, box.y + down * box.height];
  await page.mouse.move(...from);
  await page.mouse.down();
  await page.mouse.move(from[0] + x, from[1] + y, { steps: 4 });
}
const slider = (page, label) =>
  page.locator('.panel.left input[type="range"]').and(page.getByLabel(label));

await run({
  async "Body shows the command's numbers for a posture chosen by mouse"(browser, url) {
    const page = await open(browser, url);
    await page.click('.panel.left [data-posture="standing_bent"]');
    await page.waitForSelector('h1:has-text("bent forward")');
    await settled(page);
    await page.waitForSelector(".ensemble [data-value]");
    const wanted = native("pose", "standing_bent", "--ensemble", "--json", "--draws", "256");
    for (const [level, { compression_N: load }] of Object.entries(wanted.levels)) {
      const shown = await number(page, `[data-level="${level}"] [data-value]`);
      check(near(shown, load.value), `${level} is ${shown}, expected ${load.value}`);
    }
    const text = await page.locator('[data-level="L4_L5"] .range').innerText();
    const { p10, p90 } = wanted.levels.L4_L5.compression_N;
    check(
      text.replace(/\s/g, "") === `${Number(p10.toPrecision(3))}–${Number(p90.toPrecision(3))}`,
      `range of L4-L5 is ${text}`,
    );
    const psoas = await number(page, '[data-number="psoas"] [data-value]');
    check(near(psoas, wanted.groups.psoas_r.force_N.value), `psoas is ${psoas}`);
    for (const row of wanted.ensemble.filter((r) => r.stability_floor && r.status === "solved")) {
      const shown = await number(page, `[data-criterion="${row.criterion}"] [data-value]`);
      check(near(shown, row["groups.psoas_r.force_N"]), `${row.criterion} is ${shown}`);
    }
    await close(page, "Body");
  },

  async "Body is steered by keyboard: slider, posture, undo, view"(browser, url) {
    const page = await open(browser, url);
    const lean = page.locator('.panel.left input[type="range"]').first();
    await lean.focus();
    await page.keyboard.press("Shift+ArrowRight");
    await page.waitForSelector('h1:has-text("adjusted")');
    await settled(page);
    const wanted = native("pose", "sitting_upright", "--set", "trunk_inclination_deg=16", "--json");
    const shown = await number(page, '[data-level="L4_L5"] [data-value]');
    check(near(shown, wanted.levels.L4_L5.compression_N.value), `leaning, L4-L5 is ${shown}`);
    await page.keyboard.press("Home");
    await page.waitForFunction(
      () => !document.querySelector("h1").textContent.includes("adjusted"),
    );
    await page.keyboard.press("]");
    await page.waitForSelector('h1:has-text("slumped")');
    await page.locator(".stage-canvas").focus();
    await page.keyboard.press("Control+z");
    await page.waitForSelector('h1:has-text("upright")');
    for (const [key, view] of [
      ["2", "day"],
      ["3", "weeks"],
      ["4", "helps"],
      ["5", "trial"],
      ["6", "trust"],
      ["1", "body"],
    ]) {
      await page.keyboard.press(key);
      await page.waitForSelector(`.view-${view}`);
    }
    await close(page, "Body by keyboard");
  },

  async "a slider dragged for five seconds answers to the end"(browser, url) {
    const page = await open(browser, url);
    const slider = page.locator('.panel.left input[type="range"]').first();
    const box = await slider.boundingBox();
    await page.mouse.move(box.x + 0.28 * box.width, box.y + 13);
    await page.mouse.down();
    const seen = new Set();
    for (const began = Date.now(); Date.now() - began < 5000;) {
      const share = 0.28 + 0.3 * Math.abs(Math.sin((Date.now() - began) / 700));
      await page.mouse.move(box.x + share * box.width, box.y + 13);
      seen.add(await page.locator('[data-level="L4_L5"] [data-value]').getAttribute("data-value"));
    }
    await page.mouse.up();
    check(seen.size >= 3, `${seen.size} different numbers while dragging, expected several`);
    const degrees = Number(await slider.inputValue());
    await settled(page);
    const wanted = native(
      "pose",
      "sitting_upright",
      "--set",
      `trunk_inclination_deg=${degrees}`,
      "--json",
    );
    const shown = await number(page, '[data-level="L4_L5"] [data-value]');
    check(near(shown, wanted.levels.L4_L5.compression_N.value), `after the drag L4-L5 is ${shown}`);
    await page.click('button[aria-label="Undo"]');
    await page.waitForFunction(
      () => !document.querySelector("h1").textContent.includes("adjusted"),
    );
    await close(page, "drag");
  },

  async "trunk, pelvis, thigh and load are dragged themselves"(browser, url) {
    const page = await open(browser, url);
    await page.click('.cameras button:has-text("Side")');
    const grips = [
      ["Lean of the trunk", [0.26, 0.13], [60, 0], 1],
      ["Curve of the low back", [0.27, 0.6], [15, 0], 1],
      ["Bend at the hip", [0.6, 0.81], [0, 40], -1],
    ];
    for (const [label, place, way, sign] of grips) {
      const value = async () => Number(await slider(page, label).inputValue());
      const before = await value();
      await pull(page, place, way);
      const said = await page.locator(".drag-value").innerText();
      const after = await value();
      check(sign * (after - before) >= 3, `${label} went from ${before} to ${after}`);
      check(said.startsWith(`${label} ${after}`), `while dragging: ${said}`);
      await page.keyboard.press("Escape");
      check((await value()) === before, `${label} after Esc is ${await value()}`);
      await page.mouse.up();
      check((await page.locator(".drag-value").count()) === 0, "the value goes with the drag");
    }
    check(await page.locator('[aria-label="Undo"]').isDisabled(), "Esc leaves no step of undo");

    const [label, place, way] = grips[0];
    await pull(page, place, way);
    await page.mouse.up();
    const leaning = Number(await slider(page, label).inputValue());
    await settled(page);
    const set = `trunk_inclination_deg=${leaning}`;
    const wanted = native("pose", "sitting_upright", "--set", set, "--json");
    const shown = await number(page, '[data-level="L4_L5"] [data-value]');
    check(near(shown, wanted.levels.L4_L5.compression_N.value), `leaning, L4-L5 is ${shown}`);
    await page.click('button[aria-label="Undo"]');
    check(await page.locator('[aria-label="Undo"]').isDisabled(), "one drag is one step");

    const knob = await page.locator(".load-knob").boundingBox();
    await page.mouse.move(knob.x + knob.width / 2, knob.y + knob.height / 2);
    await page.mouse.down();
    await page.mouse.move(knob.x + knob.width / 2, knob.y + knob.height / 2 + 40, { steps: 5 });
    await page.mouse.up();
    const kg = Number(await slider(page, "Load in the hands").inputValue());
    check(kg === 10, `pulled down by 40 pixels the load is ${kg} kg`);
    await page.locator(".load-knob").focus();
    await page.keyboard.press("ArrowUp");
    check((await page.locator(".load-knob").getAttribute("aria-valuenow")) === "11", "by keyboard");

    const box = await page.locator(".stage-canvas").boundingBox();
    const azimuth = () => page.locator('.cameras [aria-pressed="true"]').count();
    await page.mouse.move(box.x + 20, box.y + 0.3 * box.height);
    await page.mouse.down();
    await page.mouse.move(box.x + 60, box.y + 0.3 * box.height);
    await page.mouse.up();
    check((await azimuth()) === 0, "beside the body a drag turns the camera");
    await close(page, "drag of the body");
  },

  async "nerves are a layer, with names, and a table of where they run"(browser, url) {
    const page = await open(browser, url);
    const { count: before } = await yellow(page);
    await page.click('.chip:has-text("Nerves")');
    await page.waitForSelector('.chip.nerves[aria-pressed="true"]');
    const { count, x, y } = await yellow(page);
    check(count > before + 500, `${before} yellow pixels without nerves, ${count} with them`);
    await page.mouse.move(x, y);
    const tip = await page.locator(".tip.passing").innerText();
    check(/^(Root \w+|[\w ]+(nerve|trunk)), (right|left)/i.test(tip), `the tip says ${tip}`);
    check(tip.includes("Schematic"), "the tip says that the course is schematic");
    await page.mouse.move(5, 5);
    await page.click("#body-twin summary");
    check((await page.locator("[data-nerve]").count()) === 14, "14 nerves in the table");
    const sciatic = await page.locator('[data-nerve="sciatic"] td').innerText();
    check(sciatic === "plexus, below piriformis, ischium, thigh", `the sciatic: ${sciatic}`);
    await page.click(".chip.nerves");
    await page.waitForSelector('.chip.nerves[aria-pressed="false"]');
    check((await yellow(page)).count === before, "without the layer the picture is as before");
    await close(page, "nerves");
  },

  async "a posture is reached in 300 ms, at once where less motion is asked for"(browser, url) {
    for (const reducedMotion of ["no-preference", "reduce"]) {
      // a clock ten times slower, so that machines without a graphics processor draw the way too
      const init = () => {
        const now = performance.now.bind(performance);
        performance.now = () => now() / 10;
      };
      const page = await open(browser, url, { reducedMotion, init });
      await page.waitForSelector('[data-picture="fine"]'); // nothing of it is compiled on the way
      await page.evaluate(() => {
        window.seen = [];
        const note = () => {
          const dot = document.querySelector(".leaders circle");
          const x = Number(dot?.getAttribute("cx"));
          const moving = document.querySelector(".stage-box").dataset.moving;
          if (seen.at(-1)?.x !== x || seen.at(-1)?.moving !== moving)
            seen.push({ x, moving, at: performance.now() });
          requestAnimationFrame(note);
        };
        note();
      });
      await page.click('.panel.left [data-posture="standing_bent"]');
      await page.waitForSelector('h1:has-text("bent forward")');
      await settled(page);
      // numbers may be there before the first picture on the way
      await page.waitForFunction(
        (calm) =>
          seen.at(-1).moving === "no" &&
          (calm ? seen.length > 1 : seen.some(({ moving }) => moving === "yes")),
        reducedMotion === "reduce",
      );
      const seen = await page.evaluate(() => seen);
      const [from, to] = [seen[0].x, seen.at(-1).x];
      check(Math.abs(to - from) > 5, `the upper disc went from ${from} to ${to} px`);
      const between = seen.filter(({ x }) => (x - from) * (x - to) < -1);
      const went = seen.filter(({ moving }) => moving === "yes");
      if (reducedMotion === "reduce")
        check(between.length + went.length === 0, `${between.length} places on the way`);
      else {
        check(between.length >= 2, `${between.length} places on the way, expected some`);
        const took = seen[seen.indexOf(went.at(-1)) + 1].at - went[0].at;
        check(took > 100 && took < 450, `it took ${took} ms`);
      }
      await close(page, "way to a posture");
    }
  },

  async "Day is edited by mouse and keyboard, and shows the command's numbers"(browser, url) {
    const page = await open(browser, url, { view: "day" });
    const wanted = native("day", "office", "--draws", "0", "--contributions", "off", "--json");
    const discomfort = await page
      .locator('[data-lane="discomfort"] [data-value]')
      .getAttribute("data-value");
    check(
      Number(discomfort) > 0 && Number(discomfort) <= wanted.summary.discomfort.value + 1e-6,
      `discomfort is ${discomfort}`,
    );
    const first = page.locator("[data-block]").nth(2);
    const before = await first.getAttribute("aria-label");
    await first.focus();
    await page.keyboard.press("ArrowRight");
    await page.waitForFunction(
      (text) =>
        [...document.querySelectorAll("[data-block]")].every(
          (b) => b.getAttribute("aria-label") !== text,
        ),
      before,
    );
    await page.click('button[aria-label="Undo"]');
    await page.waitForSelector(`[aria-label="${before}"]`);
    const box = await page.locator("[data-block]").nth(3).boundingBox();
    await page.mouse.move(box.x + box.width / 2, box.y + 20);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2 + 30, box.y + 20, { steps: 4 });
    await page.waitForSelector(".block.lifted");
    await page.mouse.up();
    await page.waitForSelector('.numbers:has-text("→")');
    await page.locator(".scrub").focus();
    await page.keyboard.press("Home");
    await page.waitForSelector('h2:has-text("08:00")');
    await close(page, "Day");
  },

  async "Weeks changes with a day of the week"(browser, url) {
    const page = await open(browser, url, {
      view: "weeks",
      state: {
        weeks: {
          title: "Two weeks",
          phases: [{ weeks: 2, days: Array(7).fill("office"), stretch_min: 0 }],
          episode: "none",
          episode_week: 1,
        },
      },
    });
    await page.locator(".seven select").nth(6).selectOption("sofa");
    await page.waitForSelector('[aria-label="Undo"]:not([disabled])');
    await page.waitForSelector('.numbers:has-text("→")');
    await close(page, "Weeks");
  },

  async "What helps finds, ticks, and marks what was typed"(browser, url) {
    const page = await open(browser, url, { view: "helps" });
    const wanted = native("evidence", "--json").interventions.find((r) => r.id === "heat");
    const value = await number(page, '[data-card="heat"] [data-value]');
    check(near(value, -wanted.default.p50), `heat is ${value}`);
    await page.fill('input[type="search"]', "stretch");
    await page.waitForSelector('[data-card="hip_flexor_stretch"]');
    await page.locator('[data-remedy="hip_flexor_stretch"] input').check();
    await page.locator('[data-card="hip_flexor_stretch"] button:has-text("More")').click();
    await page.locator('[data-card="hip_flexor_stretch"] input[type="range"]').focus();
    await page.keyboard.press("ArrowLeft");
    await page.waitForSelector(".hypothetical");
    await page.keyboard.press("1");
    await page.waitForSelector(".view-body");
    check(await page.locator(".hypothetical").isVisible(), "the banner follows into other views");
    await page.click(".hypothetical button");
    await page.waitForSelector(".hypothetical", { state: "detached" });
    await close(page, "What helps");
  },

  async "What helps ranks for this person, and lives together what is ticked"(browser, url) {
    const plan = { problem: "persistent" };
    const page = await open(browser, url, { view: "helps", state: { plan, person: { age: 60 } } });
    await page.waitForSelector('[data-ranked="lived"]');
    const sets = ["--set", "episode=persistent", "age=60"];
    const words = ["plan", "office", "--json", "--draws", "0", ...sets];
    const { alone } = native(...words, "--limit", "items=1", "allow=clinical");
    await page.click('button:has-text("Benefit")');
    const order = await page
      .locator("[data-remedy]")
      .evaluateAll((list) => list.map((li) => li.dataset.remedy).slice(0, 5));
    const points = (id) => alone.find((a) => a.id === id).points_less_median_run;
    const best = Math.max(...alone.map((a) => a.points_less_median_run ?? 0));
    const first = points(order[0]);
    check(first > best - 0.01, `${order[0]} comes first with ${first} of ${best}`);
    check(
      order.every((id, i) => !i || points(id) <= points(order[i - 1]) + 0.01),
      `the first five are ${order}`,
    );
    const chosen = ["general_exercise", "heat"];
    await page.fill('input[type="search"]', "exercise");
    await page.locator('[data-remedy="general_exercise"] input').focus();
    await page.keyboard.press("Space");
    await page.fill('input[type="search"]', "heat");
    await page.locator('[data-remedy="heat"] input').check();
    await page.waitForSelector("[data-own*=heat] [data-lived]");
    const limits = ["--limit", "items=1", "minutes_per_week=0.01"];
    const own = native(...words, "--with", chosen.join(","), ...limits);
    const shown = await number(page, "[data-own] [data-value]");
    const less = own.own_choice.points_less_median_run;
    check(Math.abs(shown - less) < 0.05, `together they give ${shown}, natively ${less}`);
    const said = await page.locator("[data-own]").innerText();
    check(said.includes(`${Math.round(own.index_without)} without`), `it says ${said}`);
    check(said.includes("Heat was tried in acute back pain"), "what does nothing here is said");
    await close(page, "plan");
  },

  async "Trial runs the sample and links plots to the figure"(browser, url) {
    const page = await open(browser, url, { view: "trial" });
    await page.click("[data-sample]");
    await page.waitForSelector('[data-result="yes"]');
    check((await page.locator(".trial-muscle").count()) === 22, "22 muscles are drawn");
    await page.waitForSelector('[data-bones="femur_l femur_r pelvis"]');
    check((await page.locator(".trial-bone").count()) === 1, "the trunk alone is a line");
    const before = await page.locator(".plot [data-value]").first().getAttribute("data-value");
    await page.locator(".player input").focus();
    for (let i = 0; i < 30; i++) await page.keyboard.press("ArrowRight");
    const after = await page.locator(".plot [data-value]").first().getAttribute("data-value");
    check(before !== after, "the plot follows the figure");
    check(
      await page.locator('button:has-text("so_StaticOptimization_force.sto")').isVisible(),
      "results can be downloaded",
    );
    await close(page, "Trial");
  },

  async "a trial goes on while another view is looked at, and says that it is done"(browser, url) {
    const init = () => {
      globalThis.held = []; // the second command of a trial waits until it is sent
      globalThis.Worker = class extends Worker {
        postMessage(message, ...rest) {
          const send = () => super.postMessage(message, ...rest);
          if (message.argv?.[0] === "so") globalThis.held.push(send);
          else send();
        }
      };
    };
    const page = await open(browser, url, { view: "trial", init });
    const running = page.locator('.trial-view [role="status"]');
    await page.click("[data-sample]");
    await running.waitFor();
    await page.keyboard.press("6");
    await page.waitForFunction(() => globalThis.held.length > 0);
    await page.evaluate(() => globalThis.held.pop()());
    await page.waitForSelector('.note:has-text("The trial is done")');
    await page.keyboard.press("5");
    await page.waitForSelector('.trial-view[data-result="yes"]');
    await page.click('button:has-text("Remove all files")');
    await page.click("[data-sample]");
    await running.waitFor();
    await page.keyboard.press("6");
    await page.keyboard.press("5");
    await page.click('button:has-text("Cancel")');
    await running.waitFor({ state: "detached" });
    check((await page.locator(".file-row").count()) >= 2, "the files stay");
    check((await page.locator('[data-result="no"]').count()) === 1, "and there is no result");
    await close(page, "trial in the background");
  },

  async "Trust lists each row with its outcome, and opens a posture in Body"(browser, url) {
    const page = await open(browser, url, { view: "trust" });
    const wanted = native("validate", "--groups", "1", "--json").rows;
    for (const row of wanted) {
      const shown = await page.locator(`[data-row="${row.id}"]`).getAttribute("data-outcome");
      check(shown === row.outcome, `${row.id} is ${shown}, expected ${row.outcome}`);
    }
    await page.click('[data-row="V01_031"]');
    await page.click('button:has-text("Open in Body")');
    await page.waitForSelector('h1:has-text("Lying on the belly")');
    await close(page, "Trust");
  },
});
