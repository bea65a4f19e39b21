// kit.mjs: the engine beside the command, for tests in Node.
//
// PSOAS_WEB is the folder of tools/build_web.sh, PSOAS_PROGRAM the command, PSOAS_LIVE the program
// of live_frames.c.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

export * from "./beside.mjs";

const WEB = process.env.PSOAS_WEB;
const LIVE = process.env.PSOAS_LIVE;

export const core = await import(pathToFileURL(join(WEB, "core.mjs")));
export const wasm = readFileSync(join(WEB, "psoas.wasm"));
export const module = new WebAssembly.Module(wasm);
export const workerFile = join(WEB, "worker.mjs");
export const engineFile = pathToFileURL(join(WEB, "engine.mjs"));

// ---- facts

let failed = 0;

export async function fact(name, test) {
  const begun = performance.now();
  try {
    await test();
    console.log(`ok      ${name} (${((performance.now() - begun) / 1000).toFixed(1)} s)`);
  } catch (problem) {
    failed++;
    console.log(`FAILED  ${name}\n${problem.message.slice(0, 400)}`);
  }
}

export function end() {
  process.exitCode = failed ? 1 : 0;
}

// ---- running

export const engine = (argv, files) => core.command(new core.Instance(module), argv, files);

/** Lines of "name number number ..." for each of `lines`. */
export function nativeFrames(detail, lines) {
  const { stdout } = spawnSync(LIVE, [detail], {
    input: lines.join("\n") + "\n",
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  return stdout
    .trimEnd()
    .split(/\n(?=status|refused)/)
    .map((frame) =>
      Object.fromEntries(
        frame.split("\n").map((line) => {
          const [name, ...numbers] = line.split(" ");
          return [name, name === "refused" ? line : numbers.map(Number)];
        }),
      ),
    );
}
