// browser_worker.mjs: the page's worker in Node.
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";

/** A worker of Node that looks like one of a browser. */
export class BrowserWorker {
  onmessage = null;
  onerror = null;
  constructor(file) {
    const start = `const { parentPort } = require("node:worker_threads");
      globalThis.self = globalThis;
      self.postMessage = (m, t) => parentPort.postMessage(m, t);
      const early = []; const keep = (data) => early.push(data);
      parentPort.on("message", keep);
      import(${JSON.stringify(pathToFileURL(file).href)}).then(() => {
        parentPort.off("message", keep);
        parentPort.on("message", (data) => self.onmessage({ data }));
        for (const data of early) self.onmessage({ data });
      });`;
    this.worker = new Worker(start, { eval: true });
    this.worker.on("message", (data) => this.onmessage?.({ data }));
    this.worker.on("error", (error) => this.onerror?.({ message: error.message }));
  }
  postMessage(message, transfer) {
    this.worker.postMessage(message, transfer);
  }
  terminate() {
    void this.worker.terminate();
  }
}
