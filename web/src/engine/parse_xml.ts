/**
 * XML for the engine, read by saxes: reports elements, attributes and text to the builder of
 * src/io/xml_builder.h until it refuses or the text ends. What is no XML is said in the words that
 * the command has for it (those of expat), with the same line.
 */
import { SaxesParser } from "saxes";
import type { SaxesTagPlain } from "saxes";

import { Strings } from "./module";
import type { Address, Exports } from "./module";

/** Ends the parser, which goes on after errors of its own. */
class Stop {
  constructor(readonly status: number) {}
}

const INVALID = "not well-formed (invalid token)";
const MISMATCH = "mismatched tag";

/** What saxes says, as far as it is told apart, and what is said instead. */
const WORDS: [RegExp, string][] = [
  [/unmatched closing tag|unexpected close tag|weird empty close/, MISMATCH],
  [/duplicate attribute/, "duplicate attribute"],
  [/only one root|text data outside of root/, "junk after document element"],
  [/undefined entity/, "undefined entity"],
  [/unclosed tag|must contain a root|unexpected end/, "no element found"],
  [
    /XML declaration must (?:appear|be) at the start/,
    "XML or text declaration not at start of entity",
  ],
  [/malformed character entity/, "reference to invalid character number"],
];

/** What may begin and not end, and what is said then. */
const TOKENS: [begin: string, end: string, words: string, atBegin: boolean][] = [
  ["<![CDATA[", "]]>", "unclosed CDATA section", false],
  ["<!--", "-->", "unclosed token", true],
  ["<?", "?>", "unclosed token", true],
  ["<", ">", "unclosed token", true],
];

const BARE_AND = /&(?!(?:[\p{L}_:][\p{L}\p{N}_:.-]*|#[0-9]+|#x[0-9a-fA-F]+);)/u;
const NUMBERED = /^&#(?:[0-9]+|x[0-9a-fA-F]+);/;

const PIECE = 1 << 16; // [characters]  of text that go over at once

class Reader {
  private readonly parser = new SaxesParser();
  private readonly strings: Strings;
  private depth = 0;
  private ended = false; // the root was there, and has ended
  private reached = 0; // lines are counted up to here
  private lineStart = 0;
  private line = 1;
  private readonly ascii: boolean;

  constructor(
    private readonly engine: Exports,
    private readonly builder: Address,
    private readonly text: string,
    size: number,
  ) {
    this.strings = new Strings(engine);
    this.ascii = text.length === size;
  }

  /** Moves the line to where `at` is; returns the column, which counts bytes. */
  private advance(at: number): number {
    for (let end; (end = this.text.indexOf("\n", this.reached)) >= 0 && end < at;) {
      this.reached = this.lineStart = end + 1;
      this.line++;
    }
    this.reached = Math.max(this.reached, at);
    const units = at - this.lineStart;
    if (this.ascii) return units + 1;
    return new TextEncoder().encode(this.text.slice(this.lineStart, at)).length + 1;
  }

  private check(status: number): void {
    if (status !== 0) throw new Stop(status);
  }

  private onOpen(tag: SaxesTagPlain): void {
    const column = this.advance(this.text.lastIndexOf("<", this.parser.position - 1));
    this.strings.begin(tag.name.length);
    this.check(
      this.engine.ps_xml_start(this.builder, this.strings.put(tag.name).at, this.line, column),
    );
    this.depth++;
    for (const [name, value] of Object.entries(tag.attributes)) {
      this.strings.begin(name.length + value.length + 8);
      const key = this.strings.put(name);
      this.check(
        this.engine.ps_xml_add_attribute(this.builder, key.at, this.strings.put(value).at),
      );
    }
  }

  private onText(text: string): void {
    if (this.depth === 0) return;
    for (let at = 0; at < text.length;) {
      let end = Math.min(at + PIECE, text.length);
      if (end < text.length && isHigh(text.charCodeAt(end - 1))) end--; // pairs stay together
      this.strings.begin(end - at);
      const piece = this.strings.put(text.slice(at, end));
      this.check(this.engine.ps_xml_add_text(this.builder, piece.at, piece.length));
      at = end;
    }
  }

  private onEnd(tag: SaxesTagPlain): void {
    const at = this.text.lastIndexOf("<", this.parser.position - 1);
    const closes = /^<\/([^\s>]*)/.exec(this.text.slice(at, at + tag.name.length + 3));
    if (!tag.isSelfClosing && closes?.[1] !== tag.name) this.fail(MISMATCH, at);
    this.check(this.engine.ps_xml_end(this.builder));
    this.ended = --this.depth === 0;
  }

  private fail(words: string, at: number): never {
    this.advance(at);
    this.strings.begin(words.length);
    const said = this.strings.put(words).at;
    throw new Stop(this.engine.ps_xml_malformed(this.builder, this.line, said));
  }

  private onError(problem: string): void {
    const known = WORDS.find(([pattern]) => pattern.test(problem))?.[1] ?? INVALID;
    const at = Math.max(0, this.parser.position - 1);
    const tag = Math.max(this.text.lastIndexOf("<", at), 0);
    if (known === "no element found") this.failAtEnd();
    if (known === MISMATCH) this.fail(this.depth > 0 ? known : INVALID, tag);
    if (/text data outside of root/.test(problem) && !this.ended) this.fail("syntax error", at);
    const and = this.text.slice(this.text.lastIndexOf("&", at), at + 1);
    this.fail(/character entity/.test(problem) && !NUMBERED.test(and) ? INVALID : known, at);
  }

  /** The text has ended too early: in the middle of something, or of an element. */
  private failAtEnd(): never {
    const and = BARE_AND.exec(this.text.slice(this.reached));
    if (and) {
      const cut = /^&[\p{L}\p{N}_:.#-]*$/u.test(this.text.slice(this.reached + and.index));
      this.fail(cut ? "unclosed token" : INVALID, this.reached + and.index);
    }
    for (const [begin, end, words, atBegin] of TOKENS) {
      const at = this.text.lastIndexOf(begin);
      if (at >= 0 && this.text.indexOf(end, at) < 0)
        this.fail(words, atBegin ? at : this.text.length);
    }
    return this.fail("no element found", this.text.length);
  }

  read(): number {
    this.parser.on("opentag", (tag) => this.onOpen(tag));
    this.parser.on("closetag", (tag) => this.onEnd(tag));
    this.parser.on("text", (text) => this.onText(text));
    this.parser.on("cdata", (text) => this.onText(text));
    this.parser.on("doctype", () => {
      this.advance(this.text.indexOf("<!DOCTYPE"));
      throw new Stop(this.engine.ps_xml_doctype(this.builder, this.line));
    });
    this.parser.on("error", (error) => this.onError(error.message));
    try {
      this.parser.write(this.text).close();
      return 0;
    } catch (stop) {
      if (stop instanceof Stop) return stop.status;
      throw stop;
    } finally {
      this.strings.end();
    }
  }
}

const isHigh = (unit: number): boolean => unit >= 0xd800 && unit < 0xdc00;

/** TextDecoder takes ISO-8859-1 for windows-1252, which has other signs between 128 and 159. */
function latin1(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192)
    text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return text;
}

export function readXml(
  engine: Exports,
  builder: Address,
  at: Address,
  size: number,
  isLatin1: number,
): number {
  const bytes = new Uint8Array(engine.memory.buffer, at, size);
  const text = isLatin1 ? latin1(bytes) : new TextDecoder().decode(bytes);
  return new Reader(engine, builder, text, size).read();
}
