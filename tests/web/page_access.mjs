// page_access.mjs: no violation of axe-core in any view, theme and width; German; sheets and windows.
import { axeSource, check, close, open, run } from "./page_kit.mjs";

const VIEWS = ["body", "day", "weeks", "helps", "trial", "trust"];
const WEEKS = {
  title: "A week",
  phases: [{ weeks: 1, days: Array(7).fill("office"), stretch_min: 0 }],
  episode: "none",
  episode_week: 1,
};

async function audit(page, name) {
  await page.evaluate(axeSource());
  const { violations } = await page.evaluate(() =>
    globalThis.axe.run(document, {
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }),
  );
  // short blocks of a day are narrow, as time is; the list "Edit a block" does the same at full
  // size; and what the bar at the bottom of a phone covers comes out by scrolling
  const narrow = (n) =>
    n.target.join(" ").includes("data-block") || n.any[0]?.message.includes("partially obscured");
  for (const v of violations.map((x) =>
    x.id === "target-size" ? { ...x, nodes: x.nodes.filter((n) => !narrow(n)) } : x,
  ))
    check(
      v.nodes.length === 0,
      `${name}: ${v.id}: ${v.nodes
        .slice(0, 3)
        .map((n) => `${n.target.join(" ")} ${n.any[0]?.message ?? ""}`)
        .join(" | ")}`,
    );
}

const parts = {};
for (const theme of ["light", "dark"])
  parts[`all views, ${theme}`] = async (browser, url) => {
    const page = await open(browser, url, {
      colorScheme: theme,
      reducedMotion: "reduce",
      state: { weeks: WEEKS },
    });
    for (const [i, view] of VIEWS.entries()) {
      await page.keyboard.press(String(i + 1));
      await page.waitForSelector(`.view-${view} [data-ready="yes"]`);
      await audit(page, `${view}, ${theme}`);
    }
    await close(page, theme);
  };

parts["windows: keys, help, more, person, share"] = async (browser, url) => {
  const page = await open(browser, url);
  const windows = [
    [".foot button:has-text('When to get help')", "help"],
    [".foot button:has-text('keys')", "keys"],
    ["button[aria-label='More']", "more"],
    [".person-button", "person"],
    [".share", "share"],
  ];
  for (const [selector, name] of windows) {
    await page.locator(selector).first().click();
    await page.waitForSelector("dialog[open]");
    await audit(page, name);
    await page.keyboard.press("Escape");
    await page.waitForSelector("dialog[open]", { state: "detached" });
  }
  await close(page, "windows");
};

parts["phone: nothing is wider than the screen, and the sheet is within reach"] = async (
  browser,
  url,
) => {
  const page = await open(browser, url, {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
      reducedMotion: "reduce",
    state: { weeks: WEEKS },
  });
  for (const view of VIEWS) {
    await page.locator(".bottom button").last().click();
    await page.locator(".more-views button").nth(VIEWS.indexOf(view)).click();
    await page.waitForSelector(`.view-${view} [data-ready="yes"]`);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    check(wide <= 391, `${view} is ${wide} px wide on a phone of 390`);
    await audit(page, `${view}, phone`);
  }
  await page.locator(".bottom button").first().click();
  await page.waitForSelector('.view-body [data-ready="yes"]');
  await page.locator('.phone-controls button:has-text("Adjust")').click();
  const box = await page.locator(".sheet").boundingBox();
  check(box.height <= 0.43 * 844, `the sheet is ${box.height} px high`);
  await audit(page, "sheet");
  await close(page, "phone");
};

parts["German: every view speaks it"] = async (browser, url) => {
  const page = await open(browser, url, { state: { language: "de", weeks: WEEKS } });
  check((await page.getAttribute("html", "lang")) === "de", "the page says its language");
  check(
    (await page.locator(".views button").first().innerText()) === "Körper",
    "the first view is called Körper",
  );
  await audit(page, "German");
  await close(page, "German");
};

await run(parts);
