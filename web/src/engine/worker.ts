/** The worker: an instance of the engine for itself, told by messages what to do, one at a time. */
import { command, Instance, Session } from "./core";
import type { Answer, Request } from "./messages";
import type { Detail } from "./types";

const scope = self as unknown as {
  onmessage: ((event: { data: Request }) => void) | null;
  postMessage(answer: Answer, transfer?: Transferable[]): void;
};

let instance: Instance | undefined;
const sessions = new Map<Detail, Session>();

function session(detail: Detail): Session {
  if (!instance) throw new Error("the engine has not been started");
  let known = sessions.get(detail);
  if (!known) sessions.set(detail, (known = new Session(instance, detail)));
  return known;
}

function answer(request: Request): void {
  const id = request.id;
  switch (request.kind) {
    case "start":
      instance = new Instance(request.module);
      return scope.postMessage({ id, kind: "done" });
    case "scene":
      return scope.postMessage({ id, kind: "scene", scene: session(request.detail).scene() });
    case "solve": {
      const { inputs, options } = request;
      const frame = session(options.detail ?? "full").solve(inputs, options);
      return scope.postMessage({ id, kind: "frame", frame }, [
        frame.bodies.buffer as ArrayBuffer,
      ]);
    }
    case "command": {
      if (!instance) throw new Error("the engine has not been started");
      const progress = request.progress
        ? (p: Parameters<NonNullable<Parameters<typeof command>[3]>>[0]) =>
            scope.postMessage({ id, kind: "progress", progress: p })
        : undefined;
      const result = command(instance, request.argv, request.files, progress);
      return scope.postMessage({ id, kind: "result", result });
    }
  }
}

scope.onmessage = ({ data }) => {
  try {
    answer(data);
  } catch (thrown) {
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    scope.postMessage({ id: data.id, kind: "failed", message });
  }
};
