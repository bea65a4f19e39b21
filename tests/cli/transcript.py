#!/usr/bin/env python3
"""A session at the command line, replayed: the test is also the documentation.

    python3 tests/cli/transcript.py FILE.txt        --self-test

    # what is shown here
    $ psoas info "$ROOT/examples/walk/model.osim"
    3 bodies, ...
    ...
    $ psoas info none.osim
    none.osim: no such file
    [exit 3]

A line that begins with `$ ` runs in a shell, in an empty folder that the whole file shares, with the
psoas of PSOAS_PROGRAM first in PATH and the repository in ROOT. What follows is its output, stdout
and stderr together. `...` stands for any text within a line, and alone on a line for any lines; an exit
status other than 0 is the last line, `[exit N]`. Lines before the first command are comments.
"""
import contextlib
import io
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 60  # no command of a transcript takes as long


def read(text):
    """(line number, command, expected output) of each command."""
    steps = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("$ "):
            steps.append((number, line[2:], []))
        elif steps:
            steps[-1][2].append(line)
    return [(number, command, "\n".join(lines).rstrip("\n")) for number, command, lines in steps]


def matches(expected, found):
    """Is `found` what `expected` says, with ... for any text?"""
    pattern = re.escape(expected)
    pattern = re.sub(r"^\\\.\\\.\\\.(?:\\\n|$)", lambda _: r"(?:.*\n)*?(?:.*$)??", pattern, flags=re.M)
    return re.fullmatch(pattern.replace(r"\.\.\.", ".*"), found, flags=re.M) is not None


def run(command, folder):
    program = Path(os.environ.get("PSOAS_PROGRAM", ROOT / "build" / "bin" / "psoas"))
    path = f"{program.parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        command, shell=True, cwd=folder, text=True, timeout=SECONDS, check=False,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        env={**os.environ, "PATH": path, "ROOT": str(ROOT)},
    )  # fmt: skip
    output = done.stdout.rstrip("\n")
    if done.returncode:
        output = f"{output}\n[exit {done.returncode}]".lstrip("\n")
    return output


def replay(text, name):
    """Number of commands that did something else; each is shown."""
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        for number, command, expected in read(text):
            found = run(command, folder)
            if not matches(expected, found):
                wrong += 1
                print(f"{name}:{number}: $ {command}\n--- expected\n{expected}\n--- found\n{found}\n---")
    return wrong


SELF_TEST = [  # transcript, commands that do something else
    ("a comment\n$ echo a; echo b >&2\na\nb\n", 0),
    ("$ echo a\nb\n", 1),
    ("$ true\n\n$ false\n[exit 1]\n", 0),
    ("$ false\n", 1),
    ("$ echo a; exit 3\na\n[exit 3]\n", 0),
    ("$ echo a1b\na...b\n$ echo a1c\na...b\n", 1),
    ("$ seq 5\n1\n...\n5\n", 0),
    ("$ seq 2\n1\n...\n2\n", 0),
    ("$ seq 5\n...\n", 0),
    ("$ seq 5\n1\n...\n", 0),
    ("$ seq 5\n...\n4\n", 1),
    ("$ echo a > f\n$ cat f\na\n", 0),
    ('$ test -f "$ROOT/tests/cli/transcript.py"\n', 0),
]


def self_test():
    failures = 0
    for text, expected in SELF_TEST:
        with contextlib.redirect_stdout(io.StringIO()):
            found = replay(text, "self-test")
        if found != expected:
            failures += 1
            print(f"{text!r}: {found} wrong, expected {expected}")
    print(f"transcript: {len(SELF_TEST)} cases, {failures} failed")
    return failures


def main():
    if sys.argv[1:] == ["--self-test"]:
        sys.exit(1 if self_test() else 0)
    path = Path(sys.argv[1])
    text = path.read_text(encoding="utf-8")
    if not read(text):
        sys.exit(f"{path.name}:1: no command in this transcript")
    wrong = replay(text, path.name)
    print(f"{path.name}: {len(read(text))} commands, {wrong} did something else")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
