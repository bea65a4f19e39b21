"""The report says what the result files say, stands alone, and survives odd models."""
import json
import math
import re
import shutil
import tempfile
from pathlib import Path

from page_check import check, check_page, finish, psoas
from result_file import columns

ROOT = Path(__file__).resolve().parents[2]
WALK = ROOT / "examples/walk"
FASCICLES = ("L1_VB", "L3_TP", "L5_VB")
ROUNDING = 1e-7  # [N]  of files with eight decimals


def near(fact, found, expected, tolerance):
    check(f"{fact}: {found!r}, expected {expected!r} within {tolerance:g}",
          found is not None and abs(found - expected) <= tolerance)  # fmt: skip


# ---- the walk


def numbers_are_those_of_the_files(folder, result):
    force = columns(folder / "walk_StaticOptimization_force.sto")
    for name, muscle in result["muscles"].items():
        near(f"peak of {name}", muscle["peak_N"]["value"], max(force[name]), ROUNDING)
        when = min(range(len(force["time"])),
                   key=lambda i, t=muscle["peak_time_s"]: abs(force["time"][i] - t))  # fmt: skip
        near(f"{name} when it peaks", force[name][when], max(force[name]), ROUNDING)
    for side in "rl":
        fascicles = [force[f"psoas_{part}_{side}"] for part in FASCICLES]
        together = [sum(values) for values in zip(*fascicles)]
        group = result["groups"][f"psoas_{side}"]
        near(f"psoas_{side} together", group["peak_N"]["value"], max(together), 3 * ROUNDING)
        mean = sum(together) / len(together)
        near(f"mean of psoas_{side}", group["mean_N"], mean, 3 * ROUNDING)


def joints_carry_what_joint_reactions_say(folder, result):
    psoas("jr", "--model", WALK / "walker.osim", "--motion", WALK / "constructed_walk.mot",
          "--loads", WALK / "loads.xml", "--reserves", WALK / "reserves.xml", "--start", 0.1,
          "--end", 1.3, "--forces", folder / "walk_StaticOptimization_force.sto", "-o", folder,
          "--name", "jr", "-q")  # fmt: skip
    loads = columns(folder / "jr_JointReaction_ReactionLoads.sto")
    for name, joint in result["joints"].items():
        label = f"{name}_on_{joint['body']}_in_ground_f"
        force = [math.hypot(*xyz) for xyz in zip(*(loads[label + axis] for axis in "xyz"))]
        # [N]  the forces file has eight decimals, and the joint sums twenty of them
        near(f"load of {name}", joint["peak_N"]["value"], max(force), 1e-5)
        near(f"{name} in body weights", joint["peak_bw"]["value"],
             max(force) / result["body_weight_N"], 1e-7)  # fmt: skip
    near("body weight", result["body_weight_N"], 75 * 9.80665, 1e-9)


def the_walk(folder):
    table = psoas("run-tool", WALK / "setup_so.xml", "-o", folder, "--report")
    result = json.loads((folder / "result.json").read_text(encoding="utf-8"))
    check("status of the walk", result["status"] == "solved")
    numbers_are_those_of_the_files(folder, result)
    joints_carry_what_joint_reactions_say(folder, result)
    for name in ("psoas_r", "psoas_l", "iliacus_r", "iliacus_l", "hip_r", "knee_l", "back"):
        check(f"the table lacks {name}", re.search(rf"^{name} ", table, re.MULTILINE))
    page, words, _ = check_page(folder / "report.html", "walk")
    check("the walk has too few drawings", page.count.get("svg", 0) >= 10)
    check("curves have no tables", page.count.get("details", 0) >= 3)
    peak = result["groups"]["psoas_r"]["peak_N"]["value"]
    check("the first page lacks the peak of the psoas", f"{peak:.0f} N" in words)
    for side in ("low", "high"):
        check(f"the range lacks its {side} end",
              result["groups"]["psoas_r"]["peak_N"][side] is not None)  # fmt: skip


# ---- odd trials


def changed_walk(folder, changes):
    """The example with its model changed; the set-up in it."""
    shutil.copytree(WALK, folder)
    model = folder / "walker.osim"
    text = model.read_text(encoding="utf-8")
    for old, new in changes:
        check(f"{old!r} is not in the model", old in text)
        text = text.replace(old, new)
    model.write_text(text, encoding="utf-8")
    return folder / "setup_so.xml"


def names_are_only_names(folder):
    setup = changed_walk(folder, [('name="constructed_walker"', 'name="&lt;b&gt;&amp;&quot;x"')])
    psoas("run-tool", setup, "-o", folder / "out", "--report", "-q")
    page, words, _ = check_page(folder / "out/report.html", "odd name")
    check("the odd name is not shown as it is", '<b>&"x' in words)
    check("the odd name became an element", page.count.get("b", 0) == 0 or "<b>&" not in (
        folder / "out/report.html").read_text(encoding="utf-8"))  # fmt: skip
    json.loads((folder / "out/result.json").read_text(encoding="utf-8"))


def what_has_no_solution_is_reported(folder):
    model = (WALK / "walker.osim").read_text(encoding="utf-8")
    strong = set(re.findall(r"<max_isometric_force>[^<]*</max_isometric_force>", model))
    weak = "<max_isometric_force>1</max_isometric_force>"
    setup = changed_walk(folder, [(s, weak) for s in strong])
    reserves = folder / "reserves.xml"
    text = reserves.read_text(encoding="utf-8")
    for bound, value in (("min", -2), ("max", 2)):
        text = re.sub(rf"<{bound}_control>[^<]*<", f"<{bound}_control>{value}<", text)
    reserves.write_text(text, encoding="utf-8")
    psoas("run-tool", setup, "-o", folder / "out", "--report", "-q", expected=4)
    _, words, _ = check_page(folder / "out/report.html", "no solution")
    check("the report hides that muscles cannot do it", "no muscle forces can make" in words)
    result = json.loads((folder / "out/result.json").read_text(encoding="utf-8"))
    check("infeasible frames are not listed", result["quality"]["infeasible_s"])
    check("the status hides it", result["status"] == "infeasible")


def loads_and_strides_may_be_missing(folder):
    psoas("so", "--model", WALK / "walker.osim", "--motion", WALK / "constructed_walk.mot",
          "--reserves", WALK / "reserves.xml", "--end", 0.3, "-o", folder, "--report")  # fmt: skip
    result = json.loads((folder / "result.json").read_text(encoding="utf-8"))
    check("strides came from nowhere", not result.get("strides"))
    check_page(folder / "report.html", "no loads")


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        the_walk(folder / "walk")
        names_are_only_names(folder / "names")
        what_has_no_solution_is_reported(folder / "weak")
        loads_and_strides_may_be_missing(folder / "bare")
    finish("test_report.py", "4 reports")


if __name__ == "__main__":
    main()
