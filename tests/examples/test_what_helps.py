"""The worked examples of examples/what_helps: each command runs, and its facts hold."""
import csv
import json
import os
import re
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "examples" / "what_helps"
NEEDED = {"breaks", "movement", "strength", "furniture", "vibration", "stress", "sleep",
          "acute", "persistent"}  # fmt: skip


def commands(example):
    """the lines of its README that begin with the command"""
    text = (example / "README.md").read_text(encoding="utf-8")
    return [line.split()[1:] for line in re.findall(r"^    (psoas .*)$", text, re.MULTILINE)]


def result(example, arguments):
    done = subprocess.run([os.environ["PSOAS_PROGRAM"], *arguments, "--json"], cwd=example,
                          capture_output=True, text=True)  # fmt: skip
    if done.returncode != 0:
        return None, f"exit {done.returncode}: {done.stderr.strip()[-300:]}"
    return json.loads(done.stdout), ""


def find(value, path):
    for part in path.split("."):
        value = value[int(part)] if isinstance(value, list) else value[part]
    return float(value)


def check(example):
    """what does not hold"""
    with open(example / "facts.csv", encoding="utf-8", newline="") as file:
        facts = list(csv.DictReader(file))
    wrong, results = [], []
    for arguments in commands(example):
        found, failure = result(example, arguments)
        results.append(found)
        if failure:
            wrong.append(f"psoas {' '.join(arguments)}: {failure}")
    untested = set(range(1, len(results) + 1)) - {int(fact["command"]) for fact in facts}
    if untested:
        wrong.append(f"commands {sorted(untested)} have no fact")
    for fact in facts:
        found = results[int(fact["command"]) - 1]
        if found is None:
            continue
        value = find(found, fact["path"])
        if not float(fact["low"]) <= value <= float(fact["high"]):
            wrong.append(f"{fact['says']}: {fact['path']} is {value}, expected {fact['low']} to "
                         f"{fact['high']}")  # fmt: skip
    return [f"{example.name}: {line}" for line in wrong], len(facts)


def main():
    examples = sorted(path.parent for path in FOLDER.glob("*/facts.csv"))
    faults = [f"there is no example {name}" for name in NEEDED - {e.name for e in examples}]
    facts = 0
    for example in examples:
        wrong, n = check(example)
        faults += wrong
        facts += n
    for fault in faults:
        print(f"test_what_helps.py: {fault}", file=sys.stderr)
    print(f"{len(examples)} examples, {facts} facts: {len(faults)} do not hold")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
