#!/usr/bin/env python3
"""Fit the named numbers of bones to reference surfaces, and write them into data/bones.

    cmake --build BUILD --target psoas_bone_shapes
    python3 tools/fit_bones.py --library BUILD/libpsoas_bone_shapes.so --reference FOLDER
        [--rounds N] [--turns N] [--keep NAME[,NAME]] BONE[:COLUMN]...

Least squares of our signed distance against that of the reference, both cut off a few millimetres
from the surface: on the surface, beside it, and in the space around, so that what we have too much
weighs like what we lack. BONE:COLUMN starts BONE from the numbers of COLUMN in the same table.
Steps are damped (Levenberg and Marquardt), and a weak pull holds each number near where it began,
so that none drifts that the surface does not determine.
"""
import argparse
import csv
import ctypes
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

import bone_surface as surface

DATA = Path(__file__).parent.parent / "data"
# where the origin of our axes lies in the surfaces [mm], and how they are turned about z [deg]: in
# the middle and along the axis of vertebral bodies; for sacrum and pelvis in the middle of the hips
ORIGINS = {
    "lumbar1": (-2.7, 184.4, 14.4),
    "lumbar2": (9.2, 146.4, 9.0),
    "lumbar3": (15.0, 106.0, 3.6),
    "lumbar4": (16.2, 65.0, -4.2),
    "lumbar5": (11.0, 23.4, -22.5),
    "sacrum": (14.25, -102.26, 0),
    "pelvis": (14.25, -102.26, 0),
}
UNIT = {"mm": 1e-3, "deg": np.pi / 180, "-": 1.0}
STEP = {"mm": 2e-5, "deg": 1e-4, "-": 1e-3}  # of differences [m, rad, -]
SPREAD = {"mm": 4e-3, "deg": 0.1, "-": 1.0}  # that the weak pull allows [m, rad, -]
CUT = 5e-3  # [m]  distances beyond it are as good as it
LEAST = {"r": 2.2e-3, "edge": 1.5e-3, "blend": 0.8e-3, "cup_top": 0.0, "cup_bottom": 0.0,
         "notch": 0.0, "waist_back": 0.0, "round_front": 1.9, "round_back": 2.0,
         "floor.r": 4.5e-3, "floor_back.r": 4.5e-3, "symphysis_up.z": 2e-3, "symphysis_low.z": 2e-3,
         "tubercle.z": 12e-3}  # fmt: skip
MOST = {"round_front": 3.5, "round_back": 6.0, "blend": 5e-3, "edge": 6e-3}
EXCESS = 0.99  # weight of points on our own surface, which also marks them
DOUBLES = ctypes.POINTER(ctypes.c_double)


class Surface(ctypes.Structure):
    """ps_bone_surface"""

    _fields_ = [("nvertex", ctypes.c_int), ("ntriangle", ctypes.c_int), ("vertex", DOUBLES),
                ("normal", DOUBLES), ("triangle", ctypes.POINTER(ctypes.c_int))]  # fmt: skip


class Shapes:
    """Our bones, by the functions of psoas/bones.h."""

    def __init__(self, path):
        self.library = ctypes.CDLL(str(path))
        self.library.ps_bone_name.restype = ctypes.c_char_p
        self.library.ps_bone_number_name.restype = ctypes.c_char_p
        self.library.ps_bone_number.restype = ctypes.c_double
        self.set = ctypes.c_void_p()
        error = ctypes.create_string_buffer(2048)
        if self.library.ps_bone_set_create(ctypes.byref(self.set), error):
            sys.exit("fit_bones: data/bones cannot be read: " + repr(error.raw[:1100]))

    def index(self, name):
        return self.library.ps_bone_named(self.set, name.encode())

    def names(self, bone):
        count = self.library.ps_bone_numbers(self.set, bone)
        return [self.library.ps_bone_number_name(self.set, bone, i).decode() for i in range(count)]

    def surface(self, bone):
        """Vertices and triangles, from the numbers that were used last."""
        made, error = Surface(), ctypes.create_string_buffer(2048)
        if self.library.ps_bone_surface_create(ctypes.byref(made), self.set, bone,
                                               ctypes.c_double(3e-3), False, error):  # fmt: skip
            sys.exit("fit_bones: no surface: " + repr(error.raw[:1100]))
        vertices = np.ctypeslib.as_array(made.vertex, (made.nvertex, 3)).copy()
        triangles = np.ctypeslib.as_array(made.triangle, (made.ntriangle, 3)).copy()
        self.library.ps_bone_surface_free(ctypes.byref(made))
        return vertices, triangles

    def distances(self, bone, numbers, points):
        numbers = np.ascontiguousarray(numbers, float)
        points = np.ascontiguousarray(points, float)
        result = np.empty(len(points))
        self.library.ps_bone_change(self.set, bone, numbers.ctypes.data_as(DOUBLES))
        self.library.ps_bone_distances(self.set, bone, len(points), points.ctypes.data_as(DOUBLES),
                                       result.ctypes.data_as(DOUBLES))  # fmt: skip
        return result


def table_of(bone):
    with open(DATA / "bones" / "bones.csv", encoding="utf-8") as f:
        row = next(r for r in csv.DictReader(f) if r["bone"] == bone)
    return DATA / row["table"], row["column"]


def read_table(path):
    with open(path, encoding="utf-8") as f:
        rows = list(csv.reader(f))
    return rows[0], rows[1:]


def write_column(path, column, numbers):
    labels, rows = read_table(path)
    at, unit = labels.index(column), labels.index("unit")
    for row, x in zip(rows, numbers):
        row[at] = f"{x / UNIT[row[unit]]:.2f}"
    with open(path, "w", encoding="utf-8", newline="") as f:
        csv.writer(f, lineterminator="\n").writerows([labels] + rows)


def into_own_axes(bone, vertices):
    x, y, turn = ORIGINS[bone]
    c, s = np.cos(np.radians(turn)), np.sin(np.radians(turn))
    return (vertices - np.array([x, y, 0]) * 1e-3) @ np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]])


def target_points(vertices, triangles, rng, dense):
    """Points of the right half with the reference's signed distance and a weight."""
    on, normal = surface.sample(vertices, triangles, 2 * dense, rng)
    near = on + normal * rng.uniform(-4e-3, 4e-3, len(on))[:, None]
    low, high = vertices.min(0) - 4e-3, vertices.max(0) + 4e-3
    space = rng.uniform(low, high, (2 * dense, 3))
    groups = [(on, 1.0), (near[: dense], 0.7), (space, 0.5)]
    points = np.concatenate([p for p, _ in groups])
    weight = np.concatenate([np.full(len(p), w) for p, w in groups])
    right = points[:, 2] >= 0
    points, weight = points[right], weight[right]
    distance = surface.signed_distance(points, vertices, triangles)
    keep = np.abs(distance) < 4 * CUT
    return points[keep], distance[keep], weight[keep]


def add_excess(target, shapes, index, vertices, triangles, rng):
    """The same with points on our own surface, so that what sticks out is drawn in."""
    ours = surface.sample(*shapes.surface(index), len(target[0]) // 2, rng)[0]
    ours = ours[ours[:, 2] >= 0]
    distance = surface.signed_distance(ours, vertices, triangles)
    more = (ours, distance, np.full(len(ours), EXCESS))
    return [np.concatenate(pair) for pair in zip(target, more)]


def bounds(names):
    low = np.array([LEAST.get(n, LEAST.get(n.split(".")[1], -np.inf)) for n in names])
    high = np.array([MOST.get(n.split(".")[1], np.inf) for n in names])
    return low, high


def fit(shapes, bone, names, units, start, points, wanted, weight, rounds, held, pull):
    """Numbers that fit best, and the root of the mean square of what is left [m]."""
    index = shapes[0].index(bone)
    step = np.array([STEP[u] for u in units])
    pull = pull * CUT / np.array([SPREAD[u] for u in units])
    low, high = bounds(names)
    free = np.array([i for i, n in enumerate(names) if n.split(".")[0] not in held])
    on, ours = weight == 1.0, weight == EXCESS
    reference = wanted
    wanted = np.where(ours, np.clip(wanted, -3 * CUT, 3 * CUT), np.clip(wanted, -CUT, CUT))

    def residual(worker, x):
        d = np.clip(worker.distances(index, x, points), -3 * CUT, 3 * CUT)
        # beyond the cut only the wrong side counts
        r = d - wanted
        r[(np.abs(wanted) >= CUT) & (d * wanted > 0) & (np.abs(d) >= CUT)] = 0
        return weight * r

    def column(worker, x, i):
        y = x.copy()
        y[i] += step[i]
        up = residual(worker, y)
        y[i] -= 2 * step[i]
        return (up - residual(worker, y)) / (2 * step[i])

    def jacobian(x):
        halves = [free[0::2], free[1::2]]
        with ThreadPoolExecutor(2) as pool:
            parts = list(pool.map(lambda w, h: [column(w, x, i) for i in h], shapes, halves))
        J = np.empty((len(points), len(free)))
        J[:, 0::2], J[:, 1::2] = np.array(parts[0]).T, np.array(parts[1]).T
        return J

    def cost(x):
        r = residual(shapes[0], x)
        prior = np.sqrt(len(r)) * pull * (x - start) / 3
        return r @ r + prior @ prior, r

    x = np.clip(start, low, high)
    total, r = cost(x)
    damping = 1e-2
    for _ in range(rounds):
        J = jacobian(x)
        A, g = J.T @ J, J.T @ r
        hold = len(r) * pull[free] ** 2 / 9
        A[np.diag_indices_from(A)] += hold
        g += hold * (x - start)[free]
        gained = 0
        for _ in range(6):
            try_x = x.copy()
            try_x[free] -= np.linalg.solve(A + damping * np.diag(np.diag(A) + 1e-12), g)
            try_x = np.clip(try_x, low, high)
            new, new_r = cost(try_x)
            if new < total:
                gained = (total - new) / total
                x, total, r, damping = try_x, new, new_r, max(damping / 4, 1e-5)
                break
            damping *= 5
        if gained < 2e-4:
            break
    there = surface.rms(shapes[0].distances(index, x, points[on]))
    back = surface.rms(reference[ours]) if ours.any() else np.nan
    return x, there, back


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--library", required=True, help="libpsoas_bone_shapes.so")
    parser.add_argument("--reference", required=True, help="folder with the surfaces, *.ply")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--turns", type=int, default=4, help="of taking new points")
    parser.add_argument("--points", type=int, default=4000, help="on half of the surface")
    parser.add_argument("--pull", type=float, default=0.02, help="towards where numbers began")
    parser.add_argument("--keep", default="", help="balls whose numbers stay as they are")
    parser.add_argument("bone", nargs="+")
    options = parser.parse_args()
    shapes = [Shapes(options.library) for _ in range(2)]
    for word in options.bone:
        bone, _, begin = word.partition(":")
        path, column = table_of(bone)
        labels, rows = read_table(path)
        names = [row[labels.index("name")] for row in rows]
        units = [row[labels.index("unit")] for row in rows]
        scale = np.array([UNIT[u] for u in units])
        start = np.array([float(row[labels.index(begin or column)]) for row in rows]) * scale
        assert shapes[0].names(shapes[0].index(bone)) == names, "the library has other tables"
        vertices, triangles = surface.read_ply(f"{options.reference}/{bone}.ply")
        vertices = into_own_axes(bone, vertices)
        rng = np.random.default_rng(7)
        x, index = start, shapes[0].index(bone)
        given = target_points(vertices, triangles, rng, options.points)
        for turn in range(options.turns):
            target = given
            if turn > 0:
                target = add_excess(given, shapes[0], index, vertices, triangles, rng)
            x, there, back = fit(shapes, bone, names, units, x, *target, options.rounds,
                                 options.keep.split(","), options.pull)  # fmt: skip
            print(f"{bone}: {1e3 * there:.2f} mm from points on the reference, {1e3 * back:.2f} mm "
                  "from points on ours before", flush=True)  # fmt: skip
            write_column(path, column, x)


if __name__ == "__main__":
    main()
