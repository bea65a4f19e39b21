// page_kit.mjs: the built page in a real browser, and what every test of it watches.
//
// The folder build/web is served by a small server of the test's own; PSOAS_WEB names another one.
// Exit status 77: the page is not built, or there is no Chromium.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import http from "node:http";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
export const WEB = process.env.PSOAS_WEB ?? path.join(ROOT, "build/web");
export const PROGRAM = process.env.PSOAS_PROGRAM ?? path.join(ROOT, "build/release/bin/psoas");
const require = createRequire(path.join(ROOT, "web/package.json"));

const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(
  existsSync,
);
const FLAGS = [
  "--no-sandbox",
  "--use-gl=angle",
  "--use-angle=swiftshader",
  "--enable-unsafe-swiftshader",
  "--ignore-gpu-blocklist",
];
const TYPES = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".wasm": "application/wasm",
  ".woff2": "font/woff2",
  ".svg": "image/svg+xml",
  ".bin": "application/octet-stream",
};

function skip(why) {
  console.log(`skipped: ${why}`);
  process.exit(77);
}
if (!existsSync(path.join(WEB, "site/index.html")))
  skip(`${WEB} holds no page; make web builds it`);
if (!existsSync(path.join(ROOT, "web/node_modules/playwright-core")))
  skip("playwright-core is not installed (npm ci in web/)");
if (!CHROMIUM) skip("there is no Chromium");

/** The folder of the page on a port of its own. */
async function serve() {
  const folder = path.join(WEB, "site");
  const server = http.createServer((request, response) => {
    const name = path.join(
      folder,
      new URL(request.url, "http://x").pathname.replace(/\/$/, "/index.html"),
    );
    if (!name.startsWith(folder) || !existsSync(name)) return response.writeHead(404).end();
    response.writeHead(200, { "Content-Type": TYPES[path.extname(name)] ?? "text/plain" });
    return response.end(request.method === "HEAD" ? undefined : readFileSync(name));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, url: `http://127.0.0.1:${server.address().port}/` };
}

/** [ms]  How long a slow machine may take for anything: a guard, no mark. */
const PATIENCE_MS = 120_000;
let failures = 0;
export function check(ok, what) {
  if (ok) return;
  failures++;
  console.log(`FAILED: ${what}`);
}

/** What a command of the native program says, as JSON. */
export function native(...argv) {
  const { stdout } = spawnSync(PROGRAM, argv, { encoding: "utf8", maxBuffer: 1 << 28 });
  return JSON.parse(stdout);
}

/** A page that is watched: errors in the console and requests to anywhere else fail the test. */
export async function open(
  browser,
  url,
  { view = "body", state = {}, init, quiet = false, ...context } = {},
) {
  const tab = await browser.newContext({ viewport: { width: 1280, height: 860 }, ...context });
  const page = await tab.newPage();
  tab.setDefaultTimeout(PATIENCE_MS);
  page.troubles = [];
  page.on("pageerror", (error) => page.troubles.push(error.message));
  page.on("console", (m) => m.type() === "error" && page.troubles.push(m.text()));
  const origin = url.startsWith("file:") ? "file:" : new URL(url).origin;
  page.on("request", (r) => {
    if (!/^(data|blob):/.test(r.url()) && !r.url().startsWith(origin))
      page.troubles.push(`a request to ${r.url()}`);
  });
  await page.addInitScript(
    (saved) => {
      if (!localStorage.getItem("psoas.page/1")) localStorage.setItem("psoas.page/1", saved);
    },
    JSON.stringify({ view, ...state }),
  );
  if (init) await page.addInitScript(init);
  await page.goto(url);
  if (!quiet) await page.waitForSelector('[data-ready="yes"]');
  return page;
}

/** Ends with what went wrong in the page itself. */
export async function close(page, name) {
  for (const trouble of page.troubles) check(false, `${name}: ${trouble}`);
  await page.context().close();
}

/** Runs the named parts of a test and ends the process. */
export async function run(parts) {
  const { chromium } = require("playwright-core");
  const { server, url } = await serve();
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  for (const [name, part] of Object.entries(parts)) {
    const began = Date.now();
    const before = failures;
    try {
      await part(browser, url);
    } catch (problem) {
      check(false, `${name}: ${problem.message}`);
    }
    console.log(
      `${failures === before ? "ok" : "NOT ok"}  ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)`,
    );
  }
  await browser.close();
  server.close();
  process.exit(failures ? 1 : 0);
}

export const axeSource = () => readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
export const settled = (page) =>
  page.waitForSelector('[data-numbers="ranges"]');
export const number = (page, selector) =>
  page.locator(selector).first().getAttribute("data-value").then(Number);
