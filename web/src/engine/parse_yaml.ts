/**
 * YAML for the engine, read by the package yaml: reports maps, lists and scalars with their places
 * to the builder of src/io/yaml_builder.h until it refuses or the text ends. What is no YAML is
 * said in the words that the command has for it, those of libyaml (yaml_words.ts).
 */
import { isAlias, isMap, isScalar, isSeq, parseAllDocuments, Parser } from "yaml";
import type { CST, Document, Node, Pair } from "yaml";

import { Strings } from "./module";
import type { Address, Exports } from "./module";
import { controlIn, inOneLine, problemOf } from "./yaml_words";
import type { Problem } from "./yaml_words";

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
    for (let at = 0; (at = text.indexOf("\n", at)) >= 0;) this.lines.push(++at);
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
    const { line, column } = this.place(p.shown);
    this.strings.begin(p.words.length + p.context.length + 4);
    const words = this.strings.put(p.words).at;
    const context = this.strings.put(p.context).at;
    const tab = this.text[p.shown] === "\t" ? 1 : 0;
    throw new Stop(
      this.engine.ps_yaml_malformed_at(
        this.builder,
        words,
        line,
        column,
        context,
        this.place(p.from).line,
        tab,
      ),
    );
  }

  // ---- what is there

  private marks(node: Node, at: number): void {
    const anchor = (node as { anchor?: string }).anchor;
    if (anchor === undefined && node.tag === undefined) return;
    const { line, column } = this.place(this.markPlace(at));
    this.strings.begin((anchor ?? "").length);
    const name = anchor === undefined ? 0 : this.strings.put(anchor).at;
    this.check(this.engine.ps_yaml_marks(this.builder, name, 1, line, column));
  }

  /** Anchors and tags stand before their value. */
  private markPlace(at: number): number {
    const before = /(?:[&!]\S*\s*)+$/.exec(this.text.slice(0, at));
    return before ? before.index : at;
  }

  private scalar(text: string, at: number): void {
    this.reach(at);
    this.check(this.scalarAt(text, at));
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
      this.check(
        this.engine.ps_yaml_alias(this.builder, this.strings.put(node.source).at, line, column),
      );
      return;
    }
    this.marks(node, from);
    if (isScalar(node)) return this.scalar(String(node.value ?? ""), from);
    this.start(isMap(node) ? MAP : LIST, from);
    if (isMap(node))
      for (const pair of node.items) this.pair(pair as Pair<Node, Node | null>, node);
    else if (isSeq(node)) for (const item of node.items) this.node(item as Node | null, from);
    this.check(this.engine.ps_yaml_end(this.builder));
  }

  private pair(pair: Pair<Node, Node | null>, map: Node): void {
    const end = pair.key?.range?.[1] ?? 0;
    const at = pair.key?.range?.[0] ?? 0;
    const from = map.range?.[0] ?? at;
    const colon = at + /^[ \t]*/.exec(this.text.slice(at))![0].length;
    if (at === end && this.text[colon] === ":")
      this.fail({
        at,
        shown: colon,
        words: "did not find expected key",
        context: "while parsing a block mapping",
        from,
      });
    const late = this.lateColon(at, end);
    const flow = (map as { flow?: boolean }).flow;
    if (late >= 0 && !flow)
      this.fail({
        at: late,
        shown: late,
        words: "could not find expected ':'",
        context: "while scanning a simple key",
        from: at,
      });
    this.node(pair.key, end);
    if (late >= 0)
      this.fail({
        at: late,
        shown: late,
        words: "did not find expected ',' or '}'",
        context: "while parsing a flow mapping",
        from,
      });
    this.node(pair.value, end);
  }

  /** The colon of a key where it stands on a later line, as it may behind a question mark only. */
  private lateColon(at: number, end: number): number {
    const gap = /^(?:[ \t]*(?:#[^\n]*)?\r?\n)+[ \t]*(?=:)/.exec(this.text.slice(end));
    const asked = /(?:^|[\s{[,])\?\s+(?:[&!]\S*\s+)*$/.test(this.text.slice(0, at));
    return gap && !asked ? end + gap[0].length : -1;
  }

  // ---- the text

  /** The documents; a second one is refused where its line of dashes stands. */
  private document(document: Document.Parsed, before: number): void {
    const at = document.contents?.range?.[0] ?? document.range[0];
    const dashes = /^---(?=\s|$)/m.exec(this.text.slice(before, at));
    if (before > 0 && !dashes)
      this.fail({
        at,
        shown: at,
        words: "did not find expected <document start>",
        context: "",
        from: at,
      });
    const { line, column } = this.place(dashes ? before + dashes.index : at);
    if (before > 0 || !this.problem || at < this.problem.at)
      this.check(this.engine.ps_yaml_document(this.builder, line, column));
    // libyaml takes lines without a colon for one text, and only then sees what follows
    const first = isMap(document.contents) ? document.contents.items[0]?.key : undefined;
    if (this.problem?.at === at && isScalar(first) && /mapping values/.test(this.problem.words))
      this.check(this.scalarAt(String(first.value), at));
    this.node(document.contents as Node | null, document.range[1]);
  }

  private scalarAt(text: string, at: number): number {
    const { line, column } = this.place(at);
    this.strings.begin(text.length);
    const put = this.strings.put(text);
    return this.engine.ps_yaml_scalar(this.builder, put.at, put.length, line, column);
  }

  /** Where the text can end to hold the first map or list that is too deep, and no more. */
  private tooDeep(): number {
    const open: { token: CST.Token; depth: number }[] = [];
    for (const token of new Parser().parse(this.text))
      if (token.type === "document" && token.value) open.push({ token: token.value, depth: 1 });
    let first = Infinity;
    for (let next; (next = open.pop());) {
      const { token, depth } = next;
      if (!("items" in token)) continue;
      if (depth > DEPTH_LIMIT) first = Math.min(first, endOfStart(token));
      else
        for (const { key, value } of token.items)
          for (const inner of [key, value])
            if (inner) open.push({ token: inner, depth: depth + 1 });
    }
    return first;
  }

  read(): number {
    try {
      const control = controlIn(this.text);
      if (control >= 0)
        this.fail({
          at: control,
          shown: control,
          words: "control characters are not allowed",
          context: "",
          from: control,
        });
      const deep = this.tooDeep();
      const documents = parse(deep === Infinity ? this.text : this.text.slice(0, deep));
      this.problem = deep === Infinity ? problemOf(this.text, documents) : undefined;
      let before = 0;
      for (const document of documents) {
        this.document(document, before);
        before = document.range[2];
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
}

function parse(text: string): Document.Parsed[] {
  const parsed = parseAllDocuments(text, {
    schema: "failsafe",
    uniqueKeys: false,
    prettyErrors: false,
    strict: true,
    version: "1.2",
  });
  const documents = Array.isArray(parsed) ? parsed : [];
  const other = inOneLine(text, documents);
  return other === undefined ? documents : parse(other);
}

/** Behind the sign that makes a map or list of what begins there. */
function endOfStart(token: CST.BlockMap | CST.BlockSequence | CST.FlowCollection): number {
  const colon = token.items[0]?.sep?.find((t) => t.type === "map-value-ind");
  return (token.type === "block-map" && colon ? colon.offset : token.offset) + 1;
}

export function readYaml(engine: Exports, builder: Address, at: Address, size: number): number {
  const bytes = new Uint8Array(engine.memory.buffer, at, size);
  return new Reader(engine, builder, new TextDecoder().decode(bytes)).read();
}
