"""The page of postures says what result.json says, stands alone, and draws what it should."""
import json
import math
import tempfile
from pathlib import Path

from page_check import check, check_page, finish, psoas

LEVELS = ("T12_L1", "L1_L2", "L2_L3", "L3_L4", "L4_L5", "L5_S1")
FASCICLES = 11  # of the psoas on a side

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
    finish("test_pose_report.py", "4 reports of postures")


if __name__ == "__main__":
    main()
