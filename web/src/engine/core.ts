/**
 * The engine in one thread: the module with its files, the command, and sessions under the hand.
 * Works in a worker and in Node; nothing here knows of either.
 */
import { Strings, textAt } from "./module";
import type { Address, Exports } from "./module";
import { readXml } from "./parse_xml";
import { readYaml } from "./parse_yaml";
import type {
  CommandResult,
  Detail,
  Frame,
  Inputs,
  Progress,
  Scene,
  SolveOptions,
  Status,
} from "./types";
import { Exit, Wasi } from "./wasi";

export class Instance {
  readonly wasi = new Wasi();
  readonly engine: Exports;
  readonly strings: Strings;

  constructor(module: WebAssembly.Module) {
    const instance: WebAssembly.Instance = new WebAssembly.Instance(module, {
      wasi_snapshot_preview1: this.wasi.imports(),
      psoas: {
        read_xml: (builder: Address, text: Address, size: number, latin1: number) =>
          readXml(this.engine, builder, text, size, latin1),
        read_yaml: (builder: Address, text: Address, size: number) =>
          readYaml(this.engine, builder, text, size),
      },
    });
    this.engine = instance.exports as unknown as Exports;
    this.wasi.attach(this.engine.memory);
    this.engine._initialize();
    this.strings = new Strings(this.engine);
  }
}

// ---- the command

/** Lines of stderr, of which those of progress go their own way. */
class Messages {
  private open = "";
  text = "";

  constructor(private readonly onProgress: ((progress: Progress) => void) | undefined) {}

  add(piece: string): void {
    const lines = (this.open + piece).split("\n");
    this.open = lines.pop() ?? "";
    for (const line of lines) {
      if (this.onProgress && line.startsWith('{"stage":'))
        this.onProgress(JSON.parse(line) as Progress);
      else this.text += line + "\n";
    }
  }

  end(): string {
    return this.text + this.open;
  }
}

/** Runs the command once, in an instance that may be used again. */
export function command(
  instance: Instance,
  argv: string[],
  files: Record<string, Uint8Array> = {},
  onProgress?: (progress: Progress) => void,
): CommandResult {
  const { wasi, engine } = instance;
  const decoders = [new TextDecoder(), new TextDecoder()];
  const messages = new Messages(onProgress);
  let stdout = "";
  for (const [path, bytes] of Object.entries(files)) wasi.put(path, bytes);
  wasi.args = ["psoas", ...argv, ...(onProgress ? ["--progress=json"] : [])];
  wasi.onOutput = (stream, bytes) => {
    const text = decoders[stream - 1]!.decode(bytes, { stream: true });
    if (stream === 1) stdout += text;
    else messages.add(text);
  };
  let code = 0;
  try {
    code = engine.psoas_main();
  } catch (thrown) {
    if (!(thrown instanceof Exit)) throw thrown;
    code = thrown.code;
  }
  return { code, stdout, stderr: messages.end(), files: wasi.written(files) };
}

// ---- under the hand

const STATUS: Status[] = ["solved", "infeasible", "unsettled"];
const BODY = 12;
const LEVEL = 24;
const GROUP = 2;
const CONTACT = 10;

/** Words of ps_live_frame, in its order. */
interface Words {
  status: number;
  scene: number;
  nbody: number;
  nline: number;
  npoint: number;
  nlevel: number;
  ngroup: number;
  ncontact: number;
  nnumber: number;
  nplace: number;
  at: Address[]; // body, start, point, force ... number, nerve
}

function wordsOf(engine: Exports, session: Address): Words {
  const w = new Int32Array(engine.memory.buffer, session, 26);
  return {
    status: w[0]!,
    scene: w[1]!,
    nbody: w[3]!,
    nline: w[4]!,
    npoint: w[5]!,
    nlevel: w[6]!,
    ngroup: w[7]!,
    ncontact: w[8]!,
    nnumber: w[9]!,
    nplace: w[10]!,
    at: Array.from(w.subarray(11)),
  };
}

type Arrays = Pick<
  Frame,
  | "bodies"
  | "starts"
  | "points"
  | "force"
  | "active"
  | "passive"
  | "activation"
  | "capacity"
  | "length"
  | "levels"
  | "groups"
  | "contacts"
  | "numbers"
  | "nerves"
>;

/** Views of a frame on `buffer`, whose first byte lies at `from` in the engine's memory. */
function arraysOf(w: Words, buffer: ArrayBuffer, from: Address): Arrays {
  const view = (i: number, n: number): Float64Array =>
    new Float64Array(buffer, w.at[i]! - from, n);
  return {
    bodies: view(0, BODY * w.nbody),
    starts: new Int32Array(buffer, w.at[1]! - from, w.nline + 1),
    points: view(2, 3 * w.npoint),
    force: view(3, w.nline),
    active: view(4, w.nline),
    passive: view(5, w.nline),
    activation: view(6, w.nline),
    capacity: view(7, w.nline),
    length: view(8, w.nline),
    levels: view(9, LEVEL * w.nlevel),
    groups: view(10, GROUP * w.ngroup),
    contacts: view(11, CONTACT * w.ncontact),
    numbers: view(13, w.nnumber),
    nerves: view(14, 3 * w.nplace),
  };
}

/** A session of one detail: takes what is asked for, solves, hands out frames. */
export class Session {
  private readonly session: Address;
  private taken = "\n";
  private serial = 0;
  private solved = false; // there is a frame

  constructor(
    private readonly instance: Instance,
    readonly detail: Detail,
  ) {
    this.session = instance.engine.psoas_session_create(detail === "light" ? 1 : 0);
    if (!this.session) throw new Error("the engine has no memory for a session");
  }

  private take(options: SolveOptions): number {
    const { engine, strings } = this.instance;
    const posture = options.posture ?? "standing";
    const person = options.person ?? "";
    if (this.taken === posture + "\n\n" + person) return 0;
    this.taken = "\n";
    strings.begin(posture.length + person.length + 8);
    const first = strings.put(posture).at;
    const status = engine.psoas_session_take(this.session, first, strings.put(person).at);
    if (status === 0) this.taken = posture + "\n\n" + person;
    return status;
  }

  private set(inputs: Inputs): number {
    const { engine, strings } = this.instance;
    engine.psoas_session_clear(this.session);
    for (const [key, value] of Object.entries(inputs)) {
      const text = String(value);
      strings.begin(key.length + text.length + 8);
      const name = strings.put(key).at;
      const status = engine.psoas_session_set(this.session, name, strings.put(text).at);
      if (status !== 0) return status;
    }
    return 0;
  }

  private attempt(inputs: Inputs, options: SolveOptions): boolean {
    const { engine } = this.instance;
    const fine =
      this.take(options) === 0 &&
      this.set(inputs) === 0 &&
      engine.psoas_session_solve(this.session, options.cold ? 1 : 0) === 0;
    this.solved ||= fine;
    return fine;
  }

  /** Views on the engine's own memory where `copy` is false: they change with the next solve. */
  solve(inputs: Inputs, options: SolveOptions = {}, copy = true): Frame {
    const { engine } = this.instance;
    const begun = performance.now();
    const fine = this.attempt(inputs, options);
    const solve_ms = performance.now() - begun;
    const message = fine ? "" : textAt(engine, engine.psoas_session_message(this.session));
    if (!this.solved) this.attempt({}, {}); // there is nothing else to show yet
    const w = wordsOf(engine, this.session);
    const names = new Int32Array(engine.memory.buffer, w.at[12]!, w.ncontact);
    const from = w.at[0]!; // the block begins with the bodies and ends with the starts
    const end = w.at[1]! + 4 * (w.nline + 1);
    const arrays = copy
      ? arraysOf(w, engine.memory.buffer.slice(from, end), from)
      : arraysOf(w, engine.memory.buffer, 0);
    return {
      serial: ++this.serial,
      scene: w.scene,
      status: fine ? STATUS[w.status]! : "refused",
      message,
      solve_ms,
      ...arrays,
      contactNames: Array.from(names, (at) => textAt(engine, at)),
    };
  }

  /** Of the last solve; the standard person's where there was none. */
  scene(): Scene {
    const { engine } = this.instance;
    if (!this.solved) this.attempt({}, {});
    const at = engine.psoas_session_scene(this.session);
    if (!at) throw new Error(textAt(engine, engine.psoas_session_message(this.session)));
    const scene = JSON.parse(textAt(engine, at)) as Scene;
    engine.free(at);
    return scene;
  }

  end(): void {
    this.instance.engine.psoas_session_free(this.session);
  }
}
