#!/usr/bin/env bash
# What `make run-walk` shows: a recorded walk from file to muscle forces and joint loads.
#
# The walk is the trial of the reference data where that is there (PSOAS_REFERENCE, else beside the
# repository), and otherwise our own constructed example. Never waits; a browser opens only on a
# desktop.
set -eu
cd "$(dirname "$0")/.."

out=out/walk
setup=examples/walk/setup_so.xml
usual=../../../shared/reference # as examples/gait2354/setup_walk.xml has it
reference=$(realpath -m "${PSOAS_REFERENCE:-../shared/reference}")

if [ -f "$reference/opensim/motions/gait2354/subject01_walk1_ik.mot" ]; then
  # the set-up names the reference data by their usual place; a folder may have any name
  name=$(printf %s "$reference" | sed 's/&/\&amp;/g; s/</\&lt;/g' | sed 's/[&|\\]/\\&/g')
  setup=$out/setup_walk.xml
  mkdir -p "$out"
  sed "s|$usual|$name|" examples/gait2354/setup_walk.xml >"$setup"
else
  echo "No reference data in $reference: this is the constructed example, not a recording."
fi

build/bin/psoas run-tool "$setup" -o "$out" --force --report
echo "Report: $out/report.html"

tools/show.sh "$out/report.html"
