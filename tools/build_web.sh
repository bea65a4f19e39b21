#!/usr/bin/env bash
# build_web.sh OUT: the engine of the page in OUT: psoas.wasm, and its TypeScript as core.mjs (one
# thread, for Node), engine.mjs (for the page) and worker.mjs. `--try`: exit status 77 where a tool is
# missing. What it compiles in between lies in build/wasm and web/node_modules.
set -eu
[ "${1:-}" = --try ] && missing=77 && shift || missing=2
out=$(realpath -m "$1")
cd "$(dirname "$0")/.."

for tool in cmake ninja clang-14 wasm-ld-14 node npm; do
  command -v "$tool" >/dev/null || { echo "$tool is missing (tools/setup.sh web)"; exit $missing; }
done
test -e /usr/lib/wasm32-wasi/libc.a || { echo "wasi-libc is missing (tools/setup.sh web)"; exit $missing; }
node -e 'process.exit(+process.versions.node.split(".")[0] >= 18 ? 0 : 1)' ||
  { echo "node $(node --version) is too old, expected 18 or later"; exit $missing; }

mkdir -p "$out" build
{ cmake --preset wasm && cmake --build build/wasm; } >build/wasm.log 2>&1 || { cat build/wasm.log; exit 2; }
cp build/wasm/bin/psoas.wasm "$out/"
cd web
# npm leaves a lock file of its own in what it has installed
cmp -s package-lock.json node_modules/installed-lock.json || {
  npm ci --no-audit --no-fund
  cp package-lock.json node_modules/installed-lock.json
}
npx tsc --noEmit
node build-engine.mjs "$out"
for file in psoas.wasm worker.mjs engine.mjs; do
  printf '%-12s %8d bytes, %7d gzip, %7d brotli\n' "$file" "$(wc -c <"$out/$file")" \
    "$(gzip -9c "$out/$file" | wc -c)" \
    "$(node -e 'const z=require("zlib");process.stdout.write(String(z.brotliCompressSync(require("fs").readFileSync(process.argv[1])).length))' "$out/$file")"
done
