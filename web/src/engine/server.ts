/**
 * Commands by the native program behind `psoas serve`: as jobs, with progress by events.
 * When the server is gone, the page's own engine takes over. docs/serve.md has the interface.
 */
import type { CommandOptions, CommandResult, Engine, Progress } from "./types";

interface About {
  name: string;
  token: string;
  verbs: string[];
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

/** The server is not there, or stopped answering: not a fault of the command. */
class Gone extends Error {}

const base64 = (bytes: Uint8Array): string => {
  let text = "";
  for (let i = 0; i < bytes.length; i += 0x8000)
    text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return btoa(text);
};

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
    // a server that was started again has another token, and its page must be opened again
    if (answer.status === 403 || answer.status === 429 || answer.status === 503)
      throw new Gone(`the server answers ${answer.status}`);
    if (!answer.ok) {
      const said = (await answer.json().catch(() => null)) as {
        error?: { message?: string };
      } | null;
      throw new Error(said?.error?.message ?? `the server answers ${answer.status}`);
    }
    return answer;
  }

  runs(verb: string): boolean {
    return this.about.verbs.includes(verb);
  }

  async command(argv: string[], options: CommandOptions): Promise<CommandResult> {
    const files = Object.fromEntries(
      Object.entries(options.files ?? {}).map(([name, bytes]) => [name, { base64: base64(bytes) }]),
    );
    const body = JSON.stringify({ argv, files });
    const { job } = (await (await this.ask("command", { method: "POST", body })).json()) as {
      job: string;
    };
    const cancel = (): void =>
      void this.ask(`job/${job}/cancel`, { method: "POST", body: "{}" }).catch(() => undefined);
    options.signal?.addEventListener("abort", cancel);
    try {
      await this.ended(job, options);
      const done = (await (await this.ask(`job/${job}`)).json()) as JobState;
      if (options.signal?.aborted) throw new DOMException("the command was ended", "AbortError");
      if (done.cut) throw new Gone("what it said is too long for the server");
      if (done.end !== "finished") throw new Error(`the command has ${done.end ?? "not ended"}`);
      return {
        code: done.code ?? 1,
        stdout: done.stdout ?? "",
        stderr: done.stderr ?? "",
        files: await this.files(job, done),
      };
    } finally {
      options.signal?.removeEventListener("abort", cancel);
    }
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

  private async files(job: string, done: JobState): Promise<Record<string, Uint8Array>> {
    const list: Record<string, Uint8Array> = {};
    for (const name of done.files ?? []) {
      const answer = await this.ask(
        `job/${job}/file/${name.split("/").map(encodeURIComponent).join("/")}`,
      );
      list[name] = new Uint8Array(await answer.arrayBuffer());
    }
    return list;
  }
}

/** The server's engine, backed by the page's own; null: this page was not served by psoas. */
export async function serverEngine(own: Engine | null): Promise<Engine | null> {
  if (!/^https?:$/.test(location.protocol)) return null;
  // only psoas answers with this policy; another server would call /api/about an error
  const head = await fetch("./", { method: "HEAD" }).catch(() => null);
  if (!head?.headers.get("Content-Security-Policy")?.includes("wasm-unsafe-eval")) return null;
  const answer = await fetch("./api/about").catch(() => null);
  if (!answer?.ok || !answer.headers.get("Content-Type")?.includes("json")) return null;
  const about = (await answer.json()) as About;
  if (about.name !== "psoas") return null;
  const server = new Server(about);
  let gone = false;
  const other = (): Engine => {
    if (!own) throw new Error("the server is gone, and this browser has no engine of its own");
    return own;
  };
  return {
    scene: (detail) => other().scene(detail),
    solve: (inputs, options) => other().solve(inputs, options),
    async command(argv, options = {}) {
      if (gone || !server.runs(argv[0])) return other().command(argv, options);
      try {
        return await server.command(argv, options);
      } catch (problem) {
        if (!(problem instanceof Gone)) throw problem;
        gone = /does not answer|403/.test(problem.message);
        return other().command(argv, options);
      }
    },
    close: () => own?.close(),
  };
}
