#!/usr/bin/env bash
# build_page.sh [--try] PSOAS OUT: the page, from the program PSOAS and the engine that
# tools/build_web.sh makes: OUT/site, the folder that `psoas serve` shows, and OUT/psoas.html, one
# file that runs from disk. `--try`: exit status 77 where a tool is missing.
set -eu
try=
[ "${1:-}" = --try ] && try=--try && shift
program=$(realpath "$1")
out=$(realpath -m "$2")
cd "$(dirname "$0")/.."

tools/build_web.sh $try "$out/engine" || exit $?
bones=$(dirname "$program")/../bones.bin # made beside the program
[ -e "$bones" ] && bones="--bones $bones" || bones=
cd web
# shellcheck disable=SC2086 # no words, or two
node build.mjs --program "$program" --wasm "$out/engine/psoas.wasm" $bones --out "$out"
