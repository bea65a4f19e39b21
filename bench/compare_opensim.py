#!/usr/bin/env python3
"""psoas beside OpenSim 4.6: the same work, in the same run, by turns, and do the results agree?

    tools/venv_python.sh bench/compare_opensim.py [--psoas PROGRAM] [--output DIR] [--pairs N]

Every figure is a ratio of times measured one right after the other; printed are its median and the
range over all pairs. A ratio counts only where the outputs of the two agree within the tolerance
beside it. What reads and writes files is measured at two lengths of a motion: the slope is the time
of a frame, without start-up; the whole is said too. docs/performance.md explains every row.

Writes DIR/DATE-PROCESSOR.md and .json (bench/results). Exit status 1: something does not agree.
Models come from the reference data (PSOAS_REFERENCE, else beside the repository); without them from
our own example.
"""
import argparse
import csv
import datetime
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import machine
import numpy
import opensim_side
import report
import trial

ROOT = Path(__file__).resolve().parents[1]
REFERENCE = Path(os.environ.get("PSOAS_REFERENCE", ROOT / "../shared/reference")) / "opensim"
PAIRS = 11
FEW = 5  # pairs of what takes OpenSim seconds
MEMORY = Path("/dev/shm")  # files of both lie there: psoas would wait for a disk, OpenSim does not
MADE_UP = 128  # frames, as many as bench_wrap has
PEAK = (
    "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True);"
    "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
)


class Psoas:
    """The program, as a process."""

    def __init__(self, program):
        self.program = str(program)

    def run(self, *words):
        """[s]  of a process, from its start to its end"""
        begin = time.perf_counter()
        subprocess.run([self.program, *map(str, words)], check=True)
        return time.perf_counter() - begin

    def tool(self, setup, output, threads=1):
        more = ("--threads", threads) if threads else ()
        return self.run("run-tool", setup, "-o", output, "--force", "-q", *more)

    def bench(self, *words):
        """{stage: median [s]}, and all that `psoas bench` says"""
        done = subprocess.run([self.program, "bench", "--json", *map(str, words)], check=True,
                              capture_output=True, text=True)  # fmt: skip
        found = json.loads(done.stdout)
        return {s["name"]: 1e-9 * s["median_ns"] for s in found["stages"]}, found

    def peak(self, setup, output):
        """[bytes]  largest memory of a run. A small process starts it: one that is started from a
        large one is charged with its parent's memory."""
        words = [sys.executable, "-S", "-c", PEAK, self.program, "run-tool", setup, "-o", output,
                 "--force", "-q"]  # fmt: skip
        done = subprocess.run(list(map(str, words)), check=True, capture_output=True, text=True)
        return 1024 * int(done.stdout)


def alternate(pairs, opensim, psoas, pinned=True):
    """Times of both, [(OpenSim, psoas)], on one processor, after one round that nobody counts."""
    everywhere = os.sched_getaffinity(0)
    if pinned:
        os.sched_setaffinity(0, {machine.fastest_core()})
    opensim(), psoas()
    times = [(opensim(), psoas()) for _ in range(pairs)]
    os.sched_setaffinity(0, everywhere)
    return times


# ---- do they agree?


def relative(found, expected):
    """Largest difference, over the largest value."""
    if found.shape != expected.shape:
        return float("inf")
    largest = max(1e-300, numpy.max(numpy.abs(expected)))
    return float(numpy.max(numpy.abs(found - expected)) / largest)


def columns(path, names=None):
    """Rows of a result file without time, in the order of `names`."""
    table = trial.read_table(path)
    names = names or table.names[1:]
    return names, table.rows[:, [table.names.index(name) for name in names]]


def files_differ(psoas, opensim, names):
    """The largest relative difference of result files."""
    worst = 0.0
    for name in names:
        order, expected = columns(opensim / name)
        worst = max(worst, relative(columns(psoas / name, order)[1], expected))
    return worst


def reactions_differ(psoas, opensim, name):
    """Forces, moments and points each over their own largest value."""
    order, expected = columns(opensim / name)
    found = columns(psoas / name, order)[1]
    kinds = numpy.array([label.rsplit("_", 1)[1][0] for label in order])
    return max(relative(found[:, kinds == k], expected[:, kinds == k]) for k in set(kinds))


def read_csv(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# ---- poses


def poses_of(path, names):
    """{"q", "u", "udot": poses x coordinates [rad, m, and per s, s^2]}"""
    rows = read_csv(path)
    return {kind: numpy.array([[float(row[f"{kind}:{name}"]) for name in names] for row in rows])
            for kind in ("q", "u", "udot")}  # fmt: skip


def poses_of_motion(source, path):
    """Poses of a recorded motion, for models that have none of their own."""
    motion = trial.read_table(source.motion)
    names, rows = motion.names[1:], motion.rows[::8, 1:].copy()
    for k, name in enumerate(names):
        if not name.endswith(("_tx", "_ty")):
            rows[:, k] = numpy.radians(rows[:, k])
    with open(path, "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["pose", *(f"{kind}:{n}" for kind in ("q", "u", "udot") for n in names)])
        for i, q in enumerate(rows):
            out.writerow([i, *map(repr, q.tolist()), *[0.5] * len(q), *[-2.0] * len(q)])
    return path


# ---- measurements


class Comparison:
    def __init__(self, psoas, folder, pairs):
        self.psoas, self.folder, self.pairs = psoas, folder, pairs
        self.rows, self.wholes = [], []

    def add(self, rows, name, unit, times, about, **more):
        rows.append(report.Row(name, unit, times, about, **more))
        print(report.line(rows[-1]), flush=True)

    def kernels(self, label, path, poses_path, few):
        """Loading, inverse dynamics, lengths and arms of a model, and whether they agree."""
        names = [name[2:] for name in read_csv(poses_path)[0] if name.startswith("q:")]
        poses = poses_of(poses_path, names)
        side = opensim_side.Kernels(path, poses)
        probe = self.folder / f"probe-{label}"
        self.psoas.run("probe", "--model", path, "--poses", poses_path, "-o", probe, "-q")

        def stage(name):
            words = ("--poses", poses_path, "--repetitions", 41, "--stages", name)
            return lambda: self.psoas.bench("--model", path, *words)[0][name]

        few_poses = list(range(min(3, len(poses["q"]))))
        lengths, arms = side.geometry(few_poses)
        length_off, arm_off = self.geometry_off(probe, lengths, arms, names)
        tau = [[float(row["tau"])] for row in read_csv(probe / "inverse_dynamics.csv")]
        tau_off = relative(numpy.array(tau).reshape(len(poses["q"]), -1), side.moments())

        words = ("--frames", 8, "--stages", "load", "--repetitions", 9)
        times = alternate(self.pairs, lambda: opensim_side.load(path),
                          lambda: self.psoas.bench("--model", path, *words)[0]["load"])  # fmt: skip
        self.add(self.rows, f"load {label}", "model", times, "from file to ready",
                 agreement=("muscle lengths, m", length_off, 1e-8))  # fmt: skip
        times = alternate(self.pairs, lambda: side.inverse_dynamics(10), stage("inverse_dynamics"))
        self.add(self.rows, f"inverse dynamics, {label}", "pose", times,
                 "positions, velocities, moments", target=50 if "gait2354" in label else None,
                 agreement=("moments, relative", tau_off, 1e-9))  # fmt: skip
        for all_pairs in (True, False):
            pairs = side.pairs(None if all_pairs else arms)
            times = alternate(few if all_pairs else self.pairs,
                              lambda pairs=pairs: side.lengths_and_arms(pairs, 0),
                              stage("paths"))  # fmt: skip
            self.add(self.rows, f"lengths and arms, {label}", "pose", times,
                     f"{len(pairs)} arms, {'all' if all_pairs else 'those that are not zero'}",
                     target=15000 if all_pairs and "gait2392" in label else None,
                     agreement=("arms, m", arm_off, 1e-8))  # fmt: skip

    @staticmethod
    def geometry_off(probe, lengths, arms, names):
        """[m]  largest difference of lengths, and of arms"""
        n, nmuscle = lengths.shape
        rows = read_csv(probe / "muscle_path.csv")[: n * nmuscle]
        found = numpy.array([float(row["length"]) for row in rows]).reshape(n, nmuscle)
        length_off = float(numpy.max(numpy.abs(found - lengths)))
        rows = read_csv(probe / "moment_arms.csv")[: n * nmuscle]
        found = numpy.array([[float(row[name]) for name in names] for row in rows])
        return length_off, float(numpy.max(numpy.abs(found.reshape(arms.shape) - arms)))

    def tool(self, name, kind, opensim, psoas, differ, what, pairs=None, threads=1, **more):
        """A tool at two lengths each. opensim: two trials and how many of their frames; psoas: two
        trials, all of them. The longer of OpenSim's is what both do, from start to end. threads: of
        psoas; 0: as many as there are processors."""
        few, many = (trial.write_setup(t, kind, frames) for t, frames in opensim)
        half, whole = (trial.write_setup(t, kind, len(t.times)) for t in psoas)
        out, (_, least), (longer, most) = self.folder / f"out-{kind}", *opensim
        steps = most - least, len(psoas[1].times) - len(psoas[0].times)

        def run_psoas():
            return [self.psoas.tool(setup, out, threads) for setup in (half, whole, many)]

        samples = alternate(pairs or self.pairs,
                            lambda: [opensim_side.run_tool(setup) for setup in (few, many)],
                            run_psoas, pinned=threads == 1)  # fmt: skip
        off = differ(out, longer.folder / "opensim")  # what each ran last
        slopes = [((o[1] - o[0]) / steps[0], (p[1] - p[0]) / steps[1]) for o, p in samples]
        about = f"OpenSim over {least} and {most} frames, psoas over " + " and ".join(
            str(len(t.times)) for t in psoas)  # fmt: skip
        self.add(self.rows, name, "frame", slopes, about, agreement=(what[0], off, what[1]), **more)
        self.add(self.wholes, name, "run", [(o[1], p[2]) for o, p in samples],
                 f"{most} frames, with start-up and reading the model",
                 agreement=(what[0], off, what[1]))  # fmt: skip
        return whole

    def tools(self, source):
        t = {n: trial.make_trial(self.folder / f"trial-{n}", source, n)
             for n in (73, 100, 200, 400, 600, 1000, 2000, 10000)}  # fmt: skip
        long = t[1000], t[10000]
        result = "so_StaticOptimization_activation.sto"
        longest = self.tool(
            "static optimization, file to file", "so", ((t[73], 5), (t[73], 25)), long,
            lambda a, b: files_differ(a, b, [result]), ("activations", 1e-2),
            target=1000)  # fmt: skip
        self.tool(f"static optimization, file to file, {os.cpu_count()} threads as by default",
                  "so", ((t[73], 5), (t[73], 25)), long,
                  lambda a, b: files_differ(a, b, [result]), ("activations", 1e-2),
                  threads=0, target=1000)  # fmt: skip
        peak = self.psoas.peak(longest, self.folder / "out-peak")
        self.muscle_forces(t)
        loads = "jr_JointReaction_ReactionLoads.sto"
        self.tool("joint reactions, file to file", "jr", ((t[100], 100), (t[600], 600)), long,
                  lambda a, b: reactions_differ(a, b, loads), ("loads, relative", 1e-4))
        self.joint_reactions(t[100], self.rows[-1].agreement)
        self.tool("inverse dynamics, file to file", "id", ((t[400], 400), (t[2000], 2000)), long,
                  lambda a, b: files_differ(a, b, ["id.sto"]),
                  ("moments, relative", 1e-7))  # fmt: skip
        self.tool("muscle analysis, file to file", "ma", ((t[73], 2), (t[73], 6)),
                  (t[200], t[2000]), self.muscles_differ, ("lengths, arms, forces, relative", 1e-5),
                  min(FEW, self.pairs))  # fmt: skip
        return peak

    def joint_reactions(self, walk, agreement):
        """A frame of joint reactions in memory; what they give is what their files say."""
        side = opensim_side.Reactions(walk)
        motion = trial.read_table(walk.folder / "motion.mot")
        setup = trial.write_setup(walk, "so", len(walk.times))
        words = (setup, "-o", self.folder / "out-bench", "--stages", "jr_frame")
        times = alternate(self.pairs, lambda: side.steps(motion),
                          lambda: self.psoas.bench(*words)[0]["jr_frame"])  # fmt: skip
        self.add(self.rows, "joint reactions, in memory", "frame", times,
                 "speeds, accelerations, loads of all joints", target=300,
                 agreement=agreement)  # fmt: skip

    def muscle_forces(self, trials):
        """What joint reactions start from, beside every motion: as psoas finds them."""
        for n in (100, 600, 1000, 10000):
            setup = trial.write_setup(trials[n], "so", n)
            self.psoas.tool(setup, trials[n].folder)

    @staticmethod
    def muscles_differ(psoas, opensim):
        names = [p.name for p in opensim.glob("ma_MuscleAnalysis_*.sto")]
        wanted = [n for n in names if "_MomentArm_" in n or n.endswith(("_Length.sto",
                                                                        "_TendonForce.sto"))]
        return files_differ(psoas, opensim, wanted)


# ---- all of it


def models(folder):
    """(label, model, poses)"""
    if not REFERENCE.is_dir():
        source = trial.constructed()
        return [("walker", source.model, poses_of_motion(source, folder / "poses.csv"))]
    names = {"gait2354_subject01": "gait2354", "gait2392_thelen2003": "gait2392",
             "gait2392_millard2012": "gait2392 Millard", "rajagopal2016": "Rajagopal"}  # fmt: skip
    return [(label, REFERENCE / f"models/{name}.osim", REFERENCE / f"golden/{name}/poses.csv")
            for name, label in names.items()]  # fmt: skip


def wraps(program, path):
    """[{what, per_frame, wrapped_per_frame, ns_each, us_per_frame}] of the paths of a model, in the
    motion that its stages are timed with."""
    command = Path(program).parent / "bench_wrap"
    if not command.exists():
        return []
    done = subprocess.run([command, path], capture_output=True, text=True, check=True)
    rows = csv.DictReader(done.stdout.splitlines())
    return [row for row in rows if row["what"] not in ("rest", "all")]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--psoas", type=Path, default=ROOT / "build/release/bin/psoas")
    parser.add_argument("--output", type=Path, default=ROOT / "bench/results")
    parser.add_argument("--pairs", type=int, default=PAIRS)
    return parser.parse_args()


def measure(comparison, psoas, folder):
    """Everything, as the report wants it."""
    known = models(folder)
    source = trial.recorded(REFERENCE) if REFERENCE.is_dir() else trial.constructed()
    for label, path, poses in known:
        comparison.kernels(label, path, poses, min(FEW, comparison.pairs))
    peak = comparison.tools(source)
    setup = trial.write_setup(trial.make_trial(folder / "walk", source, 512), "so", 512)
    stages = {f"{source.name}, walking": psoas.bench(setup, "-o", folder / "out-bench")[1]}
    for label, path, _ in known[1:] or known:
        stages[label] = psoas.bench("--model", path, "--frames", MADE_UP)[1]
    wrapped = {label: wraps(psoas.program, path) for label, path, _ in known}
    for shape in ("sphere", "cylinder", "ellipsoid", "torus"):
        zoo = REFERENCE / f"models/zoo_wrap_{shape}.osim"
        if zoo.exists():
            wrapped[f"test model for WrapObject {shape}"] = wraps(psoas.program, zoo)
    return {"peak": peak, "stages": stages, "wraps": wrapped, "source": source.name}


def main():
    options = arguments()
    program = options.psoas.resolve()
    opensim_side.be_quiet()
    watch, begin = machine.Watch(), time.monotonic()
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as name:
        folder = Path(name)
        comparison = Comparison(Psoas(program), folder, options.pairs)
        found = measure(comparison, comparison.psoas, folder)
    found |= {
        "date": datetime.date.today().isoformat(), "opensim": opensim_side.version(),
        "psoas": subprocess.run([program, "--version"], capture_output=True, text=True,
                                check=True).stdout.strip(),
        "machine": machine.describe(program.parents[1]), "rows": comparison.rows,
        "wholes": comparison.wholes, "load": watch.load, "others": watch.others(),
        "seconds": time.monotonic() - begin,
    }  # fmt: skip
    options.output.mkdir(parents=True, exist_ok=True)
    stem = options.output / f"{found['date']}-{machine.slug()}"
    stem.with_suffix(".md").write_text(report.as_text(found), encoding="utf-8")
    stem.with_suffix(".json").write_text(report.as_json(found), encoding="utf-8")
    print(f"\n{stem}.md and .json, after {found['seconds']:.0f} s")
    for warning in report.warnings(found):
        print(f"warning: {warning}", file=sys.stderr)
    return 0 if all(row.agrees for row in comparison.rows) else 1


if __name__ == "__main__":
    sys.exit(main())
