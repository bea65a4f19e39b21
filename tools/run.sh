#!/usr/bin/env bash
# What `make run` shows: a recorded walk from file to muscle forces and joint loads.
#
# The walk is the trial of the reference data where that is there (PSOAS_REFERENCE, else beside the
# repository), and otherwise our own small example. Never waits; a browser opens only on a desktop.
set -eu
cd "$(dirname "$0")/.."

analysis=(walk --so) # the command that takes a static-optimisation setup and writes a report
out=out

trial=${PSOAS_REFERENCE:-../shared/reference}/opensim/golden/tools/gait2354_so/setup_so.xml
[ -f "$trial" ] || trial=examples/walk/setup_so.xml

build/bin/psoas "${analysis[@]}" "$trial" -o "$out" --force
echo "Report: $out/report.html"

if [ -z "${CI:-}" ] && [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] && command -v xdg-open >/dev/null; then
  (xdg-open "$out/report.html" >/dev/null 2>&1 &)
fi
