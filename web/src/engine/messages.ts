/** What the page and its workers say to each other. */
import type {
  CommandResult,
  Detail,
  Frame,
  Inputs,
  Progress,
  Scene,
  SolveOptions,
} from "./types";

export type Question =
  | { kind: "start"; module: WebAssembly.Module }
  | { kind: "scene"; detail: Detail }
  | { kind: "solve"; inputs: Inputs; options: SolveOptions }
  | { kind: "command"; argv: string[]; files: Record<string, Uint8Array>; progress: boolean };
export type Request = Question & { id: number };

export type Answer = { id: number } & (
  | { kind: "done" }
  | { kind: "scene"; scene: Scene }
  | { kind: "frame"; frame: Frame }
  | { kind: "progress"; progress: Progress }
  | { kind: "result"; result: CommandResult }
  | { kind: "failed"; message: string }
);
