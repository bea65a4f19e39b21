#!/usr/bin/env bash
# node_test.sh TEST.mjs: run a test of the page's engine; exit status 77 where it was not built.
set -eu
test -e "$PSOAS_WEB/psoas.wasm" || { echo "the engine of the page was not built (web/build)"; exit 77; }
exec node "$1"
