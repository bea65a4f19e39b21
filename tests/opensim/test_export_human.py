"""OpenSim reads the built-in model of a person as `psoas export` writes it, and computes the same.

Full and light, the default man and a small woman with another pelvis: lengths, moment arms and the
moments of motions, in 44 poses each. OpenSim's geodesics know their side of a cylinder from where
they were before. So lengths, and their slopes, are taken where poses follow one another in small
steps, by a model that is asked for nothing else. Moment arms OpenSim finds in a state of its own:
they are taken from a model that begins in the pose, for the paths that find their side there.
"""
import csv
import os
import subprocess
import tempfile
from collections import defaultdict
from pathlib import Path

import numpy as np
import opensim
import test_live as live

HELPER = Path(os.environ["PSOAS_PROGRAM"]).parent / "export_human"
PERSONS = [
    ("full", "man", []),
    ("light", "man", []),
    ("full", "woman", ["height=1.55", "sex=female", "mass=52", "pelvic_incidence=68"]),
    ("light", "woman", ["height=1.55", "sex=female", "mass=52", "pelvic_incidence=68"]),
]
LENGTH, ARM = 1e-8, 1e-8  # [m]  both are closed forms
# OpenSim's geodesics end where straight and wound pieces meet within 1e-5 rad: lengths are off by
# the square of that, arms by some centimetres times that
GEODESIC_LENGTH, GEODESIC_ARM = 1e-8, 2e-5  # [m]
NUDGE, SLOPE = 1e-4, 1e-7  # [rad], [m/rad]  truncation of central differences
ASTRAY = 0.2  # [-]  of geodesics may begin on the wrong side, where thighs are bent and drawn in
MOMENT = 1e-8  # [-]  of the largest of a pose
STEP = np.radians(5)
SPREAD = 4  # arms are asked for in one pose of so many


def read_table(path):
    """quantity -> pose -> (path, coordinate) -> value."""
    table = defaultdict(lambda: defaultdict(dict))
    with open(path, newline="") as file:
        for row in csv.DictReader(file):
            key = (row["path"], row["coordinate"])
            table[row["quantity"]][int(row["pose"])][key] = float(row["value"])
    return table


def step_to(model, state, before, after):
    """Go from pose to pose in steps that OpenSim's geodesics can follow."""
    coordinates = live.coordinates_of(model)
    turned = [abs(after[c.getName()] - before[c.getName()]) for c in coordinates]
    steps = max(1, int(np.ceil(max(turned) / STEP)))
    for k in range(1, steps + 1):
        for c in coordinates:
            a, b = before[c.getName()], after[c.getName()]
            c.setValue(state, a + (b - a) * k / steps, False)
        model.realizePosition(state)
        for muscle in model.getMuscles():
            muscle.getLength(state)


def geometry(model, name):
    forces = model.getForceSet().get(name)
    muscle = opensim.Muscle.safeDownCast(forces)
    return muscle.getPath() if muscle else opensim.PathActuator.safeDownCast(forces).getPath()


def compare_lengths(place, model, state, rows):
    for kind, tolerance in (("", LENGTH), ("geodesic", GEODESIC_LENGTH)):
        ours = {name: value for (name, k), value in rows.items() if k == kind}
        theirs = [geometry(model, name).getLength(state) for name in ours]
        quantity = f"{kind or 'plain'} lengths [m]"
        live.check(place, quantity, list(ours.values()), theirs, tolerance)


def compare_slopes(place, model, state, pose, table):
    """Our arms of geodesics against differences of OpenSim's lengths."""
    wound = [name for name, kind in table["length"][pose] if kind]
    paths = [geometry(model, name) for name in wound]
    ours, theirs = [], []
    for c in live.coordinates_of(model):
        moved = [i for i, name in enumerate(wound) if (name, c.getName()) in table["arm"][pose]]
        at, lengths = c.getValue(state), []
        for value in (at - NUDGE, at + NUDGE, at):
            c.setValue(state, value, False)
            model.realizePosition(state)
            lengths.append([paths[i].getLength(state) for i in moved])
        theirs += list((np.array(lengths[0]) - np.array(lengths[1])) / (2 * NUDGE))
        ours += [table["arm"][pose][wound[i], c.getName()] for i in moved]
    live.check(place, "geodesic slopes [m/rad]", ours, theirs, SLOPE)


def compare_arms(place, written, pose, table, astray):
    model = opensim.Model(str(written))
    for (_, name), value in table["q"][pose].items():
        model.updCoordinateSet().get(name).setDefaultValue(value)
    state = model.initSystem()
    model.realizePosition(state)
    paths = {}
    for (name, kind), length in table["length"][pose].items():
        path = geometry(model, name)
        found = abs(path.getLength(state) - length) < GEODESIC_LENGTH
        astray += [not found] * (kind != "")
        if found:
            paths[name] = path, kind
    arms = {"": ([], []), "geodesic": ([], [])}
    for (name, coordinate), value in table["arm"][pose].items():
        if name in paths:
            ours, theirs = arms[paths[name][1]]
            ours.append(value)
            c = model.getCoordinateSet().get(coordinate)
            theirs.append(paths[name][0].computeMomentArm(state, c))
    live.check(place, "plain arms [m]", *arms[""], ARM)
    live.check(place, "geodesic arms [m]", *arms["geodesic"], GEODESIC_ARM)


def compare_moments(place, model, state, order, pose, table):
    names = [c.getName() for c in live.coordinates_of(model)]
    for c in live.coordinates_of(model):
        c.setValue(state, table["q"][pose]["", c.getName()], False)
        c.setSpeedValue(state, table["u"][pose]["", c.getName()])
    model.realizeVelocity(state)
    udot = [table["udot"][pose]["", name] for name in names]
    theirs = live.moments(model, state, order, udot)
    ours = [table["tau"][pose]["", name] for name in names]
    live.check(place, "moments [N m | N]", ours, theirs, 0, MOMENT)


def compare_person(folder, detail, who, sets):
    written, numbers = folder / f"{who}_{detail}.osim", folder / "numbers.csv"
    given = ["--set", *sets] if sets else []
    live.psoas("export", "--osim", written, "--detail", detail, *given)
    subprocess.run([HELPER, numbers, detail, *sets], check=True)
    table = read_table(numbers)
    moved, driven = opensim.Model(str(written)), opensim.Model(str(written))
    state, of_motion = moved.initSystem(), driven.initSystem()
    order = live.speed_order(driven, of_motion)
    astray = []
    at = {c.getName(): c.getDefaultValue() for c in live.coordinates_of(moved)}
    for pose in table["q"]:
        place = f"{who}, {detail}, pose {pose}"
        after = {name: value for (_, name), value in table["q"][pose].items()}
        step_to(moved, state, at, after)
        compare_lengths(place, moved, state, table["length"][pose])
        compare_slopes(place, moved, state, pose, table)
        if pose % SPREAD == 0:
            compare_arms(place, written, pose, table, astray)
        compare_moments(place, driven, of_motion, order, pose, table)
        at = after
    print(f"{who}, {detail}: {sum(astray)} of {len(astray)} geodesics began on the wrong side")
    if np.mean(astray) > ASTRAY:
        live.failures.append(f"{who}, {detail}: too many geodesics begin on the wrong side")


def compare_ranges(folder):
    """Coordinates have the ranges of data/anatomy/ranges.csv, and clamp nothing."""
    model = opensim.Model(str(folder / "man_full.osim"))
    with open(live.ROOT / "data/anatomy/ranges.csv", newline="") as file:
        rows = {row["coordinate"]: row for row in csv.DictReader(file)}
    for c in live.coordinates_of(model):
        name = c.getName()
        row = rows.get(name) or rows.get(name[:-2])
        if row is None or c.getDefaultClamped():
            live.failures.append(f"{name} has no range of its own, or is clamped")
            continue
        scale = np.pi / 180 if row["unit"] == "deg" else 1
        ours = [float(row["low"]) * scale, float(row["high"]) * scale]
        live.check(name, "ranges [rad | m]", ours, [c.getRangeMin(), c.getRangeMax()], 1e-15)


def main():
    opensim.Logger.setLevelString("error")
    with tempfile.TemporaryDirectory() as temporary:
        os.chdir(temporary)  # OpenSim writes its log where it stands
        for person in PERSONS:
            compare_person(Path(temporary), *person)
        compare_ranges(Path(temporary))
        os.chdir(live.ROOT)
    live.finish("test_export_human.py", f"{len(PERSONS)} models written and read")


if __name__ == "__main__":
    main()
