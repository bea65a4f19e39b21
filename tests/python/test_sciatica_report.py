"""The page of a leg says what result.json says, prominently what is urgent, and shows the body."""
import json
import tempfile
from pathlib import Path

from page_check import check, check_page, finish, psoas

GRADES = {"C24": "no evidence", "C25": "plausible", "C26": "plausible", "C27": "no evidence",
          "C28": "plausible", "C29": "established", "C30": "plausible"}  # fmt: skip
WORDS = {"established", "plausible", "contested", "no evidence"}
AREAS, LEVELS, ROOTS, STEPS = 8, 5, 5, 91


def page_and_data(folder, sets):
    psoas("sciatica", "standing_extended", "--draws", 6, *sets, "-o", folder, "-q")
    page, words, data = check_page(folder / "report.html", "sciatica")
    file = json.loads((folder / "result.json").read_text(encoding="utf-8"))
    check("the page holds other data than result.json", data == file)
    for sentence in file["sentences"] + file["red_flags"] + file["notes"]:
        check(f"the page lacks '{sentence[:60]}'", sentence in words)
    for claim in file["claims"]:
        for key in ("id", "status", "computed"):
            check(f"the page lacks {claim[key]}", claim[key] in words)
    grades = {claim["id"]: claim["status"] for claim in file["claims"]}
    check(f"claims are {grades}", grades == GRADES)
    check("cauda equina does not come first",
          words.index("cauda equina") < words.index("From the lower back to the leg"))  # fmt: skip
    check("the map says nothing of schematic", "dermatomes vary between people" in words)
    return page, words, file


def skin(page):
    return sum(n for name, n in page.classes.items() if name.startswith("skin s"))


def numbers(file):
    for posture in file["postures"]:
        check(f"{posture['posture']}: levels", len(posture["levels"]) == LEVELS)
        check(f"{posture['posture']}: roots", len(posture["roots"]) == ROOTS)
        groups = [*posture["levels"].values(), *posture["roots"].values(), posture["whole"]]
        for name, number in (item for group in groups for item in group.items()):
            check(f"{posture['posture']}, {name}: no range",
                  number["p10"] <= number["p50"] <= number["p90"])  # fmt: skip
        for root, x in posture["roots"].items():
            for key in ("flow", "flow_at_once", "conduction"):
                check(f"{root} {key}", 0 <= x[key]["value"] <= 1)
    for group in file["links"].values():
        for name, label in group.items():
            check(f"{name} has no grade", label["status"] in WORDS and label["rows"])
    for test in ("straight_leg_raise", "slump"):
        flow = file[test]["flow"]
        check(f"{test}: {len(flow)} steps", len(flow) == STEPS)
        check(f"{test}: flow rises", all(b <= a for a, b in zip(flow, flow[1:])))
    check("causes", [c["share"] for c in file["causes"]] == [0.9, 0.05])


def main():
    with tempfile.TemporaryDirectory() as folder:
        fine, words, file = page_and_data(Path(folder) / "fine", [])
        numbers(file)
        check("an area of skin is missing", skin(fine) == AREAS)
        check("somebody fine has lost something", fine.classes.get("skin s0") == AREAS)
        check("a notice without a case", "rare emergency" not in words)
        case = ["--set", "narrowing=0.5", "root_inflammation=0.5", "haematoma=1"]
        ill, words, file = page_and_data(Path(folder) / "ill", case)
        numbers(file)
        check("nothing is lost", ill.classes.get("skin s2", 0) >= 3)
        check("the notice is missing", file["notice"] in words)
    finish("test_sciatica_report.py", "2 reports of a leg")


if __name__ == "__main__":
    main()
