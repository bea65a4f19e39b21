#!/usr/bin/env python3
"""Run a command, and send it a signal as soon as it says on stderr how far it is.

    python3 tests/cli/interrupt.py SIGINT psoas so ... --progress=json

Prints the rest of what it says there, and its exit status.
"""
import signal
import subprocess
import sys

process = subprocess.Popen(sys.argv[2:], stderr=subprocess.PIPE, text=True)
process.stderr.readline()
process.send_signal(signal.Signals[sys.argv[1]])
for line in process.stderr:
    if not line.startswith("{"):
        print(line, end="")
print("exit", process.wait())
