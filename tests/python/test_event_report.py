"""The page of an event says what result.json says, and what is missing; so does the timeline."""
import csv
import json
import math
import tempfile
from pathlib import Path

from page_check import check, check_page, finish, psoas

EVENTS = ("startle", "fear")  # by forward simulation, and balance by balance
CURVES = 6


def one_event(event, folder):
    psoas("event", event, "-o", folder, "-q")
    page, words, data = check_page(folder / "report.html", event)
    file = json.loads((folder / "result.json").read_text(encoding="utf-8"))
    check(f"{event}: the page holds other data than result.json", data == file)
    check(f"{event}: {page.count.get('figure')} drawings", page.count.get("figure") == CURVES)
    check(f"{event}: status is {file['status']}", file["status"] == "plausible")
    for caveat in file["caveats"]:
        check(f"{event}: the page lacks '{caveat[:30]}'", caveat in words)
    check(f"{event}: who takes it for medical advice?", file["disclaimer"] in words)
    peaks = file["repeats"][0]["peaks"]
    for name in ("psoas_r_force_N", "L4_L5_compression_N", "L5_S1_compression_N"):
        check(f"{event}: the page lacks the peak of {name}", f"{peaks[name]['peak']:.0f}" in words)

    with open(folder / "timeline.csv", encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    timeline = file["repeats"][0]["timeline"]
    check(f"{event}: columns differ", list(rows[0]) == list(timeline))
    check(f"{event}: rows differ", len(rows) == len(timeline["time_s"]))
    for name, values in timeline.items():
        apart = max(abs(float(row[name]) - value) for row, value in zip(rows, values))
        check(f"{event}: {name} is {apart} apart", apart <= 1e-6 * max(1, *map(abs, values)))
        if name in peaks:
            far = max(abs(value - peaks[name]["rest"]) for value in values)
            check(f"{event}: the peak of {name} is not the farthest",
                  math.isclose(far, abs(peaks[name]["peak"] - peaks[name]["rest"]),
                               rel_tol=1e-6, abs_tol=1e-6))  # fmt: skip


def main():
    with tempfile.TemporaryDirectory() as name:
        for event in EVENTS:
            one_event(event, Path(name) / event)
    finish("test_event_report.py", f"{len(EVENTS)} reports of events")


if __name__ == "__main__":
    main()
