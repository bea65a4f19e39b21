/**
 * Bundles the page: build/web/site (index.html and hashed files) and build/web/psoas.html, one file
 * that runs from disk. Nothing is loaded from elsewhere: every part comes from the lock file.
 *
 *   node build.mjs --program PSOAS --wasm PSOAS.wasm [--bones BONES.bin] [--out ../build/web]
 */
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import { storedOf } from "./stored.mjs";

const WEB = path.dirname(fileURLToPath(import.meta.url));
const FONTS = [
  ["Inter", "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2", "100 900", "normal"],
  [
    "Source Serif 4",
    "@fontsource-variable/source-serif-4/files/source-serif-4-latin-wght-normal.woff2",
    "200 900",
    "normal",
  ],
];
const ENTRY = path.join(WEB, "src/main.tsx");
/** What is in the page, with its licence file. */
const PARTS = [
  "three",
  "uplot",
  "preact",
  "yaml",
  "saxes",
  "xmlchars",
  "@fontsource-variable/inter",
  "@fontsource-variable/source-serif-4",
];

const inModules = (...names) => path.join(WEB, "node_modules", ...names);

function licences() {
  return PARTS.filter((name) => existsSync(inModules(name))).map((name) => {
    const about = JSON.parse(readFileSync(inModules(name, "package.json"), "utf8"));
    const file = readdirSync(inModules(name)).find((entry) => /^licen[cs]e/i.test(entry));
    return {
      name,
      version: about.version,
      licence: about.license,
      text: file ? readFileSync(inModules(name, file), "utf8") : about.license,
    };
  });
}

const hashed = (name, data) => {
  const { name: stem, ext } = path.parse(name);
  return `${stem}-${createHash("sha256").update(data).digest("hex").slice(0, 10)}${ext}`;
};

/** A folder of the site that is filled file by file. */
class Site {
  constructor(folder) {
    this.folder = folder;
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
  }
  put(name, data) {
    const final = name === "index.html" ? name : hashed(name, data);
    writeFileSync(path.join(this.folder, final), data);
    return final;
  }
}

async function bundle(entry, options) {
  const done = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    write: false,
    legalComments: "none",
    outdir: "/",
    logLevel: "warning",
    tsconfig: path.join(WEB, "tsconfig.json"),
    ...options,
  });
  if (options.splitting) return done;
  const text = (ext) =>
    done.outputFiles
      .filter((f) => f.path.endsWith(ext))
      .map((f) => f.text)
      .join("\n");
  return { js: text(".js"), css: text(".css") };
}

const fontFaces = (urlOf) =>
  FONTS.map(([family, file, weight, style]) => {
    const url = urlOf(path.basename(file), readFileSync(inModules(file)));
    return `@font-face{font-family:"${family}";src:url(${url}) format("woff2");font-weight:${weight};font-style:${style};font-display:swap}`;
  }).join("\n");

const dataUrl = (type, data) => `data:${type};base64,${Buffer.from(data).toString("base64")}`;

const page = ({ head, body, tail }) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>psoas</title>
${head}
</head>
<body>
<div id="page" inert>${body}</div>
<noscript><p class="noscript">psoas computes in your browser and needs JavaScript for that. The command
<code>psoas pose sitting_upright</code> gives the same numbers in a terminal.</p></noscript>
${tail}
</body>
</html>
`;

/** Text that may stand inside a script element. */
const inScript = (text) => text.replace(/<\/(script)/gi, "<\\/$1").replace(/<!--/g, "<\\!--");

/** The first picture as text: src/shell.tsx, run here. */
async function shellOf(stored, out, define) {
  const { js } = await bundle(path.join(WEB, "src/shell.tsx"), {
    platform: "node",
    loader: { ".css": "empty" },
    define,
  });
  const file = path.join(out, "shell.mjs");
  writeFileSync(file, js);
  globalThis.matchMedia = () => ({ matches: false }); // the theme is given
  return (await import(pathToFileURL(file).href)).shell(stored);
}

/** The page's code in the folder: 3D is a file of its own, which the first picture does not wait for. */
async function codeOf(site, entry, define) {
  const done = await bundle(entry, {
    define,
    splitting: true,
    metafile: true,
    entryNames: "page-[hash]",
    chunkNames: "part-[hash]",
  });
  for (const { path: name, contents } of done.outputFiles)
    if (name.endsWith(".js")) writeFileSync(path.join(site.folder, path.basename(name)), contents);
  const [name, { imports }] = Object.entries(done.metafile.outputs).find(([, o]) => o.entryPoint);
  const beside = imports.filter((i) => i.kind === "import-statement").map((i) => i.path);
  return { name: path.basename(name), beside: beside.map((file) => path.basename(file)) };
}

const preload = (name, kind) => `<link rel="preload" href="./${name}" as="${kind}" crossorigin>`;

/** build/web/site: what may wait is asked for early, and nothing stands in the way of painting. */
async function makeSite({ out, engine, bones, define, css, first, body }) {
  const site = new Site(path.join(out, "site"));
  const parts = {
    worker: site.put("worker.js", engine.worker),
    wasm: site.put("psoas.wasm", engine.wasm),
    bones: site.put("bones.bin", bones),
  };
  const code = await codeOf(site, ENTRY, { ...define, PSOAS_PARTS: JSON.stringify(parts) });
  const fonts = [];
  const faces = fontFaces((name, data) => `./${fonts[fonts.push(site.put(name, data)) - 1]}`);
  site.put(
    "index.html",
    page({
      head: [
        `<link rel="icon" href="./${site.put("icon.svg", ICON)}">`,
        `<link rel="stylesheet" href="./${site.put("page.css", faces + css)}">`,
        `<script src="./${site.put("first.js", first)}"></script>`,
        ...fonts.map((name) => preload(name, "font")),
        ...[code.name, ...code.beside].map((name) => `<link rel="modulepreload" href="./${name}">`),
        preload(parts.wasm, "fetch"),
      ].join("\n"),
      body,
      tail: `<script type="module" src="./${code.name}"></script>`,
    }),
  );
}

/** build/web/psoas.html: all in one, from disk. */
function makeOne({ out, engine, bones, js, css, first, body }) {
  const inline = Object.entries({ worker: engine.worker, wasm: engine.wasm, bones }).map(
    ([name, data]) =>
      `<script type="text/plain" id="part-${name}">${Buffer.from(data).toString("base64")}</script>`,
  );
  writeFileSync(
    path.join(out, "psoas.html"),
    page({
      head: `<link rel="icon" href="${dataUrl("image/svg+xml", ICON)}">
<style>${fontFaces((_, data) => dataUrl("font/woff2", data))}${css}</style>
<script>${inScript(first)}</script>`,
      body,
      tail: `${inline.join("\n")}
<script type="module">${inScript(js)}</script>`,
    }),
  );
}

/** `engine`: {worker: text, wasm: bytes}; `bones`: bytes; `stored`: the object of stored.mjs. */
async function makePage({ out, engine, bones, stored }) {
  const define = { PSOAS_STORED: JSON.stringify(JSON.stringify(stored)) };
  const { js, css } = await bundle(ENTRY, { define });
  const first = (await bundle(path.join(WEB, "src/first.ts"), { format: "iife" })).js;
  const { body, css: rules } = await shellOf(stored, out, define);
  await makeSite({ out, engine, bones, define, css: css + rules, first, body });
  makeOne({ out, engine, bones, js, css: css + rules, first, body });
  return sizes(out);
}

const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 22 22"><rect x="9" y="1.5" width="4" height="4" rx="1.2" fill="#8a8478"/><rect x="9" y="6.7" width="4" height="4" rx="1.2" fill="#8a8478"/><path d="M8 3C6.5 8 3.5 12 1.5 20M14 3c1.5 5 4.5 9 6.5 17" fill="none" stroke="#bf4660" stroke-width="2.4" stroke-linecap="round"/></svg>`;

function sizes(out) {
  const files = readdirSync(path.join(out, "site")).map((name) => path.join("site", name));
  return [...files, "psoas.html"].map((name) => {
    const data = readFileSync(path.join(out, name));
    return { name, bytes: data.length, gzip: gzipSync(data, { level: 9 }).length };
  });
}

/** The engine in Node, for what is computed at build. */
async function engineHere(wasm, out) {
  const { js } = await bundle(path.join(WEB, "src/engine/core.ts"), {});
  const file = path.join(out, "core.mjs");
  writeFileSync(file, js);
  const { Instance, Session } = await import(pathToFileURL(file).href);
  const session = new Session(new Instance(await WebAssembly.compile(wasm)), "full");
  return {
    solve: async (inputs, options) => session.solve(inputs, options),
    scene: async () => session.scene(),
  };
}

/** Computed once for a program and an engine: building the page again takes a second then. */
async function storedBy(program, wasm, out) {
  const stamp = createHash("sha256")
    .update(readFileSync(program))
    .update(wasm)
    .update(readFileSync(path.join(WEB, "stored.mjs")))
    .digest("hex");
  const kept = path.join(out, "stored.json");
  if (existsSync(kept)) {
    const found = JSON.parse(readFileSync(kept, "utf8"));
    if (found.stamp === stamp) return { ...found.stored, licences: licences() };
  }
  const stored = await storedOf(program, await engineHere(wasm, out));
  writeFileSync(kept, JSON.stringify({ stamp, stored }));
  return { ...stored, licences: licences() };
}

const { values } = parseArgs({
  options: {
    program: { type: "string" },
    wasm: { type: "string" },
    bones: { type: "string" },
    out: { type: "string", default: path.join(WEB, "../build/web") },
  },
});
mkdirSync(values.out, { recursive: true });
const wasm = readFileSync(values.wasm);
// a page from disk may start a worker of its own text, but no module
const worker = (await bundle(path.join(WEB, "src/engine/worker.ts"), { format: "iife" })).js;
const made = await makePage({
  out: values.out,
  engine: { worker, wasm },
  bones: values.bones ? readFileSync(values.bones) : Buffer.alloc(0),
  stored: await storedBy(values.program, wasm, values.out),
});
for (const { name, bytes, gzip } of made)
  console.log(
    `${name.padEnd(52)} ${String(bytes).padStart(9)} bytes ${String(gzip).padStart(8)} gzip`,
  );
