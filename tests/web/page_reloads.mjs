// page_reloads.mjs: reloading the page over and over costs nothing, and keeps the work: what was
// set, the way back, files and results.
//
// RELOADS (20) is how often; after some of them memory of scripts is counted, with garbage gone. What
// rests is the same 7.7 MB to a few hundredths; a page that kept its past would grow by all of that
// at each reload, and one that kept no more than the bones' 0.35 MB is still seen: 0.5 MB may be more.
import { check, close, open, run, settled } from "./page_kit.mjs";

const RELOADS = Number(process.env.RELOADS ?? 20);
const EVERY = Math.max(5, RELOADS / 10);
const MOST_MB = 0.5;
const FIRST = 2; // reloads before the first count: caches of the browser fill

/** [MB] of scripts' memory, and how many nodes and listeners are held. */
async function held(page, session) {
  for (let i = 0; i < 2; i++) await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  const { nodes, jsEventListeners, documents } = await session.send("Memory.getDOMCounters");
  return { mb: usedSize / 1e6, nodes, listeners: jsEventListeners, documents };
}

await run({
  async [`${RELOADS} reloads leave memory and workers as they were`](browser, url) {
    const page = await open(browser, url);
    const session = await page.context().newCDPSession(page);
    await session.send("HeapProfiler.enable");
    let first = null;
    for (let i = 1; i <= RELOADS; i++) {
      await page.reload();
      await page.waitForSelector('[data-ready="yes"]');
      if (i !== FIRST && i % EVERY) continue;
      await settled(page);
      await page.waitForSelector(".ensemble [data-value]");
      await page.waitForTimeout(300); // the worker of the last command ends
      const now = await held(page, session);
      first ??= now;
      check(page.workers().length === 1, `${page.workers().length} workers after ${i} reloads`);
      check(now.mb < first.mb + MOST_MB, `${now.mb} MB after ${i} reloads, first ${first.mb}`);
      check(now.nodes < 1.2 * first.nodes, `${now.nodes} nodes after ${i}, first ${first.nodes}`);
      check(now.documents <= first.documents, `${now.documents} documents after ${i} reloads`);
      console.log(
        `        ${i}: ${now.mb.toFixed(2)} MB, ${now.nodes} nodes, ${now.listeners} listeners`,
      );
    }
    await close(page, "reloads");
  },

  async "posture, view, language and theme are there after a reload"(browser, url) {
    const page = await open(browser, url, { state: { language: "de", theme: "dark" } });
    await page.click('.panel.left [data-posture="driving"]');
    const slider = page.locator('.panel.left input[type="range"]').first();
    await slider.focus();
    await page.keyboard.press("ArrowRight");
    const degrees = await slider.inputValue();
    const title = await page.locator("#view h1").innerText();
    await page.reload();
    await page.waitForSelector('[data-ready="yes"]');
    check((await page.locator("#view h1").innerText()) === title, `the title was ${title}`);
    check((await slider.inputValue()) === degrees, `the slider stood at ${degrees}`);
    const { lang, dataset } = await page.evaluate(() => ({
      lang: document.documentElement.lang,
      dataset: { ...document.documentElement.dataset },
    }));
    check(lang === "de" && dataset.theme === "dark", `language ${lang}, theme ${dataset.theme}`);
    await page.keyboard.press("5");
    await page.waitForSelector(".view-trial");
    await page.reload();
    await page.waitForSelector(".view-trial");
    await close(page, "state");
  },

  async "undo and redo are there after a reload, and where one stood in the day"(browser, url) {
    const page = await open(browser, url, { view: "day" });
    const blocks = () =>
      page.locator("[data-block]").evaluateAll((l) => l.map((b) => b.getAttribute("aria-label")));
    const undo = page.locator('[aria-label="Undo"]');
    const first = await blocks();
    await page.locator("[data-block]").nth(2).focus();
    for (const key of ["ArrowRight", "ArrowRight", "Shift+ArrowRight"])
      await page.keyboard.press(key);
    const edited = await blocks();
    await undo.click();
    const between = await blocks();
    await page.locator(".scrub").focus();
    await page.keyboard.press("PageUp");
    const at = await page.locator(".scrub").inputValue();
    await page.reload();
    await page.waitForSelector('[data-ready="yes"]');
    check((await page.locator(".scrub").inputValue()) === at, `the scrubber stood at ${at}`);
    check(String(await blocks()) === String(between), "the day is as it was");
    await page.click('[aria-label="Redo"]');
    check(String(await blocks()) === String(edited), "redo after a reload");
    for (let i = 0; i < 3; i++) await undo.click();
    check(String(await blocks()) === String(first), "three steps of undo after a reload");
    check(await undo.isDisabled(), "and no more");
    const ids = await page
      .locator("[data-block]")
      .evaluateAll((l) => l.map((b) => b.dataset.block));
    check(new Set(ids).size === ids.length, "every block has a name of its own");
    await close(page, "undo");
  },

  async "a link is one step of undo from one's own work"(browser, url) {
    const page = await open(browser, url, { state: { language: "de" } });
    await page.click('.panel.left [data-posture="driving"]');
    const title = await page.locator("#view h1").innerText();
    await page.waitForTimeout(600); // it is kept after a moment of rest
    const { deflateRawSync } = await import("node:zlib");
    const link = { v: 1, p: "0", s: { body: { posture: "standing_bent", inputs: {} } } };
    await page.goto(`${url}?l#s=${deflateRawSync(JSON.stringify(link)).toString("base64url")}`);
    await page.waitForSelector('[data-ready="yes"]');
    check((await page.locator("#view h1").innerText()) !== title, "the link shows its posture");
    check((await page.evaluate(() => document.documentElement.lang)) === "de", "in one's language");
    await page.click('[aria-label="Rückgängig"]');
    check((await page.locator("#view h1").innerText()) === title, "undo has one's own again");
    await close(page, "link");
  },

  async "a full storage keeps the work, and the page goes on"(browser, url) {
    const init = () => {
      const set = Storage.prototype.setItem;
      Storage.prototype.setItem = function (key, text) {
        if (text.length > 6000) throw new DOMException("full", "QuotaExceededError");
        set.call(this, key, text);
      };
      indexedDB.open = () => {
        throw new DOMException("no", "SecurityError");
      };
    };
    const page = await open(browser, url, { init, view: "day" });
    await page.locator("[data-block]").nth(2).focus();
    for (let i = 0; i < 8; i++) await page.keyboard.press("ArrowRight");
    await page.waitForTimeout(600);
    const kept = () => page.evaluate(() => localStorage["psoas.page/1/history"]?.length ?? 0);
    const length = await kept();
    check(length > 100 && length <= 6000, `of eight steps ${length} letters fit`);
    await page.reload();
    await page.waitForSelector('[data-ready="yes"]');
    check(await page.locator('[aria-label="Undo"]').isEnabled(), "the last steps can be undone");
    await close(page, "full storage");
  },

  async "a finished trial is there after a reload, until its files are removed"(browser, url) {
    const page = await open(browser, url, { view: "trial" });
    await page.click("[data-sample]");
    await page.waitForSelector('[data-result="yes"]');
    await page.locator(".player input").focus();
    await page.keyboard.press("PageUp");
    const shown = () =>
      page.locator(".plot [data-value]").evaluateAll((l) => l.map((b) => b.dataset.value));
    const before = await shown();
    await page.addInitScript(() => {
      globalThis.commands = 0;
      globalThis.Worker = class extends Worker {
        postMessage(message, ...rest) {
          if (message.kind === "command") globalThis.commands++;
          super.postMessage(message, ...rest);
        }
      };
    });
    await page.reload();
    await page.waitForSelector('[data-result="yes"]');
    check(String(await shown()) === String(before), "the plots stand at the same numbers");
    const again = await page.evaluate(() => globalThis.commands);
    const posture = 4; // its ranges: few draws, all, the comparison, every criterion
    check(again <= posture, `${again} commands ran, and none of the trial may`);
    await page.evaluate(() => {
      indexedDB.open = () => ({}); // as one that is slow to open
      const remove = [...document.querySelectorAll("button")].find((b) =>
        b.textContent.includes("Remove all files"),
      );
      remove.click();
      location.reload();
    });
    await page.waitForSelector("[data-sample]");
    await page.waitForTimeout(500);
    check((await page.locator(".file-row").count()) === 0, "removed files are gone");
    await close(page, "trial");
  },
});
