// Bundles the engine's TypeScript: node build-engine.mjs OUT
//   OUT/core.mjs     in one thread, for Node and tests
//   OUT/engine.mjs   what the page imports; its worker is beside it
//   OUT/worker.mjs
import { build } from "esbuild";

const out = process.argv[2] ?? "dist";
await build({
  entryPoints: ["core", "engine", "worker"].map((name) => `src/engine/${name}.ts`),
  outdir: out,
  outExtension: { ".js": ".mjs" },
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: !process.argv.includes("--readable"),
  legalComments: "none",
  logLevel: "warning",
});
