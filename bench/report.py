"""The figures of compare_opensim.py as a page and as JSON."""
import json
import statistics
from dataclasses import dataclass

BUSY = 0.1  # [cores]  that others may use before the figures are doubtful
PEAK_TARGET = 64 * 2**20  # [bytes]  of static optimization over 10,000 frames
LOAD_TARGET = 5e-3  # [s]


@dataclass
class Row:
    name: str
    unit: str  # what one time is for
    times: list  # [s]  pairs, OpenSim and psoas
    about: str
    agreement: tuple  # what was compared, largest difference, tolerance
    target: float = None  # ratio that is promised

    @property
    def agrees(self):
        return self.agreement[1] <= self.agreement[2]

    @property
    def ratios(self):
        return [opensim / psoas for opensim, psoas in self.times]

    @property
    def medians(self):
        """[s]  OpenSim, psoas"""
        return tuple(statistics.median(side) for side in zip(*self.times))


# ---- numbers


def seconds(value):
    for unit, size in (("s", 1), ("ms", 1e-3), ("µs", 1e-6)):
        if value >= 0.9995 * size:
            return f"{three(value / size)} {unit}"
    return f"{three(value / 1e-9)} ns"


def three(value):
    """Three digits that count."""
    if value >= 1000:
        return f"{float(f'{value:.3g}'):,.0f}"
    return f"{value:#.3g}".rstrip(".")


def ratio(row):
    if not row.agrees:
        return "does not count: the outputs differ"
    return (f"{three(statistics.median(row.ratios))} "
            f"({three(min(row.ratios))}–{three(max(row.ratios))})")  # fmt: skip


def promise(row):
    if row.target is None:
        return ""
    kept = row.agrees and statistics.median(row.ratios) >= row.target
    return f"≥ {three(row.target)}: {'kept' if kept else 'missed'}"


def agreement(row):
    what, off, tolerance = row.agreement
    return f"{what}: {off:.1e}, allowed {tolerance:.0e}"


def line(row):
    """For those who watch."""
    opensim, psoas = row.medians
    return (f"{row.name:34} {seconds(opensim):>9} {seconds(psoas):>9}  {ratio(row)}  "
            f"[{agreement(row)}]")  # fmt: skip


# ---- the page


def warnings(found):
    said = []
    if found["others"] > BUSY:
        said.append(f"others kept {found['others']:.2f} cores busy: repeat it on a quiet machine")
    if found["load"] > 0.5:
        said.append(f"the load average was {found['load']:.2f} at the start")
    said += [f"{row.name}: {agreement(row)}" for row in found["rows"] if not row.agrees]
    return said


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def comparison(rows):
    return table(
        ["what", "OpenSim", "psoas", "ratio: median (min–max)", "pairs", "promised", "agreement"],
        [[f"{row.name}; {row.about}", *map(seconds, row.medians), ratio(row), str(len(row.times)),
          promise(row), agreement(row)] for row in rows],
    )  # fmt: skip


def stage_times(stages):
    names = list(dict.fromkeys(s["name"] for bench in stages.values() for s in bench["stages"]))
    times = {label: {s["name"]: s for s in bench["stages"]} for label, bench in stages.items()}

    def cell(label, name):
        stage = times[label].get(name)
        if not stage:
            return ""
        return f"{seconds(1e-9 * stage['min_ns'])}, {seconds(1e-9 * stage['median_ns'])}"

    return table(["stage: min, median", *stages],
                 [[name, *(cell(label, name) for label in stages)] for name in names])  # fmt: skip


def loads(found):
    """A model that is loaded first in a process, which everybody waits for, and again."""
    rows = []
    for label, bench in found["stages"].items():
        for stage in bench["stages"]:
            if stage["name"] == "load":
                again, first = (1e-9 * stage[k] for k in ("median_ns", "first_ns"))
                kept = "kept" if again <= LOAD_TARGET else "missed"
                rows.append([label, seconds(first), seconds(again), f"≤ 5 ms: {kept}"])
    return table(["model", "first in a process", "again", "promised"], rows)


def wraps(found):
    keys = ("what", "per_frame", "wrapped_per_frame", "ns_each", "us_per_frame")
    rows = [[label, *(w[key] for key in keys)] for label, all_ in found["wraps"].items()
            for w in all_]  # fmt: skip
    return table(["model", "shape", "asked a frame", "in the way", "ns each", "µs a frame"], rows)


def frame(found, label):
    """Where the time of a frame goes, from stages that contain each other."""
    bench = found["stages"].get(label)
    if not bench:
        return ""
    time = {s["name"]: 1e-9 * s["min_ns"] for s in bench["stages"]}
    wrapped = found["wraps"].get(label, [])
    wrapping = sum(1e-6 * float(w["us_per_frame"]) for w in wrapped)
    parts = {"bodies: positions, velocities": time["velocities"],
             f"wraps ({', '.join(w['what'] for w in wrapped)})": wrapping,
             "the rest of paths: points, lengths, moment arms":
                 time["paths"] - time["positions"] - wrapping,
             "muscles: active force": time["muscle_force"],
             "recruitment, frame after frame": time["recruit_warm"]}  # fmt: skip
    whole = time["so_frame"]
    parts["else: inverse dynamics, moments into the equations"] = whole - sum(parts.values())
    rows = [[what, *([seconds(t), f"{100 * t / whole:.0f} %"] if t > 0 else ["not resolved", ""])]
            for what, t in parts.items()]  # fmt: skip
    rows.append(["a frame of static optimization", seconds(whole), "100 %"])
    return table([f"{label}, fastest", "time", "share"], rows)


PAGE = """# psoas beside OpenSim {opensim}

{date}, {psoas}, made by `make bench` in {minutes:.0f} min. What each row measures is said in
docs/performance.md. Times are medians; ratios are of times measured one right after the other.

{warned}{machine}

Load average at the start {load:.2f}; others kept {others:.2f} cores busy.

## Kernels and time per frame

{rows}

## Whole runs, start-up included

{wholes}

## A model from its file to ready

{loads}

## Memory

Static optimization of 10,000 frames ({source}), all threads: {peak:.1f} MB; promised 64 MB: {kept}.

## Stages

{stages}

## Where a frame goes: {last}

{frame}

## Wraps

Each is done again and again at the same places, so these times are of warm caches.

{wraps}
"""


def as_text(found):
    warned = "".join(f"**Doubtful:** {text}.\n\n" for text in warnings(found))
    kept = "kept" if found["peak"] <= PEAK_TARGET else "missed"
    last = list(found["stages"])[-1]
    return PAGE.format(
        opensim=found["opensim"].split("-")[0], date=found["date"], psoas=found["psoas"],
        minutes=found["seconds"] / 60, warned=warned, load=found["load"], others=found["others"],
        machine=table(["machine", ""], [list(item) for item in map(
            lambda item: (item[0], str(item[1])), found["machine"].items())]),
        rows=comparison(found["rows"]), wholes=comparison(found["wholes"]), loads=loads(found),
        source=found["source"], peak=found["peak"] / 2**20, kept=kept,
        last=last, stages=stage_times(found["stages"]), frame=frame(found, last),
        wraps=wraps(found),
    )  # fmt: skip


def row_as_json(row):
    what, off, tolerance = row.agreement
    opensim, psoas = zip(*row.times)
    return {"name": row.name, "about": row.about, "unit": row.unit,
            "opensim_s": opensim, "psoas_s": psoas,
            "ratio_median": statistics.median(row.ratios), "ratio_min": min(row.ratios),
            "ratio_max": max(row.ratios), "promised": row.target, "compared": what,
            "deviation": off, "tolerance": tolerance, "agrees": row.agrees}  # fmt: skip


def as_json(found):
    stages = {label: {k: v for k, v in bench.items() if k != "path"}
              for label, bench in found["stages"].items()}  # fmt: skip
    whole = {key: found[key] for key in ("date", "psoas", "opensim", "machine", "load", "others",
                                         "seconds", "source", "wraps")}  # fmt: skip
    whole |= {"peak_bytes": found["peak"], "stages": stages,
              "rows": [row_as_json(row) for row in found["rows"]],
              "wholes": [row_as_json(row) for row in found["wholes"]]}  # fmt: skip
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"
