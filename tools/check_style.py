#!/usr/bin/env python3
"""What a reader may expect of every file, as far as a program can tell.

    python3 tools/check_style.py [--self-test] [FOLDER]

  - a source file has at most 600 lines of at most 100 characters, a C function at most 60 lines
  - no tabs, no trailing blanks, a line end at the end; a header begins with #pragma once
  - no notes to oneself (a task belongs into an issue), no path or host of one machine
  - every key in brackets, [thelen2003], has an entry in docs/references.bib
  - every document that a file names is there

Prints file:line and what is wrong, then the longest functions; exits 1 if anything is wrong.
"""
import re
import subprocess
from pathlib import Path

import checker

MOST_LINES = 600
MOST_COLUMNS = 100
MOST_FUNCTION_LINES = 60
LONG_FUNCTION_LINES = 40  # longer ones are listed: about what a screen shows
BIBLIOGRAPHY = "docs/references.bib"

CODE = {".c", ".h", ".ts", ".tsx", ".py"}
TEXT = CODE | set(
    ".sh .mjs .js .cmake .in .txt .md .json .yml .yaml .cff .bib .css .html .dict".split()
)
TEXT_NAMES = {"Makefile", "run", "NOTICE", ".gitignore", ".clang-format"}
SKIP_FOLDERS = {".git", "build", "out", "node_modules", "__pycache__"}
# made by programs or for programs: their lines are as long as they are
AS_IT_COMES = re.compile(r"package-lock\.json$|^tests/(data|fuzz/seeds|cli)/|^examples/|^data/")

REFERENCE_DATA = "../shared/reference"  # where tests look when PSOAS_REFERENCE does not say
MACHINE = re.compile(
    r"(?<![\w.<>*$}~-])/(?:work|tmp|home|root|Users)(?![\w-])"
    r"|(?<![\w])shared/\w+|\b(?:pypi|npmjs|pythonhosted|golang)\.(?:org|com)\b"
)
NOTE_TO_ONESELF = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b")
BRACKETS = re.compile(r"\[([^\[\]\n]{5,160})\]")
KEY = re.compile(r"[a-z]{2,}(?:19|20)\d\d[a-z]?")
DOCUMENT = re.compile(r"\bdocs/[\w/.-]+\.(?:md|bib)\b")
LINK = re.compile(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)")


def files_of(root):
    """Files that git tracks or would add; without git, all but what is built."""
    git = ["git", "-C", str(root), "ls-files", "-co", "--exclude-standard"]
    try:
        listed = subprocess.run(git, capture_output=True, text=True, check=True).stdout
        paths = [root / name for name in listed.splitlines()]
    except (OSError, subprocess.CalledProcessError):
        paths = [p for p in root.rglob("*") if not SKIP_FOLDERS & set(p.relative_to(root).parts)]
    return sorted(p for p in paths if p.is_file() and (p.suffix in TEXT or p.name in TEXT_NAMES))


def c_functions(lines):
    """(first line, lines, declaration) of every function in a C file that clang-format wrote."""
    start, inside = 0, False
    for number, line in enumerate(lines, 1):
        if re.match(r"[A-Za-z_]", line) and not inside:
            start = number
        if not inside and line.endswith(") {") and start:
            inside = lines[start - 1].count("(") > 0
        if line == "}":
            if inside:
                yield start, number - start + 1, lines[start - 1]
            start, inside = 0, False


def citations(line):
    for bracket in BRACKETS.finditer(line):
        words = [word.strip() for word in re.split(r"[,;]", bracket[1])]
        if KEY.fullmatch(words[0]):
            yield from (word for word in words if KEY.fullmatch(word))


def line_complaints(line, path, keys, root):
    code = path.suffix in CODE
    if line != line.rstrip():
        yield "trailing blanks"
    if "\t" in line and path.name != "Makefile":
        yield "a tab"
    if code and len(line) > MOST_COLUMNS:
        yield f"{len(line)} characters; at most {MOST_COLUMNS}"
    if NOTE_TO_ONESELF.search(line):
        yield "a note to oneself; it belongs into an issue"
    machine = MACHINE.search(line.replace(REFERENCE_DATA, ""))
    if machine:
        yield f"'{machine[0]}' is a place on one machine"
    for key in citations(line) if code or path.suffix == ".md" else ():
        if key not in keys:
            yield f"[{key}] has no entry in {BIBLIOGRAPHY}"
    for document in DOCUMENT.findall(line):
        if not (root / document).exists():
            yield f"{document} is not there"
    for link in LINK.findall(line) if path.suffix == ".md" else ():
        if not (path.parent / link).exists():
            yield f"the link to {link} leads nowhere"


def check(root):
    """(complaints, long functions): lines "file:line: what is wrong" and (lines, where)."""
    wrong, long = [], []
    keys = read_keys(root, wrong)
    for path in files_of(root):
        place = path.relative_to(root).as_posix()
        if AS_IT_COMES.search(place):
            continue
        text = path.read_text(encoding="utf-8")
        lines = text.split("\n")
        if text and lines.pop():
            wrong.append(f"{place}:{len(lines) + 1}: no line end at the end")
        if path.suffix in CODE and len(lines) > MOST_LINES:
            wrong.append(f"{place}:{len(lines)}: {len(lines)} lines; at most {MOST_LINES}")
        if path.suffix == ".h" and "#pragma once" not in lines:
            wrong.append(f"{place}:1: a header without #pragma once")
        for number, line in enumerate(lines, 1):
            for complaint in line_complaints(line, path, keys, root):
                wrong.append(f"{place}:{number}: {complaint}")
        functions = c_functions(lines) if path.suffix in {".c", ".h"} else ()
        for number, length, declaration in functions:
            if length > MOST_FUNCTION_LINES:
                wrong.append(
                    f"{place}:{number}: a function of {length} lines; at most {MOST_FUNCTION_LINES}"
                )
            if length > LONG_FUNCTION_LINES:
                long.append((length, f"{place}:{number}: {declaration}"))
    return wrong, sorted(long, reverse=True)


def read_keys(root, wrong):
    keys, path = set(), root / BIBLIOGRAPHY
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    for number, line in enumerate(lines, 1):
        entry = re.match(r"@\w+\{([^,]+),", line)
        if entry and entry[1] in keys:
            wrong.append(f"{BIBLIOGRAPHY}:{number}: a second entry {entry[1]}")
        if entry:
            keys.add(entry[1])
    return keys


LONG_FUNCTION = "int f(void) {\n" + "  g();\n" * MOST_FUNCTION_LINES + "}\n"
SELF_TEST = [  # file, text, part of the complaint or None
    ("src/a.c", "int x; // [m]  a[2004] [thelen2003]\n", None),
    ("src/a.c", "// [nobody" "1999, ch. 2]\n", "[nobody" "1999]"),
    ("src/a.c", "// [thelen2003, nobody" "1999]\n", "[nobody" "1999]"),
    ("src/a.c", "int x;\n" * (MOST_LINES + 1), "601 lines"),
    ("src/a.c", "//" + "x" * MOST_COLUMNS + "\n", "102 characters"),
    ("src/a.c", LONG_FUNCTION, "a function of 62 lines"),
    ("src/a.c", LONG_FUNCTION.replace("(void)", "(int a,\n  int b)", 1), "a function of 63 lines"),
    ("src/a.c", LONG_FUNCTION.replace("  g();\n", "", 5), None),
    ("src/a.c", "int x; \n", "trailing"),
    ("src/a.c", "\tint x;\n", "a tab"),
    ("src/a.c", "int x;", "no line end"),
    ("src/a.c", "// TO" "DO: more\n", "note to oneself"),
    ("src/a.h", "int x;\n", "#pragma once"),
    ("src/a.c", '"/tm' 'p/x"\n', "one machine"),
    ("src/a.c", "a/tmp/b and net/work\n", None),
    ("tests/a.c", '"%s/../shared/reference/%s"\n', None),
    ("tests/a.c", '"sha' 'red/design.md"\n', "one machine"),
    ("a.md", "see do" "cs/no.md\n", "no.md is not there"),
    ("a.md", "see [it](no.md) and [that](docs/references.bib#x)\n", "no.md leads nowhere"),
    ("docs/references.bib", "@a{x,\n}\n@a{x,\n}\n", "second entry x"),
]


def self_test():
    def lay_out(place, text):
        return {BIBLIOGRAPHY: "@book{thelen2003,\n}\n", place: text}

    return checker.self_test("check_style", SELF_TEST, lay_out, lambda root: check(root)[0])


def complaints(root):
    """What is wrong, and which functions are long though not too long."""
    wrong, long = check(root)
    more = [f"  {length:3} {where}" for length, where in long[:8]]
    if long:
        more.insert(0, f"{len(long)} functions longer than {LONG_FUNCTION_LINES} lines, "
                    "the longest first:")  # fmt: skip
    return wrong, more


if __name__ == "__main__":
    checker.main(self_test, complaints, "style: nothing to complain about")
