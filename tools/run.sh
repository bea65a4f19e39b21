#!/usr/bin/env bash
# What `make run` shows: one person in the postures of a day, what each does to discs and psoas.
#
# Needs no data. Never waits; a browser opens only on a desktop. A posture that the model cannot hold
# is named in the table, and is no failure of this command.
set -eu
cd "$(dirname "$0")/.."

out=out
status=0
build/bin/psoas pose --day -o "$out" --force || status=$?
if [ "$status" -ne 0 ] && [ "$status" -ne 4 ]; then
  exit "$status"
fi
tools/show.sh "$out/report.html"
