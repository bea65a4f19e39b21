/**
 * YAML for the engine, read by the package yaml: reports maps, lists and scalars with their places
 * to the builder of src/io/yaml_builder.h until it refuses or the text ends. What is no YAML is said
 * in the words that the command has for it (those of libyaml) where the two tell it apart alike.
 */
import { isAlias, isMap, isScalar, isSeq, parseAllDocuments, Parser } from "yaml";
import type { CST, Node, Pair, YAMLError } from "yaml";

import { Strings } from "./module";
import type { Address, Exports } from "./module";

const MAP = 5; // PS_TREE_MAP
const LIST = 4; // PS_TREE_LIST
const DEPTH_LIMIT = 32; // PS_YAML_DEPTH_LIMIT

class Stop {
  constructor(readonly status: number) {}
}

interface Place {
  line: number;
  column: number;
}

interface Problem extends Place {
  at: number; // where the parser gives up: what stands before is reported
  words: string;
  context: string;
  contextLine: number;
}

class Reader {
  private readonly strings: Strings;
  private readonly lines: number[] = [0];
  private problem: Problem | undefined;

  constructor(
    private readonly engine: Exports,
    private readonly builder: Address,
    private readonly text: string,
  ) {
    this.strings = new Strings(engine);
    for (let at = 0; (at = text.indexOf("\n", at)) >= 0; ) this.lines.push(++at);
  }

  /** Columns count characters, not units. */
  private place(at: number): Place {
    let low = 0;
    let high = this.lines.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.lines[middle]! <= at) low = middle;
      else high = middle;
    }
    const before = this.text.slice(this.lines[low], at);
    return { line: low + 1, column: [...before].length + 1 };
  }

  private check(status: number): void {
    if (status !== 0) throw new Stop(status);
  }

  /** What stands behind the place where the parser gives up is not reported. */
  private reach(at: number): void {
    if (this.problem && at >= this.problem.at) this.fail(this.problem);
  }

  private fail(p: Problem): never {
    this.strings.begin(p.words.length + p.context.length + 4);
    const words = this.strings.put(p.words).at;
    const context = this.strings.put(p.context).at;
    const tab = this.text[p.at] === "\t" ? 1 : 0;
    throw new Stop(this.engine.ps_yaml_malformed_at(this.builder, words, p.line, p.column, context,
      p.contextLine, tab));
  }

  // ---- what is there

  private marks(node: Node, at: number): void {
    const anchor = (node as { anchor?: string }).anchor;
    const tagged = node.tag !== undefined && !/^tag:yaml\.org,2002:(?:str|map|seq)$/.test(node.tag);
    if (anchor === undefined && !tagged && !this.hasTag(node)) return;
    const { line, column } = this.place(this.markPlace(at));
    this.strings.begin((anchor ?? "").length);
    const name = anchor === undefined ? 0 : this.strings.put(anchor).at;
    this.check(this.engine.ps_yaml_marks(this.builder, name, 1, line, column));
  }

  private hasTag(node: Node): boolean {
    return node.tag !== undefined && (node as { srcToken?: CST.Token }).srcToken !== undefined;
  }

  /** Anchors and tags stand before their value. */
  private markPlace(at: number): number {
    const before = /(?:[&!]\S*\s+)+$/.exec(this.text.slice(0, at));
    return before ? before.index : at;
  }

  private scalar(text: string, at: number): void {
    this.reach(at);
    const { line, column } = this.place(at);
    this.strings.begin(text.length);
    const put = this.strings.put(text);
    this.check(this.engine.ps_yaml_scalar(this.builder, put.at, put.length, line, column));
  }

  private start(kind: number, at: number): void {
    this.reach(at);
    const { line, column } = this.place(at);
    this.check(this.engine.ps_yaml_start(this.builder, kind, line, column));
  }

  private node(node: Node | null | undefined, at: number): void {
    const from = node?.range?.[0] ?? at;
    this.reach(from);
    if (!node) return this.scalar("", at);
    if (isAlias(node)) {
      const { line, column } = this.place(from);
      this.strings.begin(node.source.length);
      this.check(this.engine.ps_yaml_alias(this.builder, this.strings.put(node.source).at, line, column));
      return;
    }
    this.marks(node, from);
    if (isScalar(node)) return this.scalar(String(node.value ?? ""), from);
    this.start(isMap(node) ? MAP : LIST, from);
    if (isMap(node)) for (const pair of node.items) this.pair(pair as Pair<Node, Node | null>);
    else if (isSeq(node)) for (const item of node.items) this.node(item as Node | null, from);
    this.check(this.engine.ps_yaml_end(this.builder));
  }

  private pair(pair: Pair<Node, Node | null>): void {
    const end = pair.key?.range?.[1] ?? 0;
    this.node(pair.key, end);
    this.node(pair.value, end);
  }

  // ---- the text

  /** Where maps and lists become too deep to be read; they are counted without recursion. */
  private tooDeep(): number {
    const open: { token: CST.Token; depth: number }[] = [];
    for (const token of new Parser().parse(this.text))
      if (token.type === "document" && token.value) open.push({ token: token.value, depth: 1 });
    let first = Infinity;
    for (let next; (next = open.pop()); ) {
      if (!("items" in next.token)) continue;
      if (next.depth > DEPTH_LIMIT) first = Math.min(first, next.token.offset);
      else
        for (const { key, value } of next.token.items)
          for (const inner of [key, value]) if (inner) open.push({ token: inner, depth: next.depth + 1 });
    }
    return first;
  }

  read(): number {
    try {
      // what opens the level that is one too many still counts, and is refused there
      const deep = this.tooDeep();
      const text = deep === Infinity ? this.text : this.text.slice(0, deep + 1);
      const documents = parseAllDocuments(text, { schema: "failsafe", uniqueKeys: false,
        keepSourceTokens: true, prettyErrors: false, strict: true, version: "1.2" });
      const errors = Array.isArray(documents) ? documents.flatMap((d) => d.errors) : [];
      this.problem = deep === Infinity ? this.problemOf(errors) : undefined;
      if (Array.isArray(documents))
        for (const document of documents) {
          const at = document.contents?.range?.[0] ?? 0;
          this.reach(at);
          const { line, column } = this.place(at);
          this.check(this.engine.ps_yaml_document(this.builder, line, column));
          this.node(document.contents as Node | null, document.range[1]);
        }
      if (this.problem) this.fail(this.problem);
      return 0;
    } catch (stop) {
      if (stop instanceof Stop) return stop.status;
      throw stop;
    } finally {
      this.strings.end();
    }
  }

  private problemOf(errors: YAMLError[]): Problem | undefined {
    const first = errors.sort((a, b) => a.pos[0] - b.pos[0])[0];
    if (!first) return undefined;
    const at = first.pos[0];
    return { at, ...this.place(at), words: `${first.code}: ${first.message}`, context: "", contextLine: 0 };
  }
}

export function readYaml(engine: Exports, builder: Address, at: Address, size: number): number {
  const bytes = new Uint8Array(engine.memory.buffer, at, size);
  return new Reader(engine, builder, new TextDecoder().decode(bytes)).read();
}
