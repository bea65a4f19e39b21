// page_server.mjs: the server of the page is killed in the middle of a job, and started again. The
// page says so, goes on with its own engine, finds the server again, and loses nothing.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { check, close, open, PROGRAM, ROOT, run, WEB } from "./page_kit.mjs";

const WALK = ["constructed_walk.mot", "grf.mot", "loads.xml", "reserves.xml"];
const DRAWS = '"--draws","24"';
const folder = mkdtempSync(path.join(os.tmpdir(), "psoas-page-")); // a killed server leaves its jobs' files

/** `psoas serve` with the page that was built, and the address that it prints. */
async function serve(port, ...more) {
  const words = ["serve", "--no-open", "--site", path.join(WEB, "site"), ...more];
  const program = spawn(PROGRAM, port ? [...words, "--port", String(port)] : words, {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, TMPDIR: folder, XDG_RUNTIME_DIR: folder },
  });
  const address = await new Promise((resolve, reject) => {
    program.stdout.once("data", (line) => resolve(String(line).trim()));
    program.once("exit", (code) => reject(new Error(`psoas serve ended with ${code}`)));
  });
  return { program, address, port: Number(new URL(address).port) };
}

const isJob = (request) =>
  request.method() === "POST" &&
  request.url().endsWith("/api/command") &&
  request.postData().includes(DRAWS);
const job = (page) => page.waitForRequest(isJob);
const whole = (page) => page.waitForSelector('[data-draws="24"]');
const blocks = (page) =>
  page.locator("[data-block]").evaluateAll((list) => list.map((b) => b.getAttribute("aria-label")));
async function edit(page, key) {
  await page.locator("[data-block]").nth(2).focus();
  await page.keyboard.press(key);
}

/** The day of an edit is being computed by the server when that is killed. */
async function killedInAJob(page, server) {
  await whole(page);
  const asked = job(page);
  await edit(page, "ArrowRight");
  const answer = await (await asked).response();
  check(answer.status() === 202, `the job is answered by ${answer.status()}`);
  await page.waitForTimeout(300); // it is at work
  server.program.kill("SIGKILL");
  await page.waitForSelector('[data-server="gone"]');
}

await run({
  async "a killed server is told, the page goes on, and finds the next one"(browser) {
    const server = await serve();
    let next = null;
    try {
      const page = await open(browser, server.address, { view: "day" });
      await killedInAJob(page, server);
      const kept = await blocks(page);
      await whole(page);
      check(await page.locator('[aria-label="Undo"]').isEnabled(), "the edit can be undone");
      check((await page.locator(".trouble").count()) === 0, "no trouble is shown");
      check(String(await blocks(page)) === String(kept), "the blocks are those of the edit");

      // started again: this page is not known there, until the new address is opened in this browser
      next = await serve(server.port);
      await page.click('[data-server] button:has-text("Look again")');
      await page.waitForSelector('[data-server="stranger"]');
      const other = await page.context().newPage();
      await other.goto(next.address);
      await whole(other);
      check(String(await blocks(other)) === String(kept), "the new page has the work of the old one");
      await other.close();
      await page.evaluate(() => dispatchEvent(new Event("focus")));
      await page.waitForSelector("[data-server]", { state: "detached" });
      const asked = job(page);
      await edit(page, "ArrowLeft");
      check((await (await asked).response()).status() === 202, "the new server has the next job");
      await whole(page);
      // what Chromium says of a server that is not there, and of one that knows it not
      page.troubles = page.troubles.filter((t) => !/ERR_|status of 403/.test(t));
      await close(page, "server");
    } finally {
      server.program.kill("SIGKILL");
      next?.program.kill("SIGTERM");
    }
  },

  async "a reload in the middle of a job finds that job again"(browser) {
    const server = await serve();
    try {
      const page = await open(browser, server.address, { view: "day" });
      await whole(page);
      const asked = job(page);
      await edit(page, "ArrowLeft");
      await (await asked).response();
      await page.waitForTimeout(300); // it is at work
      let posts = 0;
      page.on("request", (request) => (posts += isJob(request)));
      await page.reload();
      await whole(page);
      check(posts === 0, `the job was asked for again ${posts} times`);
      await page.reload();
      await whole(page);
      check(posts === 0, "nor was it once it was done");
      const another = page.waitForRequest(/api\/command$/);
      await edit(page, "ArrowLeft"); // five minutes more: a day that nobody has asked for
      check((await (await another).response()).status() === 202, "another day is another job");
      await close(page, "job");
    } finally {
      server.program.kill("SIGTERM");
      await new Promise((resolve) => server.program.once("exit", resolve));
    }
  },

  async "files that are too large for the browser are computed by the server"(browser) {
    const server = await serve();
    try {
      const page = await open(browser, server.address, { view: "trial" });
      const walk = (name) => path.join(ROOT, "examples/walk", name);
      const large = path.join(folder, "large.osim");
      const model = readFileSync(walk("walker.osim"), "utf8");
      writeFileSync(large, model.replace("<Model ", `${`<!--${" ".repeat(1e6)}-->\n`.repeat(6)}<Model `));
      const input = page.locator('input[type="file"]');
      await input.setInputFiles([large, ...WALK.map(walk)]);
      await page.waitForSelector('[data-result="yes"]');
      check((await page.locator(".trouble-line").count()) === 0, "6 MB are taken");
      const toolarge = path.join(folder, "endless.mot");
      writeFileSync(toolarge, Buffer.alloc(60e6, " "));
      await input.setInputFiles(toolarge);
      const said = await page.locator(".trouble-line p").first().innerText();
      check(/endless.mot has 60 MB.*more than the 48 MB/.test(said), `60 MB: ${said}`);
      check((await page.locator('[data-result="yes"]').count()) === 1, "the result stays");
      await close(page, "large files");
    } finally {
      server.program.kill("SIGTERM");
      await new Promise((resolve) => server.program.once("exit", resolve));
    }
  },

  async "a file in place of another counts once"(browser) {
    const server = await serve(0, "--body-mb", "8");
    try {
      const page = await open(browser, server.address, { view: "trial" });
      const walk = (name) => path.join(ROOT, "examples/walk", name);
      const input = page.locator('input[type="file"]');
      await input.setInputFiles(["walker.osim", ...WALK].map(walk));
      for (const name of ["first.mot", "second.mot"]) {
        const long = path.join(folder, name); // two of them are more than 6 MB
        writeFileSync(long, readFileSync(walk(WALK[0]), "utf8") + "\n".repeat(4e6));
        await input.setInputFiles(long);
        await page.waitForSelector(`.file-row:has-text("${name}")`);
        await page.waitForSelector('[data-result="yes"]');
      }
      check((await page.locator(".trouble-line").count()) === 0, "4 MB are taken for 4 MB");
      await close(page, "in place");
    } finally {
      server.program.kill("SIGTERM");
      await new Promise((resolve) => server.program.once("exit", resolve));
    }
  },

  async "a reload of a page whose server is another one says which address to open"(browser) {
    const server = await serve();
    const page = await open(browser, server.address);
    server.program.kill("SIGKILL");
    await new Promise((resolve) => server.program.once("exit", resolve));
    const next = await serve(server.port);
    const answer = await page.goto(new URL("/", next.address).href);
    check(answer.status() === 403, `the answer is ${answer.status()}`);
    check(/address that psoas serve printed/.test(await page.innerText("body")), "it says what to do");
    next.program.kill("SIGTERM");
    await new Promise((resolve) => next.program.once("exit", resolve));
    await page.context().close();
    rmSync(folder, { recursive: true, force: true });
  },
});
