/**
 * What is wrong with a YAML text, in the words and at the place that libyaml has for it: the
 * package yaml tells the same mistakes apart, by other names and sometimes from where they begin.
 */
import { isCollection, isMap, isScalar, isSeq } from "yaml";
import type { Document, Node, Pair, YAMLError } from "yaml";

export interface Problem {
  /** Where the parser gives up: what stands before is reported. */
  at: number;
  /** Where the message points to. */
  shown: number;
  words: string;
  context: string; // empty: none
  /** What the context begins with, in the text. */
  from: number;
}

/** What counts between brackets: quoted texts, comments, brackets, line ends. */
const PIECES = /"(?:[^"\\]|\\[^])*"|'[^']*'|(?<=\s)#[^\n]*\n|[[{\]}]|\n/g;

type Documents = Document.Parsed[];

const NEXT_COLON = /:(?=\s|$)/g;

/** What parsers that know comments and line ends see next. */
const nextToken = (text: string, at: number): number => {
  const rest = /^(?:\s|#[^\n]*)*/.exec(text.slice(at));
  return at + (rest ? rest[0].length : 0);
};

function colonFrom(text: string, at: number): number {
  NEXT_COLON.lastIndex = at;
  return NEXT_COLON.exec(text)?.index ?? at;
}

/** Every collection around a place, outermost first. */
function around(documents: Documents, at: number): Node[] {
  const found: Node[] = [];
  const visit = (node: unknown): void => {
    if (!isCollection(node)) return;
    const range = (node as Node).range;
    if (!range || range[0] > at || range[2] < at) return;
    found.push(node as Node);
    for (const item of node.items as (Node | Pair | null)[]) {
      const inner = item !== null && "key" in item ? [item.key, item.value] : [item];
      inner.forEach(visit);
    }
  };
  for (const document of documents) visit(document.contents);
  return found;
}

/** The last scalar that begins before a place. */
function scalarBefore(documents: Documents, at: number): number {
  let last = 0;
  const visit = (node: unknown): void => {
    if (isScalar(node) && node.range && node.range[0] < at) last = Math.max(last, node.range[0]);
    if (isCollection(node))
      for (const item of node.items as (Node | Pair | null)[])
        (item !== null && "key" in item ? [item.key, item.value] : [item]).forEach(visit);
  };
  for (const document of documents) visit(document.contents);
  return last;
}

class Words {
  constructor(
    private readonly text: string,
    private readonly documents: Documents,
  ) {}

  private column(at: number): number {
    return at - (this.text.lastIndexOf("\n", at - 1) + 1);
  }

  private say(at: number, shown: number, words: string, context = "", from = shown): Problem {
    return { at, shown, words, context, from };
  }

  private blocks(at: number): Node[] {
    return around(this.documents, at).filter((node) => !(node as { flow?: boolean }).flow);
  }

  /** What stands here is no part of the block collection that it would belong to. */
  private expectedKey(at: number, shown: number): Problem {
    const column = this.column(shown);
    const fitting = this.blocks(at).filter((node) => this.column(node.range![0]) <= column);
    const strict = fitting.filter((node) => this.column(node.range![0]) < column);
    const onLine = this.text.slice(shown - column, shown).trim() !== "";
    const block = (onLine || strict.length === 0 ? fitting : strict).pop();
    const from = block?.range![0] ?? 0;
    return isSeq(block)
      ? this.say(
          at,
          shown,
          "did not find expected '-' indicator",
          "while parsing a block collection",
          from,
        )
      : this.say(at, shown, "did not find expected key", "while parsing a block mapping", from);
  }

  /** A key without its colon, on the first of several lines. */
  private lines(at: number): Problem {
    if (this.text[at] === "-") return this.expectedKey(at, at);
    const column = this.column(at);
    const isKey = this.blocks(at).some(
      (n) => isMap(n) && n.range![0] < at && this.column(n.range![0]) === column,
    );
    return isKey ? this.noColon(at, colonFrom(this.text, at)) : this.notAllowed(at);
  }

  private noColon(at: number, shown: number): Problem {
    return this.say(at, shown, "could not find expected ':'", "while scanning a simple key", at);
  }

  private notAllowed(at: number): Problem {
    return this.say(
      at,
      colonFrom(this.text, at),
      "mapping values are not allowed in this context",
    );
  }

  private cannotStart(at: number): Problem {
    return this.say(
      at,
      at,
      "found character that cannot start any token",
      "while scanning for the next token",
    );
  }

  private noContent(at: number, kind: "flow" | "block"): Problem {
    return this.say(at, at, "did not find expected node content", `while parsing a ${kind} node`);
  }

  private flowEnd(at: number): Problem {
    const next = nextToken(this.text, at);
    if (/,\s*$/.test(this.text.slice(0, next))) return this.noContent(next, "flow");
    const flow = around(this.documents, Math.max(0, at - 1)).find(
      (n) => (n as { flow?: boolean }).flow,
    );
    const { open, wrong } = this.brackets(flow?.range![0] ?? 0);
    const map = this.text[open] === "{";
    // words on the next lines still belong to the last value, up to a colon
    const shown =
      wrong >= 0 ? wrong : next < this.text.length ? colonFrom(this.text, next) : next;
    return this.say(
      at,
      shown,
      `did not find expected ',' or '${map ? "}" : "]"}'`,
      `while parsing a flow ${map ? "mapping" : "sequence"}`,
      open,
    );
  }

  /** From a bracket on: the innermost that is open where the wrong kind (-1: none) closes. */
  private brackets(begin: number): { open: number; wrong: number } {
    const open: number[] = [];
    const pieces = new RegExp(PIECES);
    pieces.lastIndex = begin;
    for (let piece; (piece = pieces.exec(this.text));) {
      const [sign] = piece;
      if (sign === "[" || sign === "{") open.push(piece.index);
      if (sign !== "]" && sign !== "}") continue;
      const last = open.at(-1) ?? begin;
      if ((this.text[last] === "[") !== (sign === "]")) return { open: last, wrong: piece.index };
      open.pop();
      if (open.length === 0) break;
    }
    return { open: open.at(-1) ?? begin, wrong: -1 };
  }

  private tab(at: number): Problem {
    const before = this.text.slice(0, at).trimEnd();
    if (/[:-]$/.test(before)) return this.cannotStart(at);
    return this.say(
      at,
      at,
      "found a tab character that violates indentation",
      "while scanning a plain scalar",
      scalarBefore(this.documents, at),
    );
  }

  private unexpected(at: number, message: string): Problem {
    const before = this.text.slice(0, at).trimEnd();
    if (/Unexpected , in flow/.test(message)) return this.noContent(at, "flow");
    if (/^Block scalar header/.test(message) || /[|>]$/.test(before))
      return this.say(
        at,
        at,
        "did not find expected comment or line break",
        "while scanning a block scalar",
      );
    if (/flow-\w+-end/.test(message) && /(?:^|[:-])$/.test(before))
      return this.noContent(at, "block");
    const root = this.documents[0]?.contents?.range?.[0] ?? 0;
    if (this.column(at) < this.column(root))
      return this.say(at, at, "did not find expected <document start>");
    return this.expectedKey(at, at);
  }

  private missing(at: number, message: string): Problem {
    if (/quote$/.test(message))
      return this.say(
        at,
        this.text.length,
        "found unexpected end of stream",
        "while scanning a quoted scalar",
        scalarBefore(this.documents, at),
      );
    if (/^Implicit map keys need/.test(message)) {
      const end = /[^\n]*/.exec(this.text.slice(at))![0].length;
      return this.noColon(at, nextToken(this.text, at + end));
    }
    if (/^Missing , /.test(message)) return this.flowEnd(at);
    return this.say(at, at, message);
  }

  of(error: YAMLError): Problem {
    const at = error.pos[0];
    const { code, message } = error;
    switch (code) {
      case "TAB_AS_INDENT":
        return this.tab(at);
      case "BAD_INDENT":
        return /^Flow/.test(message)
          ? this.flowEnd(at)
          : this.expectedKey(at, nextToken(this.text, at));
      case "BLOCK_IN_FLOW":
        return this.flowEnd(at);
      case "MISSING_CHAR":
        return this.missing(at, message);
      case "BLOCK_AS_IMPLICIT_KEY":
        return /sequence/.test(message)
          ? this.expectedKey(at, nextToken(this.text, at))
          : this.notAllowed(at);
      case "KEY_OVER_1024_CHARS":
      case "MULTILINE_IMPLICIT_KEY":
        return this.lines(at);
      case "BAD_SCALAR_START":
        return this.cannotStart(at);
      case "BAD_DQ_ESCAPE":
        return this.say(
          at,
          at,
          "found unknown escape character",
          "while parsing a quoted scalar",
          scalarBefore(this.documents, at),
        );
      case "BAD_ALIAS":
        return this.say(
          at,
          at + 1,
          "did not find expected alphabetic or numeric character",
          `while scanning an ${/Alias/.test(message) ? "alias" : "anchor"}`,
        );
      case "UNEXPECTED_TOKEN":
        return this.unexpected(at, message);
      default:
        return this.say(at, at, message);
    }
  }
}

/**
 * libyaml takes a list in brackets also where its lines stand further left than its key. The text
 * with such a list in one line, every character in its place; undefined: there is none.
 */
export function inOneLine(text: string, documents: Documents): string | undefined {
  const isShort = (e: YAMLError): boolean =>
    e.code === "BAD_INDENT" && e.message.startsWith("Flow");
  const error = documents.flatMap((d) => d.errors).find(isShort);
  const lists = error ? around(documents, Math.max(0, error.pos[0] - 1)) : [];
  const list = lists.find((node) => (node as { flow?: boolean }).flow);
  const pieces = new RegExp(PIECES);
  let depth = 0;
  let line = "";
  let reached = (pieces.lastIndex = list?.range![0] ?? text.length);
  for (let piece; (piece = pieces.exec(text)); reached = pieces.lastIndex) {
    line +=
      text.slice(reached, piece.index) +
      (/^[#\n]/.test(piece[0]) ? " ".repeat(piece[0].length) : piece[0]);
    depth += /^[[{]$/.test(piece[0]) ? 1 : /^[\]}]$/.test(piece[0]) ? -1 : 0;
    if (depth === 0) {
      const begin = pieces.lastIndex - line.length;
      const changed = text.slice(0, begin) + line + text.slice(pieces.lastIndex);
      return changed === text ? undefined : changed;
    }
  }
  return undefined;
}

/** libyaml takes a comment right behind a value. */
const TAKEN = /^Comments must be separated/;

/** The first of them, in the order of the text; undefined: there is none. */
export function problemOf(text: string, documents: Documents): Problem | undefined {
  const errors = documents.flatMap((d) => d.errors).filter((e) => !TAKEN.test(e.message));
  const first = errors.sort((a, b) => a.pos[0] - b.pos[0])[0];
  return first && new Words(text, documents).of(first);
}

const CONTROL = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]|(?<!^)\ufeff/;

/** A character that YAML does not have; -1: there is none. */
export const controlIn = (text: string): number => text.search(CONTROL);
