#!/bin/sh
# Run a Python program with the packages of requirements.txt; without them, skip it and say why.
root=$(dirname "$0")/..
if [ -f "$root/build/venv/complete" ]; then
  exec "$root/build/venv/bin/python" "$@"
fi
reason="build/venv is not there; make setup-opensim installs it"
[ -f "$root/build/venv.missing" ] && reason=$(cat "$root/build/venv.missing")
echo "SKIPPED $(basename "$1" .py): $reason" >&2
exit 77
