/** The engine's module as TypeScript sees it: its exports, and strings on their way into it. */

export type Address = number;

export interface Exports {
  memory: WebAssembly.Memory;
  malloc(size: number): Address;
  free(at: Address): void;
  _initialize(): void;
  psoas_main(): number;
  psoas_session_create(light: number): Address;
  psoas_session_free(session: Address): void;
  psoas_session_take(session: Address, posture: Address, person: Address): number;
  psoas_session_clear(session: Address): void;
  psoas_session_set(session: Address, key: Address, value: Address): number;
  psoas_session_solve(session: Address, cold: number): number;
  psoas_session_scene(session: Address): Address;
  psoas_session_message(session: Address): Address;
  ps_xml_start(builder: Address, tag: Address, line: number, column: number): number;
  ps_xml_add_attribute(builder: Address, name: Address, value: Address): number;
  ps_xml_add_text(builder: Address, text: Address, length: number): number;
  ps_xml_end(builder: Address): number;
  ps_xml_doctype(builder: Address, line: number): number;
  ps_xml_malformed(builder: Address, line: number, problem: Address): number;
  ps_yaml_start(builder: Address, kind: number, line: number, column: number): number;
  ps_yaml_end(builder: Address): number;
  ps_yaml_scalar(
    builder: Address,
    text: Address,
    length: number,
    line: number,
    column: number,
  ): number;
  ps_yaml_document(builder: Address, line: number, column: number): number;
  ps_yaml_alias(builder: Address, name: Address, line: number, column: number): number;
  ps_yaml_marks(
    builder: Address,
    anchor: Address,
    tagged: number,
    line: number,
    column: number,
  ): number;
  ps_yaml_malformed_at(
    builder: Address,
    problem: Address,
    line: number,
    column: number,
    context: Address,
    contextLine: number,
    tab: number,
  ): number;
}

/** A place in the engine's memory for strings that it only reads; it grows with what it holds. */
export class Strings {
  private at: Address = 0;
  private room = 0;
  private used = 0;
  private readonly encoder = new TextEncoder();

  constructor(private readonly engine: Exports) {}

  /** Forget the strings so far; take room for `units` characters altogether. */
  begin(units: number): void {
    const size = 3 * units + 16; // a character is at most three bytes a unit; and ends
    this.used = 0;
    if (size <= this.room) return;
    if (this.at) this.engine.free(this.at);
    this.room = Math.max(size, 4096);
    this.at = this.engine.malloc(this.room);
    if (!this.at) throw new Error("out of memory");
  }

  /** Where `text` lies, ended by a zero. */
  put(text: string): { at: Address; length: number } {
    const at = this.at + this.used;
    const rest = new Uint8Array(this.engine.memory.buffer, at, this.room - this.used);
    const length = this.encoder.encodeInto(text, rest).written;
    rest[length] = 0;
    this.used += length + 1;
    return { at, length };
  }

  end(): void {
    if (this.at) this.engine.free(this.at);
    this.at = this.room = 0;
  }
}

/** A text of the engine that ends with a zero. */
export function textAt(engine: Exports, at: Address): string {
  const bytes = new Uint8Array(engine.memory.buffer);
  return new TextDecoder().decode(bytes.subarray(at, bytes.indexOf(0, at)));
}
