// page_reloads.mjs: reloading the page over and over costs nothing, and keeps the work.
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
      await page.waitForSelector('[data-ready="yes"]', { timeout: 60_000 });
      if (i !== FIRST && i % EVERY) continue;
      await settled(page);
      await page.waitForSelector(".ensemble [data-value]", { timeout: 60_000 });
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
    await page.waitForSelector('[data-ready="yes"]', { timeout: 60_000 });
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
});
