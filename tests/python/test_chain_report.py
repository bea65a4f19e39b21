"""The page of a stride says what result.json says, and chain.csv holds together."""
import csv
import json
import math
import tempfile
from pathlib import Path

from page_check import check, check_page, finish, psoas

GRADES = {"C31": "contested", "C32": "no evidence", "C33": "plausible", "C10": "contested"}
MOMENTS, JOINTS, CHARTS = 21, ("hip", "knee", "ankle"), 6


def page_and_data(folder):
    psoas("chain", "--draws", 8, "--inhibition", 0.3, "-o", folder, "-q")
    page, words, data = check_page(folder / "report.html", "chain")
    file = json.loads((folder / "result.json").read_text(encoding="utf-8"))
    check("the page holds other data than result.json", data == file)
    for sentence in file["sentences"]:
        check(f"the page lacks '{sentence[:60]}'", sentence in words)
    for claim in file["claims"]:
        for key in ("id", "status", "computed"):
            check(f"the page lacks {claim[key]}", claim[key] in words)
        check(f"{claim['id']} is coupled to pain", claim["pain_coupling"] == 0)
    grades = {claim["id"]: claim["status"] for claim in file["claims"]}
    check(f"claims are {grades}", grades == GRADES)
    check("a chart is missing", page.classes.get("line v0") == CHARTS + 1)  # and the legend
    check("the standing line is missing", "it is not medical advice" in words)
    return file


def changes(file):
    first = file["variants"][0]
    for variant in file["variants"]:
        for side in ("right", "left"):
            for name, measures in variant[side].items():
                if name == "hip_extension_deg":
                    continue
                for measure, number in measures.items():
                    before = first[side][name][measure]["value"]
                    what, change = f"{variant['name']}, {name}, {measure}", number["change"]
                    check(f"{what}: the change is another",
                          math.isclose(change, number["value"] - before, abs_tol=1e-9))  # fmt: skip
                    p10, p50, p90 = (number[f"change_p{p}"] for p in (10, 50, 90))
                    check(f"{what}: no range", p10 <= p50 <= p90)
                    low, high = (number[f"change_{w}_by_criterion"] for w in ("least", "most"))
                    check(f"{what}: outside of all criteria", low <= change <= high)


def table(folder, variants):
    with open(folder / "chain.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    check(f"{len(rows)} rows", len(rows) == variants * MOMENTS * 2)
    for row in rows:
        for joint in JOINTS:
            parts = [float(row[f"{joint}_{part}_N"]) for part in ("forward", "up", "medial")]
            size = float(row[f"{joint}_contact_N"])
            check(f"{row['variant']}, {row['phase_pct']}: parts of the {joint} are not its size",
                  math.isclose(math.hypot(*parts), size, rel_tol=1e-4))  # fmt: skip
    at = {(r["variant"], r["phase_pct"], r["side"]): r for r in rows}
    for (variant, phase, side), row in at.items():
        if phase == "100":
            start = at[variant, "0", side]
            check(f"{variant}: the stride does not end where it begins",
                  {**row, "phase_pct": "0"} == start)  # fmt: skip


def main():
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        file = page_and_data(out)
        changes(file)
        table(out, len(file["variants"]))
    finish("test_chain_report.py", "1 report of a stride")


if __name__ == "__main__":
    main()
