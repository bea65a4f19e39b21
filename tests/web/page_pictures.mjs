// page_pictures.mjs: views look as they did when somebody last looked at them and found them good.
//
//   node tests/web/page_pictures.mjs            compares with tests/data/page/*.png
//   node tests/web/page_pictures.mjs --write    makes these anew; look at them, then commit
//
// Compared are mean colours of blocks of 32 px: other fonts, another smoothing of edges, a last digit
// hardly move these; what is missing, at another place or of another colour does. Of the pictures that
// differ both are left in the folder pictures/ beside the page.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { check, close, open, ROOT, run, settled, WEB } from "./page_kit.mjs";

const KEPT = path.join(ROOT, "tests/data/page");
const LEFT = path.join(WEB, "pictures");
const WRITE = process.argv.includes("--write");
const SIZE = { width: 1280, height: 864 }; // whole blocks
const BLOCK = 32; // [px]
// Of 255. Drawn again on the same machine, pictures are 0.2 and 2 apart; with the text in DejaVu Sans,
// wider than the page's own fonts, up to 3.0 and 44; without the discs 7 and 165.
const MOST_MEAN = 4; // over all blocks
const MOST_BLOCK = 50; // in one of them

const whole = async (page) => {
  await settled(page);
  await page.waitForSelector(".ensemble [data-value]");
  await page.waitForSelector('.stage-canvas[data-picture="fine"]');
};
const PICTURES = {
  body: { view: "body", ready: whole },
  body_dark: { view: "body", state: { theme: "dark" }, ready: whole },
  day: {
    view: "day",
    ready: (page) => page.waitForSelector('[data-draws="24"]'),
  },
  helps: {
    view: "helps",
    ready: async (page) => {
      await page.waitForSelector('[data-ranked="lived"]');
      await page.click(".run-state button"); // ranges would take a minute more
      await page.waitForSelector(".run-state", { state: "detached" });
    },
  },
  trust: { view: "trust", ready: (page) => page.waitForSelector("[data-row]") },
};

async function pictureOf(browser, url, { view, state, ready }) {
  const page = await open(browser, url, {
    view,
    state,
    viewport: SIZE,
    reducedMotion: "reduce",
    colorScheme: "light",
  });
  await ready(page);
  await page.evaluate(() => document.fonts.ready);
  await page.waitForTimeout(2500); // drawn by the processor, the body is fine a second after it rests
  const shot = await page.screenshot();
  await close(page, view);
  return shot;
}

/** In a page: both pictures as mean colours of blocks, and how far these are apart. */
async function apart({ pictures, size, block }) {
  const [a, b] = await Promise.all(
    pictures.map(async (base64) => {
      const image = new Image();
      image.src = `data:image/png;base64,${base64}`;
      await image.decode();
      const canvas = new OffscreenCanvas(size.width, size.height);
      const context = canvas.getContext("2d");
      context.drawImage(image, 0, 0, size.width, size.height);
      return context.getImageData(0, 0, size.width, size.height).data;
    }),
  );
  const across = size.width / block;
  const sums = new Float64Array(3 * across * (size.height / block));
  for (let y = 0; y < size.height; y++)
    for (let x = 0; x < size.width; x++) {
      const at = 3 * (Math.floor(y / block) * across + Math.floor(x / block));
      const from = 4 * (y * size.width + x);
      for (let k = 0; k < 3; k++) sums[at + k] += a[from + k] - b[from + k];
    }
  const off = [...sums].map((sum) => Math.abs(sum) / block ** 2);
  const mean = off.reduce((sum, x) => sum + x, 0) / off.length;
  const most = Math.max(...off);
  const place = Math.floor(off.indexOf(most) / 3);
  return { mean, most, at: [(place % across) * block, Math.floor(place / across) * block] };
}

/** In a page: small, as it is kept. */
async function shrunk({ base64, size }) {
  const image = new Image();
  image.src = `data:image/png;base64,${base64}`;
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), {
    width: 0.375 * size.width,
    height: 0.375 * size.height,
  });
  const context = canvas.getContext("2d");
  context.imageSmoothingQuality = "high";
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/png").split(",")[1];
}

async function inBlank(browser, work, value) {
  const page = await browser.newPage();
  const answer = await page.evaluate(work, value);
  await page.close();
  return answer;
}

async function compare(browser, kept, shot) {
  const pictures = [kept, shot].map((bytes) => bytes.toString("base64"));
  const found = await inBlank(browser, apart, { pictures, size: SIZE, block: BLOCK });
  return { ...found, alike: found.mean <= MOST_MEAN && found.most <= MOST_BLOCK };
}

async function write(browser, name, shot) {
  const small = await inBlank(browser, shrunk, { base64: shot.toString("base64"), size: SIZE });
  mkdirSync(KEPT, { recursive: true });
  writeFileSync(path.join(KEPT, `${name}.png`), Buffer.from(small, "base64"));
  console.log(`        written with Chromium ${browser.version()}`);
}

async function examine(browser, url, name) {
  const shot = await pictureOf(browser, url, PICTURES[name]);
  if (WRITE) return write(browser, name, shot);
  const file = path.join(KEPT, `${name}.png`);
  if (!existsSync(file)) return check(false, `${file} is missing`);
  const kept = readFileSync(file);
  const { mean, most, at, alike } = await compare(browser, kept, shot);
  const words = `mean ${mean.toFixed(2)}, most ${most.toFixed(1)} at ${at.join(", ")}`;
  console.log(`        ${words} (allowed: ${MOST_MEAN}, ${MOST_BLOCK})`);
  if (alike) return undefined;
  mkdirSync(LEFT, { recursive: true });
  writeFileSync(path.join(LEFT, `${name}.wanted.png`), kept);
  writeFileSync(path.join(LEFT, `${name}.found.png`), shot);
  return check(false, `${name}: ${words}; both are in ${LEFT}`);
}

rmSync(LEFT, { recursive: true, force: true });
const parts = Object.fromEntries(
  Object.keys(PICTURES).map((name) => [
    `${name} looks as it did`,
    (browser, url) => examine(browser, url, name),
  ]),
);
const OTHER = {
  "without discs": { view: "body", state: { hidden: ["discs"] }, ready: whole },
  "in another posture": {
    view: "body",
    state: { body: { posture: "standing", inputs: {} } },
    ready: whole,
  },
};
if (!WRITE)
  for (const [words, other] of Object.entries(OTHER))
    parts[`Body ${words} is seen to be another picture`] = async (browser, url) => {
      const shot = await pictureOf(browser, url, other);
      const { mean, most, alike } = await compare(
        browser,
        readFileSync(path.join(KEPT, "body.png")),
        shot,
      );
      check(!alike, `${words}: mean ${mean}, most ${most} pass`);
    };
await run(parts);
