#!/usr/bin/env python3
"""One summary of what was checked: passed, failed, skipped and why.

    python3 tools/summary.py RESULTS.xml...     JUnit files that ctest wrote
    python3 tools/summary.py --self-test

A cmocka program counts by its facts, anything else as one. A test that could not run says so on a
line `SKIPPED name: reason`; a program that is missing or ends without its closing lines has failed.
The last line is `tests: N passed, N failed, N skipped`; the exit status is 1 if anything failed.
"""
import re
import sys
import xml.etree.ElementTree as ElementTree
from typing import NamedTuple

SKIPPED = re.compile(r"^SKIPPED (\w[^:\n]*): (.*)$", re.MULTILINE)
CMOCKA_RUN = re.compile(r"^\[==========\] Running (\d+) test", re.MULTILINE)
CMOCKA_OK = re.compile(r"^\[       OK \] ", re.MULTILINE)
CMOCKA_FAILED = re.compile(r"^\[  FAILED  \] (\w+)$", re.MULTILINE)
FUZZ_RUNS = re.compile(r"^stat::number_of_executed_units:\s*(\d+)", re.MULTILINE)
PLACE = re.compile(r"^\S+:\d+: (?!error: Failure!).+$|^==\d+== ?ERROR: .+$|.*runtime error: .+$",
                   re.MULTILINE)  # fmt: skip


class Result(NamedTuple):
    passed: int
    failures: list  # (test, what was wrong)
    skips: list  # (test, reason)
    remarks: list  # lines worth showing of a test that passed


NOTHING = Result(0, [], [], [])


def read_case(case):
    """Result of one <testcase>."""
    name, status = case.get("name"), case.get("status")
    output = case.findtext("system-out") or ""
    skips = [(f"{name}: {fact}", why) for fact, why in SKIPPED.findall(output)]
    if status == "notrun":
        message = case.find("skipped").get("message", "")
        if not message.startswith("SKIP"):
            return Result(0, [(name, message)], [], [])
        return Result(0, [], skips or [(name, "no reason given")], [])
    if status == "disabled":
        return Result(0, [], [(name, "disabled")], [])

    facts, places = CMOCKA_RUN.search(output), [place.strip() for place in PLACE.findall(output)]
    wrong = places[0] if places else "ended early or by time; see the output above"
    remarks = [f"{name}: {int(runs):,} inputs" for runs in FUZZ_RUNS.findall(output)]
    if not facts:
        failed = [(name, wrong)] if status == "fail" else []
        return Result(0 if failed else 1, failed, skips, remarks)
    failed_facts = list(dict.fromkeys(CMOCKA_FAILED.findall(output)))
    if len(places) != len(failed_facts):
        places = [wrong] * len(failed_facts)
    failed = [(f"{name}: {fact}", place) for fact, place in zip(failed_facts, places)]
    passed = len(CMOCKA_OK.findall(output))
    if status == "fail" and not failed or passed + len(failed) + len(skips) != int(facts[1]):
        failed.append((name, wrong))
    return Result(passed, failed, skips, remarks)


def read(path):
    """Result of all tests in a JUnit file."""
    total = NOTHING
    for case in ElementTree.parse(path).getroot().iter("testcase"):
        total = add(total, read_case(case))
    return total


def add(a, b):
    return Result(*(x + y for x, y in zip(a, b)))


def show(total):
    """The closing lines. Returns the exit status."""
    for title, rows in [("failed", total.failures), ("skipped", total.skips)]:
        if rows:
            print(f"\n{title}:")
            print("\n".join(f"  {name}: {why}" for name, why in rows))
    if total.remarks:
        print("\n" + "\n".join(f"  {line}" for line in total.remarks))
    failed, skipped = len(total.failures), len(total.skips)
    print(f"\ntests: {total.passed} passed, {failed} failed, {skipped} skipped")
    return 1 if total.failures else 0


OUTPUT = """[==========] Running 3 test(s).
[       OK ] a
SKIPPED b: no data
[  SKIPPED ] b
a.c:3: x is 1, expected 2
[  FAILED  ] c
[==========] 3 test(s) run.
[  FAILED  ] c
"""
CUT_SHORT = OUTPUT.split("SKIPPED", maxsplit=1)[0]
SKIP = '<skipped message="SKIP_RETURN_CODE=77"/>'
SELF_TEST = [  # status, inside of <testcase>, output, passed, failed, skipped
    ("run", "", CUT_SHORT.replace("3", "1"), 1, 0, 0),
    ("run", "", "plain", 1, 0, 0),
    ("run", "", CUT_SHORT, 1, 1, 0),
    ("fail", "<failure/>", OUTPUT, 1, 1, 1),
    ("fail", "<failure/>", CUT_SHORT, 1, 1, 0),
    ("fail", "<failure/>", "", 0, 1, 0),
    ("notrun", SKIP, "SKIPPED a: b", 0, 0, 1),
    ("notrun", SKIP, "", 0, 0, 1),
    ("notrun", '<skipped message="Unable to find executable"/>', "", 0, 1, 0),
    ("disabled", "", "", 0, 0, 1),
]


def self_test():
    wrong = 0
    for status, inside, output, *expected in SELF_TEST:
        case = ElementTree.fromstring(
            f'<testcase name="t" status="{status}">{inside}'
            f"<system-out>{output}</system-out></testcase>"
        )
        result = read_case(case)
        found = [result.passed, len(result.failures), len(result.skips)]
        if found != expected:
            wrong += 1
            print(f"{status} {output[:60]!r}: expected {expected}, found {found}")
    print(f"summary: {len(SELF_TEST)} cases, {wrong} failed")
    return wrong


def main():
    if "--self-test" in sys.argv[1:]:
        sys.exit(1 if self_test() else 0)
    total = NOTHING
    for path in sys.argv[1:]:
        total = add(total, read(path))
    sys.exit(show(total))


if __name__ == "__main__":
    main()
