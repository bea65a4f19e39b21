/**
 * Commands by the native program behind `psoas serve`: as jobs, with progress by events.
 * When the server is gone, the page's own engine takes over. docs/serve.md has the interface.
 */
import type { CommandOptions, CommandResult, Engine, Progress, Room } from "./types";

interface About {
  name: string;
  token: string;
  verbs: string[];
  limits: { body_bytes: number };
}

interface JobState {
  state: "queued" | "running" | "done";
  code: number | null;
  end: "finished" | "cancelled" | "late" | "crashed" | null;
  progress: Progress | null;
  stdout?: string;
  stderr?: string;
  cut?: boolean;
  files?: string[];
}

/** It answers; it does not; one that was started again answers, and knows this page no more. */
export type Link = "here" | "gone" | "stranger";

/** The server is not there or has no room now: not a fault of the command. */
class Gone extends Error {
  constructor(
    message: string,
    /** "here": the next command may find room. */
    readonly link: Link = "gone",
  ) {
    super(message);
  }
}

const base64 = (bytes: Uint8Array): string => {
  let text = "";
  for (let i = 0; i < bytes.length; i += 0x8000)
    text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return btoa(text);
};

/**
 * Jobs that this tab has asked for, by their question: after a reload the same question finds its
 * job, at work or done, as long as the server keeps it.
 */
const JOBS = "psoas.page/1/jobs";
const MOST_JOBS = 32; // that are done; the server keeps no more

const questionOf = async (body: string): Promise<string> => {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(body));
  return base64(new Uint8Array(hash));
};

function jobsAsked(): [question: string, job: string][] {
  try {
    return JSON.parse(sessionStorage.getItem(JOBS) ?? "[]");
  } catch {
    return [];
  }
}

/** `job`: null where it is to be forgotten. */
function noteJob(question: string, job: string | null): void {
  const others = jobsAsked().filter(([q]) => q !== question);
  if (job) others.push([question, job]);
  try {
    sessionStorage.setItem(JOBS, JSON.stringify(others.slice(-MOST_JOBS)));
  } catch {
    // without it a reload asks anew
  }
}

class Server {
  private about: About;
  constructor(about: About) {
    this.about = about;
  }

  async ask(path: string, options: RequestInit = {}): Promise<Response> {
    const headers = {
      "X-Psoas-Token": this.about.token,
      ...(options.body ? { "Content-Type": "application/json" } : {}),
    };
    const answer = await fetch(`./api/${path}`, { ...options, headers }).catch(() => {
      throw new Gone("the server does not answer");
    });
    // a server that was started again has other secrets, and its page must be opened again
    if (answer.status === 403) throw new Gone("the server is another one", "stranger");
    if (answer.status === 429 || answer.status === 503)
      throw new Gone("the server has no room", "here");
    if (!answer.ok) {
      const said = (await answer.json().catch(() => null)) as {
        error?: { message?: string };
      } | null;
      throw new Error(said?.error?.message ?? `the server answers ${answer.status}`);
    }
    return answer;
  }

  /** Files travel as base64, four letters for three bytes, beside some words. */
  get room(): Room {
    return { file: Infinity, all: 0.75 * (this.about.limits.body_bytes - 1e5) };
  }

  runs(verb: string): boolean {
    return this.about.verbs.includes(verb);
  }

  async command(argv: string[], options: CommandOptions): Promise<CommandResult> {
    const files = Object.fromEntries(
      Object.entries(options.files ?? {}).map(([name, bytes]) => [name, { base64: base64(bytes) }]),
    );
    const body = JSON.stringify({ argv, files });
    const question = await questionOf(body);
    const job = (await this.asked(question)) ?? (await this.begun(body));
    noteJob(question, job);
    const cancel = (): void => {
      noteJob(question, null);
      void this.ask(`job/${job}/cancel`, { method: "POST", body: "{}" }).catch(() => undefined);
    };
    if (options.signal?.aborted) cancel();
    options.signal?.addEventListener("abort", cancel);
    try {
      await this.ended(job, options);
      const done = (await (await this.ask(`job/${job}`)).json()) as JobState;
      if (options.signal?.aborted) throw new DOMException("the command was ended", "AbortError");
      if (done.cut) throw new Gone("what it said is too long for the server", "here");
      if (done.end !== "finished") throw new Error(`the command has ${done.end ?? "not ended"}`);
      return {
        code: done.code ?? 1,
        stdout: done.stdout ?? "",
        stderr: done.stderr ?? "",
        files: await this.files(job, done, options.files ?? {}),
      };
    } finally {
      options.signal?.removeEventListener("abort", cancel);
    }
  }

  private async begun(body: string): Promise<string> {
    const answer = await this.ask("command", { method: "POST", body });
    return ((await answer.json()) as { job: string }).job;
  }

  /** The job of an earlier visit that this question began; null: none that can still answer. */
  private async asked(question: string): Promise<string | null> {
    const job = jobsAsked().find(([q]) => q === question)?.[1];
    if (!job) return null;
    const answer = await this.ask(`job/${job}`).catch((problem: Error) => {
      if (problem instanceof Gone) throw problem;
      return null;
    });
    const found = (await answer?.json()) as JobState | undefined;
    return found && (found.state !== "done" || (found.end === "finished" && !found.cut))
      ? job
      : null;
  }

  /** Hears the job's events until it ends. */
  private ended(job: string, options: CommandOptions): Promise<void> {
    return new Promise((resolve, reject) => {
      const events = new EventSource(`./api/job/${job}/events`);
      const end = (act: () => void): void => {
        events.close();
        act();
      };
      events.addEventListener("progress", ({ data }) => {
        const { progress } = JSON.parse(data) as JobState;
        if (progress) options.onProgress?.(progress);
      });
      events.addEventListener("end", () => end(resolve));
      events.onerror = () => end(() => reject(new Gone("the server does not answer")));
      options.signal?.addEventListener("abort", () =>
        end(() => reject(new DOMException("the command was ended", "AbortError"))),
      );
    });
  }

  /** What the job made; what it was `given` lies in its folder too. */
  private async files(
    job: string,
    done: JobState,
    given: Record<string, Uint8Array>,
  ): Promise<Record<string, Uint8Array>> {
    const list: Record<string, Uint8Array> = {};
    for (const name of done.files ?? []) {
      if (name in given) continue;
      const answer = await this.ask(
        `job/${job}/file/${name.split("/").map(encodeURIComponent).join("/")}`,
      );
      list[name] = new Uint8Array(await answer.arrayBuffer());
    }
    return list;
  }
}

/** Who the server is, as far as it tells this page. */
async function askAbout(): Promise<About | Link> {
  const answer = await fetch("./api/about").catch(() => null);
  if (answer?.status === 403) return "stranger";
  if (!answer?.ok || !answer.headers.get("Content-Type")?.includes("json")) return "gone";
  const about = (await answer.json()) as About;
  return about.name === "psoas" ? about : "gone";
}

export interface Served {
  engine: Engine;
  /** Where the server was lost: is it back? */
  look(): Promise<void>;
}

/**
 * The server's engine, backed by the page's own, which takes over what a lost server leaves;
 * `tell` hears of that. Null: this page was not served by psoas.
 */
export async function serverEngine(
  own: Engine | null,
  tell: (link: Link) => void,
): Promise<Served | null> {
  if (!/^https?:$/.test(location.protocol)) return null;
  // only psoas answers with this policy; another server would call /api/about an error
  const head = await fetch("./", { method: "HEAD" }).catch(() => null);
  if (!head?.headers.get("Content-Security-Policy")?.includes("wasm-unsafe-eval")) return null;
  const first = await askAbout();
  if (typeof first === "string") return null;
  let server: Server | null = new Server(first);
  const other = (): Engine => {
    if (!own) throw new Error("the server is gone, and this browser has no engine of its own");
    return own;
  };
  const look = async (): Promise<void> => {
    if (server) return;
    const found = await askAbout();
    if (typeof found !== "string") server = new Server(found);
    tell(typeof found === "string" ? found : "here");
  };
  const command: Engine["command"] = async (argv, options = {}) => {
    if (!server?.runs(argv[0])) return other().command(argv, options);
    try {
      return await server.command(argv, options);
    } catch (problem) {
      if (!(problem instanceof Gone)) throw problem;
      if (problem.link !== "here") {
        server = null;
        tell(problem.link);
      }
      return other().command(argv, options);
    }
  };
  const engine: Engine = {
    get room() {
      return server?.room ?? other().room;
    },
    scene: (detail) => other().scene(detail),
    solve: (inputs, options) => other().solve(inputs, options),
    command,
    close: () => own?.close(),
  };
  return { engine, look };
}
