"""The page of postures says what result.json says, stands alone, and draws what it should."""
import html.parser
import json
import math
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
LEVELS = ("T12_L1", "L1_L2", "L2_L3", "L3_L4", "L4_L5", "L5_S1")
FASCICLES = 11  # of the psoas on a side

failures = []


def check(fact, truth):
    if not truth:
        failures.append(fact)


def psoas(*arguments, expected=0):
    """stdout of the command"""
    done = subprocess.run([os.environ["PSOAS_PROGRAM"], *map(str, arguments)],
                          capture_output=True, text=True)  # fmt: skip
    check(f"psoas {arguments}: exit {done.returncode}, not {expected}: {done.stderr[-300:]}",
          done.returncode == expected)  # fmt: skip
    return done.stdout


class Page(html.parser.HTMLParser):
    """Whether elements are closed in order, what they ask for, what a reader sees, the data."""

    def __init__(self, path):
        super().__init__()
        self.text, self.open, self.wrong, self.asked, self.data = [], [], [], [], []
        self.count, self.classes, self.ids, self.labels = {}, {}, [], []
        self.feed(path.read_text(encoding="utf-8"))
        self.close()

    def handle_starttag(self, tag, attrs):
        self.count[tag] = self.count.get(tag, 0) + 1
        for key, value in attrs:
            if key in ("src", "href", "action") and value:
                self.asked.append(value)
            if key == "id":
                self.ids.append(value)
            if key == "aria-labelledby":
                self.labels.append(value)
            if key == "class":
                self.classes[value] = self.classes.get(value, 0) + 1
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in VOID and (not self.open or self.open.pop() != tag):
            self.wrong.append(f"</{tag}> at {self.getpos()}")

    def handle_data(self, data):
        where = self.data if "script" in self.open else self.text
        if "style" not in self.open:
            where.append(data)


def check_page(path, what):
    page, source = Page(path), path.read_text(encoding="utf-8")
    check(f"{what}: elements are not closed in order: {page.wrong[:3]}", not page.wrong)
    check(f"{what}: {page.open} stay open", not page.open)
    away = [a for a in page.asked if not a.startswith(("#", "data:"))]
    check(f"{what}: asks for {away[:3]}", not away)
    check(f"{what}: style or script asks for more",
          not re.search(r"@import|url\((?!#)|<script[^>]+src|fetch\(", source))  # fmt: skip
    words = " ".join(page.text)
    check(f"{what}: says nan or inf", not re.search(r"\b(nan|inf)\b", words))
    check(f"{what}: a drawing has a number that is none",
          not re.search(r'"[^"<>]*\bnan\b', re.sub(r"<script.*?</script>", "", source, flags=re.S)))
    check(f"{what}: two elements have the same id", len(page.ids) == len(set(page.ids)))
    check(f"{what}: a drawing has no title", set(page.labels) <= set(page.ids))
    inside = [a[1:] for a in page.asked if a.startswith("#")]
    check(f"{what}: a link leads nowhere", set(inside) <= set(page.ids))
    return page, words, json.loads("".join(page.data))


def value(number):
    return number["value"] if isinstance(number, dict) else number


def check_posture(pose, words, what):
    check(f"{what}: levels are {list(pose['levels'])}", tuple(pose["levels"]) == LEVELS)
    for name, level in pose["levels"].items():
        load = value(level["compression_N"])
        check(f"{what}: the page lacks {load:.0f} N of {name}", f"{load:.0f}" in words)
        together = sum(value(part) for part in level["share"].values())
        check(f"{what}: shares of {name} come to {together:.1f} N of {load:.1f} N",
              math.isclose(together, load, rel_tol=0.03, abs_tol=10))  # fmt: skip
    right = [name for name in pose["muscles"] if name.startswith("psoas") and name.endswith("_r")]
    check(f"{what}: {len(right)} fascicles", len(right) == FASCICLES)
    forces = sum(value(pose["muscles"][name]["force_N"]) for name in right)
    group = value(pose["groups"]["psoas_r"]["force_N"])
    check(f"{what}: fascicles sum to {forces}, the group to {group}", abs(forces - group) < 1e-6)


def one_posture(folder):
    psoas("pose", "standing", "--draws", 16, "--explain", "-o", folder, "-q")
    page, words, data = check_page(folder / "report.html", "standing")
    file = json.loads((folder / "result.json").read_text(encoding="utf-8"))
    check("the page holds other data than result.json", data == file)
    check_posture(file, words, "standing")
    check("one drawing of the spine, one of the body",
          page.classes.get("spine") == 1 and page.classes.get("body") == 1)  # fmt: skip
    check("a fascicle is not drawn", page.classes.get("fascicle") == 2 * FASCICLES)
    check("a disc is not drawn", page.classes.get("disc") == len(LEVELS))
    for sentence in ("not a medical device", "When to get help", "Why", "hangs on"):
        check(f"the page lacks '{sentence}'", sentence in words)


def several_postures(folder):
    names = ["lying_supine", "standing", "sitting_slumped", "lying_side"]
    psoas("pose", *names, "--draws", 0, "-o", folder, "-q")
    page, words, data = check_page(folder / "report.html", "several")
    check("postures are missing", [pose["posture"] for pose in data["poses"]] == names)
    for pose in data["poses"]:
        check_posture(pose, words, pose["posture"])
    check("a drawing is missing", page.classes.get("spine") == len(names))


def what_cannot_be_held_is_said(folder):
    psoas("pose", "standing", "--set", "support.feet=none", "--draws", 0, "-o", folder, "-q",
          expected=4)  # fmt: skip
    _, words, data = check_page(folder / "report.html", "no feet")
    check("the status hides it", data["status"] == "infeasible")
    check("the page hides it", "cannot hold this posture" in words)
    check("the page does not say what is missing", "pelvis_ty" in words)


def names_are_only_names(folder):
    folder.mkdir()
    pose = folder / "a&b<i>.yaml"
    pose.write_text("posture: standing\ntitle: <i>Mine</i> & yours\n", encoding="utf-8")
    psoas("pose", pose, "--draws", 0, "-o", folder / "out", "-q")
    page, words, _ = check_page(folder / "out/report.html", "odd name")
    check("the title is not shown as it is", "<i>Mine</i> & yours" in words)
    check("the title became an element", page.count.get("i", 0) == 0)


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        one_posture(folder / "one")
        several_postures(folder / "several")
        what_cannot_be_held_is_said(folder / "feet")
        names_are_only_names(folder / "names")
    for failure in failures[:40]:
        print(f"test_pose_report.py: {failure}", file=sys.stderr)
    print(f"4 reports of postures: {len(failures)} faults")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
