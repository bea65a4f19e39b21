/**
 * The engines of the page: its own in WebAssembly, and behind `psoas serve` the native program for
 * commands. Where one cannot be had the other goes on alone, and the page says so.
 */
import { partBytes, partUrl } from "../state/parts_of_page";
import { createEngine, type Engine, type WorkerLike } from "./engine";
import { serverEngine, type Link } from "./server";

export type { Link } from "./server";

export interface Engines {
  /** Answers sliders; null: nothing here can. */
  live: Engine | null;
  /** Runs commands; null: nothing here can. */
  work: Engine | null;
  /** Why something is missing; empty: nothing is. */
  trouble: string;
  /** Where a server was lost: is it back? */
  look: () => Promise<void>;
}

async function own(): Promise<Engine> {
  if (typeof WebAssembly !== "object") throw new Error("WebAssembly is missing");
  const [wasm, url] = await Promise.all([partBytes("wasm"), partUrl("worker", "text/javascript")]);
  if (!wasm || wasm.byteLength === 0) throw new Error("the engine is missing in this page");
  return createEngine({ wasm, worker: () => new Worker(url) as unknown as WorkerLike });
}

/** `tell` hears when the server is lost, and when it is back. */
export async function openEngines(tell: (link: Link) => void): Promise<Engines> {
  const here = await own().catch((problem: Error) => problem);
  const engine = here instanceof Error ? null : here;
  const served = await serverEngine(engine, tell).catch(() => null);
  return {
    live: engine,
    work: served?.engine ?? engine,
    trouble: here instanceof Error ? here.message : "",
    look: () => served?.look() ?? Promise.resolve(),
  };
}
