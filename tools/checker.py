"""What the checks of the sources share: how they test themselves, and their command line."""
import sys
import tempfile
from pathlib import Path


def self_test(name, cases, lay_out, check):
    """cases: (place, text, expected): the complaint to be found, None for none. lay_out: {place:
    content} of a tree with that text in that place. check: complaints about the tree at a root.
    Returns the number of cases that failed."""
    failures = 0
    for place, text, expected in cases:
        with tempfile.TemporaryDirectory() as folder:
            for file, content in lay_out(place, text).items():
                path = Path(folder, file)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(content, encoding="utf-8")
            found = check(Path(folder))
        right = not found if expected is None else len(found) == 1 and expected in found[0]
        if not right:
            failures += 1
            print(f"{place}: {text[:60]!r}: expected {expected}, found {found[:3]}")
    print(f"{name}: {len(cases)} cases, {failures} failed")
    return failures


def main(test, check, fine):
    """--self-test, or the tree at the first argument, else the one around this file. test: runs the
    self-test; check: (complaints, more to tell) about a tree; fine: what to say without any."""
    if "--self-test" in sys.argv[1:]:
        sys.exit(1 if test() else 0)
    root = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parents[1])
    wrong, more = check(root)
    print("\n".join([*(wrong or [fine]), *more]))
    sys.exit(1 if wrong else 0)
