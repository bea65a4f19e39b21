// page_faults.mjs: what is missing or broken is said, and there is a way on.
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { check, close, native, number, open, ROOT, run, settled, WEB } from "./page_kit.mjs";

const folder = mkdtempSync(path.join(os.tmpdir(), "psoas-page-"));
const file = (name, text) => {
  writeFileSync(path.join(folder, name), text);
  return path.join(folder, name);
};

await run({
  async "the one file runs from disk, engine and all"(browser) {
    const page = await open(browser, pathToFileURL(path.join(WEB, "psoas.html")).href);
    await settled(page);
    const shown = await number(page, '[data-level="L4_L5"] [data-value]');
    check(shown > 300 && shown < 900, `L4-L5 is ${shown}`);
    await page.keyboard.press("4");
    await page.waitForSelector("[data-card]");
    await close(page, "offline file");
  },

  async "a link carries the state, a broken one leaves it alone"(browser, url) {
    const page = await open(browser, url, {
      state: { body: { posture: "sitting_slumped", inputs: { stress: 0.5 } } },
    });
    await page.click(".share");
    const link = await page
      .waitForFunction(() => document.querySelector(".share-link")?.value)
      .then((h) => h.jsonValue());
    check(link.length < 2000, `the link has ${link.length} letters`);
    await close(page, "share");
    const other = await open(browser, link);
    await other.waitForSelector('h1:has-text("Sitting slumped, adjusted")');
    check(!(await other.url()).includes("#s="), "the address is tidy again");
    await close(other, "opened link");
    for (const broken of ["#s=%%%", "#s=AAAA", `#s=${"A".repeat(5000)}`, "#s="]) {
      const bad = await open(browser, url + broken);
      await bad.waitForSelector('.note:has-text("cannot be read")');
      await bad.waitForSelector('h1:has-text("Sitting upright")');
      await close(bad, broken.slice(0, 8));
    }
  },

  async "a state from elsewhere cannot break the page"(browser, url) {
    const page = await open(browser, url, {
      state: {
        view: "nowhere",
        body: { posture: "flying", inputs: { lordosis_deg: 500 } },
        hidden: 7,
        day: { blocks: [3, {}] },
      },
    });
    await page.waitForSelector(".trouble");
    await page.click('[data-posture="standing"]');
    await page.waitForSelector('h1:has-text("Standing at ease")');
    await settled(page);
    await close(page, "foreign state");
  },

  async "what this person cannot hold is said, with the strength that could"(browser, url) {
    const state = { body: { posture: "sitting_upright", inputs: { lordosis_deg: -20 } } };
    const page = await open(browser, url, { state });
    const set = ["--set", "lordosis_deg=-20", "--draws", "0", "--json"];
    const { status, strength_enough } = native("pose", "sitting_upright", ...set);
    check(status === "infeasible" && strength_enough > 1, `${status}, ${strength_enough}`);
    const times = Math.ceil(10 * strength_enough) / 10;
    await page.waitForSelector(`.trouble:has-text("Muscles ${times} times as strong")`);
    await page.locator(".trouble button").nth(1).click();
    await page.waitForSelector(".trouble", { state: "detached" });
    await close(page, "cannot be held");
  },

  async "reloading keeps the work"(browser, url) {
    const page = await open(browser, url);
    await page.click('.panel.left [data-posture="driving"]');
    await page.waitForTimeout(600);
    for (let i = 0; i < 3; i++) await page.reload();
    await page.waitForSelector('h1:has-text("Driving")');
    await close(page, "reload");
  },

  async "without WebGL the body is drawn flat"(browser, url) {
    const page = await open(browser, url, {
      init: () => {
        const get = HTMLCanvasElement.prototype.getContext;
        HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
          return /webgl/.test(kind) ? null : get.call(this, kind, ...rest);
        };
      },
    });
    await page.waitForSelector(".flat-body path");
    await page.waitForSelector(".flat-note");
    await settled(page);
    page.troubles = page.troubles.filter((text) => !/WebGL/i.test(text)); // the library says so too
    await close(page, "no WebGL");
  },

  async "without WebAssembly the page says so and shows what is stored"(browser, url) {
    const page = await open(browser, url, {
      quiet: true,
      init: () => delete globalThis.WebAssembly,
    });
    await page.waitForSelector('.notice:has-text("engine cannot run")');
    const shown = await number(page, '[data-level="L4_L5"] [data-value]');
    check(shown > 300, `the stored L4-L5 is ${shown}`);
    await page.keyboard.press("6");
    await page.waitForSelector("[data-row]");
    await close(page, "no WebAssembly");
  },

  async "files of the wrong kind are refused by name, good ones stay"(browser, url) {
    const page = await open(browser, url, { view: "trial" });
    const input = page.locator('input[type="file"]');
    await input.setInputFiles(file("holiday.jpg", "not a model"));
    await page.waitForSelector('.trouble-line:has-text("holiday.jpg")');
    await input.setInputFiles(file("broken.osim", "<OpenSimDocument><Model>"));
    await page.waitForSelector('.trouble-line:has-text("broken.osim")');
    await input.setInputFiles(file("large.mot", "x".repeat(6_000_000)));
    await page.waitForSelector('.trouble-line:has-text("large.mot has 6 MB")');
    await page.click('button:has-text("Remove all files")');
    await page.click("[data-sample]");
    await page.waitForSelector('[data-result="yes"]');
    await close(page, "wrong files");
  },

  async "angles without a unit are asked for"(browser, url) {
    const page = await open(browser, url, { view: "trial" });
    await page.click("[data-sample]");
    await page.waitForSelector('[data-result="yes"]');
    const walk = readFileSync(path.join(ROOT, "examples/walk/constructed_walk.mot"), "utf8");
    await page
      .locator('input[type="file"]')
      .setInputFiles(file("walk.mot", walk.replace(/^inDegrees=yes\n/m, "")));
    await page.click('button:has-text("Read as degrees")');
    await page.waitForSelector('[data-result="yes"]');
    await close(page, "units");
  },

  async "a day file with a mistake is answered with its line"(browser, url) {
    const page = await open(browser, url, { view: "day" });
    await page.click('button:has-text("Templates")');
    await page
      .locator('dialog input[type="file"]')
      .setInputFiles(
        file("day.yaml", "schema: psoas.day/1\nblocks:\n  - {for: 1 h, posture: flying}\n"),
      );
    await page.waitForSelector('.note:has-text("flying")');
    await close(page, "day file");
  },

  async "print shows the report alone"(browser, url) {
    const page = await open(browser, url);
    await settled(page);
    await page.emulateMedia({ media: "print" });
    check(await page.locator(".report").isVisible(), "the report is there");
    check(!(await page.locator(".top").isVisible()), "the bar is not");
    await close(page, "print");
  },
});
