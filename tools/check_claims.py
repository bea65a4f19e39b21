#!/usr/bin/env python3
"""Has every claim a status, sources and a test that exists?

    python3 tools/check_claims.py [--self-test] [--write] [FOLDER]

  - data/evidence/claims.csv: C01, C02 ..., each with one of four words of status, a coupling and
    what is shown; a claim without evidence couples to nothing, or only computes
  - every source of a claim is a row of data/evidence/sources.csv
  - every test of a claim, PROGRAM/FACT, is a fact that tests/unit/test_PROGRAM.c runs
  - every fact of tests/unit/test_claims_*.c is the test of a claim
  - docs/claims.md is the page that --write makes of the table

Prints file:line and what is wrong; exits 1 if anything is.
"""
import csv
import io
import re
import sys
from pathlib import Path

import checker

CLAIMS, SOURCES, PAGE = "data/evidence/claims.csv", "data/evidence/sources.csv", "docs/claims.md"
COLUMNS = (
    "id theme claim status note certainty computed_by coupling for against shows sources flag test"
).split()
STATUS = ("established", "plausible", "contested", "no evidence")
COUPLING = re.compile(r"(0|on|computed|association|text only|as C\d\d)\b")
FLAGS = ("verified", "recalled", "derived", "assumption", "none")
FACT = re.compile(r"CHECK_FACT\((\w+)\)")


def table(root, name):
    """Rows as dictionaries, with the line that each begins at."""
    path = root / name
    if not path.exists():
        return []
    reader = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8")))
    return [(reader.line_num, row) for row in reader]


def facts_of(root, program):
    path = root / "tests/unit" / f"test_{program}.c"
    return set(FACT.findall(path.read_text(encoding="utf-8"))) if path.exists() else None


def tests_of(row):
    return [test.strip() for test in row["test"].split(";") if test.strip()]


def wrong_words(row):
    """What is wrong with a row by itself."""
    if row["status"] not in STATUS:
        yield f"status '{row['status']}' is none of {', '.join(STATUS)}"
    if not COUPLING.match(row["coupling"]):
        yield f"coupling '{row['coupling']}' begins with no word that is known"
    if row["flag"] not in FLAGS:
        yield f"flag '{row['flag']}' is none of {', '.join(FLAGS)}"
    if row["status"] == "no evidence" and row["coupling"] not in ("0", "computed; pain 0"):
        yield f"no evidence, and couples '{row['coupling']}'"
    for column in ("theme", "claim", "certainty", "computed_by", "shows"):
        if not row[column].strip():
            yield f"{column} is empty"


def wrong_tests(root, row):
    if not tests_of(row):
        yield "no test"
    for test in tests_of(row):
        program, _, fact = test.partition("/")
        facts = facts_of(root, program)
        if facts is None:
            yield f"there is no tests/unit/test_{program}.c"
        elif fact not in facts:
            yield f"tests/unit/test_{program}.c runs no '{fact}'"


def page(rows):
    """docs/claims.md."""
    out = [
        "# What is said of the psoas, and what psoas makes of it",
        "",
        "`python3 tools/check_claims.py --write` makes this page of `data/evidence/claims.csv`; "
        "`data/evidence/README.md` says how the",
        "table came about. *Status* is that of the mechanism: established, plausible, contested or "
        "no evidence. Whether it matters to anybody's",
        "pain is another question. A mechanism without evidence has no effect here, to the bit.",
        "",
        "Not a diagnosis, not medical advice. When to see a doctor at once stands under every page "
        "of psoas that shows pain.",
    ]
    theme = None
    for _, row in rows:
        if row["theme"] != theme:
            theme = row["theme"]
            out += ["", f"## {theme.capitalize()}", ""]
            out += ["| claim | status | what the simulator shows | where |"]
            out += ["| --- | --- | --- | --- |"]
        status = row["status"] + (f": {row['note']}" if row["note"] else "")
        programs = dict.fromkeys(test.split("/")[0] for test in tests_of(row))
        where = f"{row['computed_by']}; " + ", ".join(f"`unit/{name}`" for name in programs)
        out.append(f"| {row['id']} {row['claim']} | {status} | {row['shows']} | {where} |")
    return "\n".join(out) + "\n"


def check(root):
    """Lines "file:line: what is wrong" for the tree at `root`."""
    wrong, rows = [], table(root, CLAIMS)
    known = {row["id"] for _, row in table(root, SOURCES)}
    if not rows or list(rows[0][1]) != COLUMNS:
        return [f"{CLAIMS}:1: expected rows with the columns {','.join(COLUMNS)}"]
    for number, (line, row) in enumerate(rows, 1):
        said = list(wrong_words(row)) + list(wrong_tests(root, row))
        if row["id"] != f"C{number:02}":
            said.append(f"expected C{number:02}")
        said += [f"no source {s}" for s in re.findall(r"S\d+", row["sources"]) if s not in known]
        wrong += [f"{CLAIMS}:{line}: {row['id']}: {what}" for what in said]
    named = {test for _, row in rows for test in tests_of(row)}
    for path in sorted((root / "tests/unit").glob("test_claims_*.c")):
        program = path.stem.removeprefix("test_")
        for fact in sorted(facts_of(root, program)):
            if f"{program}/{fact}" not in named:
                wrong.append(f"tests/unit/{path.name}:1: '{fact}' is the test of no claim")
    text = (root / PAGE).read_text(encoding="utf-8") if (root / PAGE).exists() else ""
    if not wrong and text != page(rows):
        wrong.append(f"{PAGE}:1: is not what tools/check_claims.py --write makes")
    return wrong


ROW = "C01,a,It is.,established,,low,x.c,on,,,it is,S01,verified,claims_a/it_is"
TEST = "tests/unit/test_claims_a.c"
SELF_TEST = [  # file, its text, part of the complaint or None
    (CLAIMS, ROW, None),
    (CLAIMS, ROW.replace("established", "proven"), "status 'proven'"),
    (CLAIMS, ROW.replace("established", "no evidence"), "no evidence, and couples 'on'"),
    (CLAIMS, ROW.replace("established", "no evidence").replace("on,", "0,"), None),
    (CLAIMS, ROW.replace(",on,", ",perhaps,"), "coupling 'perhaps'"),
    (CLAIMS, ROW.replace("S01", "S02"), "no source S02"),
    (CLAIMS, ROW.replace("C01", "C02"), "expected C01"),
    (CLAIMS, ROW.replace("verified", "sure"), "flag 'sure'"),
    (CLAIMS, ROW.replace("it is,", ","), "shows is empty"),
    (CLAIMS, ROW + "; claims_b/it_is", "there is no tests/unit/test_claims_b.c"),
    (CLAIMS, ROW + "; claims_a/it_was", "runs no 'it_was'"),
    (TEST, "CHECK_FACT(it_is), CHECK_FACT(it_was)\n", "'it_was' is the test of no claim"),
    (PAGE, "# Claims\n", "is not what tools/check_claims.py --write makes"),
]


def lay_out(place, text):
    rows = ",".join(COLUMNS) + "\n" + (text if place == CLAIMS else ROW) + "\n"
    tree = {
        CLAIMS: rows,
        SOURCES: "id,seen\nS01,all\n",
        TEST: "CHECK_FACT(it_is)\n",
        PAGE: page([(0, row) for row in csv.DictReader(io.StringIO(rows))]),
    }
    return tree if place == CLAIMS else {**tree, place: text}


def self_test():
    return checker.self_test("check_claims", SELF_TEST, lay_out, check)


if __name__ == "__main__":
    if "--write" in sys.argv[1:]:
        sys.argv.remove("--write")
        here = Path(__file__).parents[1]
        (here / PAGE).write_text(page(table(here, CLAIMS)), encoding="utf-8")
    checker.main(self_test, lambda root: (check(root), []), "claims: each has its test")
