#!/usr/bin/env python3
"""Do code and theory speak of the same equations?

    python3 tools/check_docs.py [--self-test] [FOLDER]

  - index.md links every page of docs/theory, and lists the files it explains in a fenced block
  - a page tags each equation once: (R3) at the end of a line of a fenced block
  - a tag in the comment of a source file is on the page of that file
  - a tag in the text of a page is on that page; (body.md, D1) is on the other one
  - tags anywhere else, in tests and decisions, are on some page

Citations, names of documents and links are the business of check_style.py. Prints file:line and
what is wrong; exits 1 if anything is.
"""
import fnmatch
import re
from pathlib import Path

import checker

THEORY = "docs/theory"
TAG = r"[A-Z]\d{1,2}"
TAGS = re.compile(rf"(?<!\w)\(({TAG}(?:(?:, |\.\.){TAG})*)\)")
AT_END = re.compile(rf"((?:\({TAG}\)(?:, )?)+)$")
ELSEWHERE = re.compile(rf"\b(\w+\.md),\s+({TAG})(?:\s+to\s+({TAG}))?")  # over line ends


def numbered(path):
    return enumerate(path.read_text(encoding="utf-8").splitlines(), 1)


def tags_of(line):
    for match in TAGS.finditer(line):
        yield from re.findall(TAG, match[1])


def read_index(root):
    """{page: patterns of files in src} from the fenced block of the index, and its whole text."""
    path = root / THEORY / "index.md"
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    index, page = {}, None
    for line in (text.split("```") + [""])[1].splitlines():
        words = line.split()
        if words and not line.startswith(" "):
            page = index.setdefault(words.pop(0) + ".md", [])
        if words and page is not None:
            page += words
    return index, text


def read_page(path, wrong, place):
    """Tags that a page defines, and (line, tag) of those that it mentions."""
    defined, mentioned, fenced = set(), [], False
    for number, line in numbered(path):
        if line.startswith("```"):
            fenced = not fenced
            continue
        at_end = AT_END.search(line) if fenced else None
        for tag in re.findall(TAG, at_end[1]) if at_end else ():
            if tag in defined:
                wrong.append(f"{place}:{number}: a second equation ({tag})")
            defined.add(tag)
        mentioned += [(number, tag) for tag in tags_of(line)]
    return defined, mentioned


def check_page(path, page, pages, wrong):
    place = f"{THEORY}/{page}"
    defined, mentioned = pages[page]
    for number, tag in mentioned:
        if tag not in defined:
            wrong.append(f"{place}:{number}: there is no equation ({tag}) on this page")
    text = path.read_text(encoding="utf-8")
    for match in ELSEWHERE.finditer(text):
        number = text.count("\n", 0, match.start()) + 1
        for tag in filter(None, match.groups()[1:]):
            if match[1] not in pages or tag not in pages[match[1]][0]:
                wrong.append(f"{place}:{number}: {match[1]} has no equation ({tag})")


def check_source(path, name, index, pages, wrong):
    mine = [p for p, patterns in index.items() if any(fnmatch.fnmatch(name, g) for g in patterns)]
    if len(mine) > 1:
        wrong.append(f"src/{name}:1: belongs to two pages, {mine[0]} and {mine[1]}")
    for number, line in numbered(path):
        for tag in tags_of(line):
            if not mine:
                wrong.append(f"src/{name}:{number}: ({tag}), but no page explains this file")
            elif mine[0] in pages and tag not in pages[mine[0]][0]:
                wrong.append(f"src/{name}:{number}: {THEORY}/{mine[0]} has no equation ({tag})")


def check(root):
    """Lines "file:line: what is wrong" for the tree at `root`."""
    wrong, pages = [], {}
    index, text = read_index(root)
    for path in sorted((root / THEORY).glob("*.md")):
        if path.name == "index.md":
            continue
        pages[path.name] = read_page(path, wrong, f"{THEORY}/{path.name}")
        if path.name not in index or f"({path.name})" not in text:
            wrong.append(f"{THEORY}/index.md:1: no link to {path.name}, or no list of its files")
    for page in index:
        if page not in pages:
            wrong.append(f"{THEORY}/index.md:1: there is no page {page}")
        else:
            check_page(root / THEORY / page, page, pages, wrong)
    for path in sorted((root / "src").glob("*/*.[ch]")):
        check_source(path, path.relative_to(root / "src").as_posix(), index, pages, wrong)
    everywhere = set().union(*(defined for defined, _ in pages.values())) if pages else set()
    for pattern in ("tests/**/*.[ch]", "include/**/*.h", "docs/decisions/*.md"):
        for path in sorted(root.glob(pattern)):
            for number, line in numbered(path):
                for tag in tags_of(line):
                    if tag not in everywhere:
                        place = path.relative_to(root).as_posix()
                        wrong.append(f"{place}:{number}: no page has an equation ({tag})")
    return wrong


DECISION = "docs/decisions/" + "0001.md"
INDEX = "[a](a.md) [b](b.md)\n```\na  num/a.*\n   num/two.c\nb  num/b* num/t*\n```\n"
PAGE = "text\n\n```\nx = y      (A1)\nz = (A1)   (A2), (A3)\n```\n"
SELF_TEST = [  # file, its text, part of the complaint or None
    ("src/num/a.c", "// follows from (A1)\n// (A1, A3) and (A1..A2)\nf(A9);\n", None),
    ("src/num/a.c", "// (A4)\n", "src/num/a.c:1: " + THEORY + "/a.md has no equation (A4)"),
    ("src/num/a.c", "// (A1, A4)\n", "no equation (A4)"),
    ("src/num/b.c", "// (A1)\n", "b.md has no equation (A1)"),
    ("src/num/c.c", "// (A1)\n", "no page explains"),
    ("src/num/c.c", "// (A), (a1), (A1b), A1\n", None),
    (f"{THEORY}/a.md", PAGE + "as (A3) says (b.md, B1)\n", None),
    (f"{THEORY}/a.md", PAGE + "as (A4) says\n", "no equation (A4) on this page"),
    (f"{THEORY}/a.md", PAGE + "see (b.md, A1)\n", "b.md has no equation (A1)"),
    (f"{THEORY}/a.md", PAGE + "see (b.md,\nB1 to B4)\n", "b.md has no equation (B4)"),
    (f"{THEORY}/a.md", PAGE + "```\nx (A2)\n```\n", "a second equation (A2)"),
    (f"{THEORY}/c.md", "text\n", "no link to c.md"),
    (f"{THEORY}/index.md", INDEX.replace("b ", "c  num/c.*\nb "), "no page c.md"),
    (f"{THEORY}/index.md", INDEX.replace("(b.md)", ""), "no link to b.md"),
    ("src/num/two.c", "int x;\n", "belongs to two pages"),
    (DECISION, "(A1) and (B1)\n", None),
    (DECISION, "(Z1)\n", "no page has an equation (Z1)"),
    ("tests/unit/test_a.c", "// (B1) and (C1)\n", "no page has an equation (C1)"),
]


def lay_out(place, text):
    return {
        f"{THEORY}/index.md": INDEX,
        f"{THEORY}/a.md": PAGE,
        f"{THEORY}/b.md": PAGE.replace("A", "B"),
        place: text,
    }


def self_test():
    return checker.self_test("check_docs", SELF_TEST, lay_out, check)


if __name__ == "__main__":
    checker.main(self_test, lambda root: (check(root), []), "theory: every tag has its equation")
