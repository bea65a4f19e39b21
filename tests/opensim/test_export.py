"""OpenSim reads what psoas writes: the same parts, the same lengths, arms, masses and moments.

Models with geodesics, which become Scholz2015GeometryPaths, are compared with our own numbers.
"""
import csv
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

import numpy as np
import opensim
import test_live as live

EXPORT = Path(os.environ["PSOAS_PROGRAM"]).parent / "export_osim"
SAME = 1e-13  # [any]  numbers are written so that they read back to the bit
# OpenSim stops where straight and wound pieces meet within 1e-5 rad: an arm is off by some
# centimetres times that, a length only by its square
GEODESIC_LENGTH, GEODESIC_ARM = 1e-10, 2e-5  # [m]
# only drawn, or not in our specs
NOT_WRITTEN = {"Appearance", "attached_geometry", "FrameGeometry", "credits", "fixed"}


def export(*arguments):
    done = subprocess.run([EXPORT, *map(str, arguments)], capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"test_export.py: export_osim ended with {done.returncode}: {done.stderr}")


def fail(what):
    live.failures.append(what)


# ---- models that are written as they are


def parts(model):
    """Every component by its path, without what psoas does not know or use."""
    found = {}
    for part in model.getComponentsList():
        kind = part.getConcreteClassName()
        if kind not in LEFT_OUT and not kind.startswith(("Station", "Appearance", "FrameGeometry")):
            found[part.getAbsolutePathString()] = part
    return found


# forces that our specs do not have; export_osim is told of models as psoas reads them
LEFT_OUT = {
    "FunctionBasedBushingForce",
    "ExpressionBasedBushingForce",
    "ExpressionBasedPointToPointForce",
    "ExpressionBasedCoordinateForce",
}


def properties(part):
    listed = {}
    for i in range(part.getNumProperties()):
        p = part.getPropertyByIndex(i)
        name = p.getName()
        if name not in NOT_WRITTEN and not name.startswith("socket_") and not p.isObjectProperty():
            listed[name] = p.toString().lstrip("+")  # a quadrant "+x" is "x"
    for name in part.getSocketNames():
        listed[name] = part.getConnectee(name).getAbsolutePathString()
    return listed


def compare_parts(place, before, after):
    ours, theirs = parts(after), parts(before)
    for path in sorted(theirs.keys() - ours.keys()):
        fail(f"{place}: {path} is not in the written model")
    for path, part in theirs.items():
        if path not in ours:
            continue
        a, b = properties(part), properties(ours[path])
        for name in a:
            live.compared.setdefault("properties", [0.0, 0])[1] += 1
            if a[name] != b.get(name):
                fail(f"{place}: {path} {name} was {a[name]}, is {b.get(name)}")


def measure(model, pose, order):
    state = model.updWorkingState()
    live.set_pose(model, state, pose)
    coordinates = live.coordinates_of(model)
    paths = live.geometry_paths(model)
    return {
        "lengths [m]": [path.getLength(state) for _, path in paths],
        "arms [m]": [[p.computeMomentArm(state, c) for c in coordinates] for _, p in paths],
        "mass matrix [kg m^2]": live.mass_matrix(model, state, order),
        "moments [N m | N]": live.moments(model, state, order, pose[2]),
    }


def compare_model(path, folder):
    written = folder / path.name
    export(path, written)
    before, after = opensim.Model(str(path)), opensim.Model(str(written))
    state = before.initSystem()
    after.initSystem()
    compare_parts(path.stem, before, after)
    order = live.speed_order(before, state)
    for i, pose in enumerate(live.random_poses(before, state, path.stem)):
        theirs, ours = measure(before, pose, order), measure(after, pose, order)
        for quantity in theirs:
            place = f"{path.stem} pose {i}"
            live.check(place, quantity, ours[quantity], theirs[quantity], SAME, SAME)


# ---- geodesics


def read_table(path):
    """pose -> coordinates, and path -> length and arms."""
    poses = defaultdict(lambda: [{}, defaultdict(lambda: [0.0, {}])])
    with open(path, newline="") as file:
        for row in csv.DictReader(file):
            q, paths = poses[int(row["pose"])]
            entry = paths[row["path"]]
            entry[0] = float(row["length"])
            entry[1][row["coordinate"]] = float(row["arm"])
            for name in list(row)[3:-3]:
                q[name] = float(row[name])
    return poses


def compare_geodesics(folder):
    """Each pose in a model that begins there, as OpenSim 4.6 takes the contact hint but once."""
    model_file, table = folder / "leg.osim", folder / "leg.csv"
    export("geodesic", model_file, table)
    for pose, (q, paths) in read_table(table).items():
        model = opensim.Model(str(model_file))
        for name, value in q.items():
            model.updCoordinateSet().get(name).setDefaultValue(value)
        state = model.initSystem()
        model.realizePosition(state)
        for name, (length, arms) in paths.items():
            muscle = model.getMuscles().get(name)
            path = muscle.getPath()
            place = f"geodesic pose {pose}, {name}"
            theirs = path.getLength(state)
            live.check(place, "geodesic lengths [m]", [length], [theirs], GEODESIC_LENGTH)
            theirs = [path.computeMomentArm(state, model.getCoordinateSet().get(c)) for c in arms]
            live.check(place, "geodesic arms [m]", list(arms.values()), theirs, GEODESIC_ARM)


def compare_steps(folder):
    """In steps of 5 degrees OpenSim stays on our side of every cylinder."""
    model = opensim.Model(str(folder / "leg.osim"))
    state = model.initSystem()
    poses = read_table(folder / "leg.csv")
    names = list(poses[0][0])
    coordinates = [model.getCoordinateSet().get(name) for name in names]
    at = np.array([c.getDefaultValue() for c in coordinates])
    for pose in range(2, 32):
        q, paths = poses[pose]
        to = np.array([q[name] for name in names])
        steps = int(np.ceil(np.abs(to - at).max() / np.radians(5)))
        for k in range(1, steps + 1):
            for c, value in zip(coordinates, at + (to - at) * k / steps):
                c.setValue(state, float(value), False)
            model.realizePosition(state)
        at = to
        for name, (length, _) in paths.items():
            theirs = model.getMuscles().get(name).getLength(state)
            place = f"step to pose {pose}, {name}"
            live.check(place, "lengths in sequence [m]", [length], [theirs], GEODESIC_LENGTH)


def main():
    opensim.Logger.setLevelString("error")
    with tempfile.TemporaryDirectory() as temporary:
        os.chdir(temporary)  # OpenSim writes its log where it stands
        folder = Path(temporary)
        for path in live.MODELS:
            compare_model(path, folder)
        compare_geodesics(folder)
        compare_steps(folder)
        os.chdir(live.ROOT)
    live.finish("test_export.py", f"{len(live.MODELS)} models written and read")


if __name__ == "__main__":
    main()
