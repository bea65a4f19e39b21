/**
 * The engine as the page uses it: one worker for sessions under the hand, and one for each command
 * that runs, so that a slider never waits for a long command and a command can be ended at once.
 */
import type { Answer, Question, Request } from "./messages";
import type {
  CommandOptions,
  CommandResult,
  Detail,
  Engine,
  Frame,
  Inputs,
  Progress,
  Scene,
  SolveOptions,
} from "./types";

export type * from "./types";

/** What is used of a Worker. */
export interface WorkerLike {
  onmessage: ((event: { data: Answer }) => void) | null;
  onerror: ((event: { message: string }) => void) | null;
  postMessage(request: Request, transfer?: Transferable[]): void;
  terminate(): void;
}

export interface EngineOptions {
  /** Bytes of psoas.wasm, or where they come from. */
  wasm: BufferSource | Promise<BufferSource>;
  /** Makes a worker of worker.mjs: from its address, or from a Blob that holds it. */
  worker: () => WorkerLike;
}

/** A worker of which questions are asked, and answered in any order. */
class Crew {
  private readonly waiting = new Map<number, (answer: Answer) => void>();
  private next = 0;
  private readonly worker: WorkerLike;
  readonly ready: Promise<void>;

  constructor(options: EngineOptions, module: Promise<WebAssembly.Module>) {
    this.worker = options.worker();
    this.worker.onmessage = ({ data }) => this.waiting.get(data.id)?.(data);
    this.worker.onerror = ({ message }) =>
      this.fail(message || "the worker of the engine has failed");
    this.ready = module
      .then((m) => this.ask("done", { kind: "start", module: m }))
      .then(() => undefined);
    this.ready.catch(() => undefined); // told by whoever asks
  }

  /** The answer of the kind that is expected; `onProgress` hears what comes before. */
  ask<K extends Answer["kind"]>(
    kind: K,
    question: Question,
    onProgress?: (progress: Progress) => void,
  ): Promise<Extract<Answer, { kind: K }>> {
    const id = this.next++;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, (answer) => {
        if (answer.kind === "progress") return onProgress?.(answer.progress);
        this.waiting.delete(id);
        if (answer.kind === kind) resolve(answer as Extract<Answer, { kind: K }>);
        else
          reject(
            new Error(answer.kind === "failed" ? answer.message : "an answer nobody asked for"),
          );
      });
      this.worker.postMessage({ ...question, id });
    });
  }

  private fail(message: string): void {
    for (const [id, settle] of [...this.waiting]) settle({ id, kind: "failed", message });
  }

  end(message: string): void {
    this.worker.terminate();
    this.fail(message);
  }
}

interface Wish {
  inputs: Inputs;
  options: SolveOptions;
  settle: { resolve: (frame: Frame) => void; reject: (reason: unknown) => void }[];
}

class WorkerEngine implements Engine {
  readonly room = { file: 5e6, all: Infinity }; // more is for the native program
  private readonly module: Promise<WebAssembly.Module>;
  private readonly live: Crew;
  private readonly commands = new Set<Crew>();
  private solving = false;
  private wish: Wish | undefined;

  constructor(private readonly options: EngineOptions) {
    this.module = Promise.resolve(options.wasm).then((bytes) => WebAssembly.compile(bytes));
    this.live = new Crew(options, this.module);
  }

  async scene(detail: Detail): Promise<Scene> {
    await this.live.ready;
    return (await this.live.ask("scene", { kind: "scene", detail })).scene;
  }

  solve(inputs: Inputs, options: SolveOptions = {}): Promise<Frame> {
    return new Promise((resolve, reject) => {
      const settle = [...(this.wish?.settle ?? []), { resolve, reject }];
      this.wish = { inputs, options, settle };
      if (!this.solving) void this.work();
    });
  }

  /** Solves the newest wish until there is none. */
  private async work(): Promise<void> {
    this.solving = true;
    for (let wish; (wish = this.wish);) {
      this.wish = undefined;
      const { inputs, options, settle } = wish;
      try {
        await this.live.ready;
        const { frame } = await this.live.ask("frame", { kind: "solve", inputs, options });
        for (const { resolve } of settle) resolve(frame);
      } catch (reason) {
        for (const { reject } of settle) reject(reason);
      }
    }
    this.solving = false;
  }

  async command(argv: string[], options: CommandOptions = {}): Promise<CommandResult> {
    const { files = {}, onProgress, signal } = options;
    const aborted = (): DOMException => new DOMException("the command was ended", "AbortError");
    if (signal?.aborted) throw aborted();
    const crew = new Crew(this.options, this.module);
    const stop = (): void => crew.end("ended");
    this.commands.add(crew);
    signal?.addEventListener("abort", stop);
    try {
      await crew.ready;
      const progress = onProgress !== undefined;
      const question: Question = { kind: "command", argv, files, progress };
      return (await crew.ask("result", question, onProgress)).result;
    } catch (reason) {
      throw signal?.aborted ? aborted() : reason;
    } finally {
      signal?.removeEventListener("abort", stop);
      this.commands.delete(crew);
      crew.end("ended");
    }
  }

  close(): void {
    this.live.end("the engine was closed");
    for (const crew of this.commands) crew.end("the engine was closed");
  }
}

export function createEngine(options: EngineOptions): Engine {
  return new WorkerEngine(options);
}
