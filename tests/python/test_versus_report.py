"""The page of claim beside evidence: what is typed in is marked wherever it can be taken from."""
import csv
import tempfile
from pathlib import Path

from page_check import check, check_page, finish, psoas

LINE = "Hypothetical: no evidence supports this effect. You chose its size."


def weeks(folder):
    (folder / "day.yaml").write_text("blocks:\n  - {for: 1 h, posture: sitting_relaxed, "
                                     "task: typing}\nsleep_h: 8\n", encoding="utf-8")  # fmt: skip
    (folder / "w.yaml").write_text("phases:\n  - {for: 2 weeks, days: {day.yaml: 7}}\n"
                                   "episode: {kind: persistent}\n", encoding="utf-8")  # fmt: skip
    return folder / "w.yaml"


def run(folder, row, *arguments):
    out = folder / row
    psoas("claim-vs-evidence", row, weeks(folder), "-o", out, "-q", *arguments)
    return out, *check_page(out / "report.html", row)


def check_numbers(out, data, what):
    """the page holds what the table says"""
    with open(out / "curves.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    check(f"{what}: {len(rows)} days", len(rows) == 14)
    for arm in ("nothing", "measured"):
        last = [float(row[f"back_pain_{arm}"]) for row in rows[7:]]
        week = data["pain"][arm][-1]["value"]
        check(f"{what}: {arm} differs", abs(sum(last) / 7 - week) < 1e-3)
    return rows


def typed(folder):
    out, page, words, data = run(folder, "bioenergetic_ei6", "--draws", 10, "--hypothetical",
                                 "effect=-8", "--context", 0.5)  # fmt: skip
    rows = check_numbers(out, data, "typed")
    check("a row is not marked", all(row["hypothetical"] == "true" for row in rows))
    check("the JSON is not marked", data["hypothetical"] is True and data["watermark"] == LINE)
    check("it is ranked", data["in_rankings"] is False)
    check("the page has no banner", page.classes.get("banner") == 1 and LINE in words)
    check("the page has no watermark", page.classes.get("watermark") == 1)
    check("the drawing has no watermark", page.classes.get("mark mid", 0) >= 1)
    check("the response to care is not apart", page.classes.get("context") == 1)
    check("measured is not nothing", data["pain"]["measured"][-1]["difference"] == 0)


def plain(folder):
    out, page, words, data = run(folder, "acupuncture_lbp", "--draws", 10)
    rows = check_numbers(out, data, "plain")
    check("a row is marked", all(row["hypothetical"] == "false" for row in rows))
    check("the JSON is marked", data["hypothetical"] is False and data["in_rankings"] is True)
    check("the page is marked", "banner" not in page.classes and LINE not in words)
    check("guidelines", "NICE NG59 advises against it" in words)
    check("no band is drawn", page.classes.get("band") == 1)
    for arm in ("nothing", "measured", "claimed"):
        check(f"no curve {arm}", page.classes.get(f"curve {arm}") == 1)
    week = data["pain"]["measured"][-1]
    check("the interval", week["difference_p10"] <= week["difference_p50"]
          <= week["difference_p90"])  # fmt: skip
    for sentence in data["when_to_get_help"]:
        check("a red flag is missing", sentence in words)


def main():
    with tempfile.TemporaryDirectory() as folder:
        typed(Path(folder))
        plain(Path(folder))
    finish("test_versus_report.py", "2 pages of claim and evidence")


if __name__ == "__main__":
    main()
