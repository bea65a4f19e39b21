#!/usr/bin/env python3
"""Ask OpenSim how random segments wrap over random objects; write the answers as a CSV table.

    python tools/make_wrap_cases.py [--seed N] [--cases N] [-o tests/data/wrap_cases.csv]

Needs the `opensim` package. Each case is a path of two points in ground with one wrap object at the
ground's origin, so ground is the wrap frame. A path with `alone` = 0 passes a second object
far away, which it never touches: beside other objects OpenSim treats a cylinder differently.

Columns: the shape (d1..d3 are radius; radius and length; half axes; tube radius and ring radius;
axis and sign give the active half, sign 0 the whole surface), the segment p1 p2, whether it is
wrapped, the tangent points r1 r2, the length of the curve, and the length of the whole path; m.

Left out are cases that OpenSim itself answers differently when p1 and p2 move by 1e-12 m: they sit
on the edge of a decision, where rounding decides. So are segments parallel to a cylinder with an
active half along its axis, where OpenSim reads a variable it has not set. A length of `nan` is
OpenSim's answer and stays.
"""
import argparse
import math
import zlib

import numpy as np
import opensim

SHAPES = ("sphere", "cylinder", "ellipsoid", "torus")
METHODS = ("hybrid", "midpoint", "axial")
COLUMNS = ("kind,method,alone,axis,sign,d1,d2,d3,p1x,p1y,p1z,p2x,p2y,p2z,"
           "wrapped,r1x,r1y,r1z,r2x,r2y,r2z,curve,length")
NUDGE = 1e-12   # [m]  smaller than any input digit, larger than rounding
STEADY = 1e-8   # [m]  how much an answer may move with it
NUDGES = 8      # directions tried; a tie that rounding decides survives one in 256 times
BATCH = 150     # paths per model


def draw_shape(rng, kind):
    """Dimensions with few digits, from thumb to trunk; now and then much larger."""
    size = rng.choice([1, 1, 1, 1, 8])
    if kind == "sphere":
        dims = [rng.uniform(0.01, 0.08)]
    elif kind == "cylinder":
        dims = [rng.uniform(0.01, 0.08), rng.choice([0.05, 0.1, 0.3, 1.0])]
    elif kind == "ellipsoid":
        dims = list(rng.uniform(0.015, 0.09, 3))
        if rng.random() < 0.15:
            dims[1] = dims[0]
    else:
        tube = rng.uniform(0.005, 0.03)
        dims = [tube, tube + rng.uniform(0.005, 0.06)]
    return [round(float(d * size), 3) for d in dims]


def reach(kind, dims):
    """Radius of a sphere about the part of the object that matters."""
    return max(dims) if kind == "ellipsoid" else sum(dims) if kind == "torus" else dims[0]


def draw_segment(rng, kind, dims):
    """Two points of one of the situations that decide differently."""
    size = reach(kind, dims)

    def point(near, far):
        direction = rng.normal(size=3)
        return direction / np.linalg.norm(direction) * size * rng.uniform(near, far)

    situation = rng.choice(["through", "through", "through", "any", "close", "far", "tangent",
                            "parallel", "planar", "level", "inside", "end"])
    if situation == "through":  # both ends outside, the line passes near the centre
        p1 = point(1.2, 4)
        middle = point(0, 0.9)
        p2 = middle + (middle - p1) * rng.uniform(0.4, 1.5)
    elif situation == "any":
        p1, p2 = point(1, 4), point(1, 4)
    elif situation == "close":  # both ends near the surface
        p1, p2 = point(0.9, 1.1), point(0.9, 1.1)
    elif situation == "far":
        p1, p2 = point(4, 40), point(4, 40)
    elif situation == "tangent":  # grazes a sphere of the object's size
        p1 = point(1.2, 4)
        middle = np.cross(p1, point(1, 1))
        middle *= size * rng.uniform(0.9, 1.02) / np.linalg.norm(middle)
        p2 = middle + (middle - p1) * rng.uniform(0.4, 1.5)
    elif situation == "parallel":  # one or two coordinates nearly or exactly the same at both ends
        p1, p2 = point(1, 4), point(1, 4)
        for axis in rng.choice(3, size=rng.integers(1, 3), replace=False):
            p2[axis] = p1[axis] + rng.choice([0, 1e-3]) * size
    elif situation == "planar":  # in a coordinate plane
        p1, p2 = point(1, 4), point(1, 4)
        axis = rng.integers(3)
        p1[axis] = p2[axis] = 0
    elif situation == "level":  # one end in one or two coordinate planes
        p1, p2 = point(1, 4), point(1, 4)
        for axis in rng.choice(3, size=rng.integers(1, 3), replace=False):
            (p1, p2)[rng.integers(2)][axis] = 0
    elif situation == "inside":
        p1, p2 = point(0.5, 1.05), point(0.8, 4)
    else:  # about the ends of a cylinder
        p1, p2 = point(1, 4), point(1, 4)
        height = rng.uniform(-1, 1) * (dims[1] if kind == "cylinder" else size)
        p1[2], p2[2] = height, height + rng.normal() * size
    return [round(float(x), 5) for x in p1], [round(float(x), 5) for x in p2]


def draw_case(rng, kind):
    dims = draw_shape(rng, kind)
    sign = int(rng.choice([0, 0, 1, -1, 1, -1]))
    case = {
        "kind": kind,
        "dims": dims,
        "method": str(rng.choice(METHODS)) if kind == "ellipsoid" else "hybrid",
        "alone": int(rng.random() < 0.7) if kind in ("cylinder", "torus") else 1,
        "axis": int(rng.integers(3)) if sign else 0,
        "sign": sign,
    }
    case["p1"], case["p2"] = draw_segment(rng, kind, dims)
    return case


def wrap_object(case, name):
    kind, d = case["kind"], case["dims"]
    if kind == "sphere":
        shape = opensim.WrapSphere()
        shape.set_radius(d[0])
    elif kind == "cylinder":
        shape = opensim.WrapCylinder()
        shape.set_radius(d[0])
        shape.set_length(d[1])
    elif kind == "ellipsoid":
        shape = opensim.WrapEllipsoid()
        shape.set_dimensions(opensim.Vec3(*d))
    else:
        shape = opensim.WrapTorus()
        shape.set_inner_radius(d[0])
        shape.set_outer_radius(d[1])
    shape.setName(name)
    half = "-+"[case["sign"] > 0] + "xyz"[case["axis"]]
    shape.set_quadrant(half if case["sign"] else "all")
    return shape


def answers(cases):
    """For each case (length, None) or (length, (r1, r2, curve)) from one model with all of them."""
    model = opensim.Model()
    ground = model.updGround()
    body = opensim.Body("body", 1, opensim.Vec3(0), opensim.Inertia(1))
    model.addBody(body)
    model.addJoint(opensim.SliderJoint("slider", ground, body))
    aside = opensim.WrapSphere()
    aside.setName("aside")
    aside.set_radius(1e-3)
    aside.set_translation(opensim.Vec3(1e3, 1e3, 1e3))
    ground.addWrapObject(aside)

    for i, case in enumerate(cases):
        shape = wrap_object(case, f"shape{i}")
        ground.addWrapObject(shape)
        spring = opensim.PathSpring(f"path{i}", 1, 1, 0)
        path = spring.updGeometryPath()
        path.appendNewPathPoint("p1", ground, opensim.Vec3(*case["p1"]))
        path.appendNewPathPoint("p2", ground, opensim.Vec3(*case["p2"]))
        model.addForce(spring)
        path.addPathWrap(shape)
        path.updWrapSet().get(0).set_method(case["method"])
        if not case["alone"]:
            path.addPathWrap(aside)

    state = model.initSystem()
    model.realizePosition(state)
    found = []
    for i in range(len(cases)):
        spring = opensim.PathSpring.safeDownCast(model.getForceSet().get(i))
        path = spring.getGeometryPath()
        length = path.getLength(state)
        points = path.getCurrentPath(state)
        wraps = [opensim.PathWrapPoint.safeDownCast(points.get(k)) for k in range(points.getSize())]
        wraps = [w for w in wraps if w]
        where = [[w.getLocationInGround(state).get(k) for k in range(3)] for w in wraps]
        found.append((length, (*where, wraps[1].getWrapLength(state)) if wraps else None))
    return found


def is_defined(case):
    """OpenSim computes the answer from numbers that it has set."""
    return not (case["kind"] == "cylinder" and case["sign"] and case["axis"] == 2
                and case["p1"][:2] == case["p2"][:2])


def nudged(rng, case):
    move = lambda p: [x + NUDGE * d for x, d in zip(p, rng.choice([-1, 1], 3))]
    return {**case, "p1": move(case["p1"]), "p2": move(case["p2"])}


def agree(a, b):
    def flat(answer):
        length, wrap = answer
        return [length] + ([x for r in wrap[:2] for x in r] + [wrap[2]] if wrap else [])
    a, b = flat(a), flat(b)
    same = lambda x, y: abs(x - y) < STEADY or (math.isnan(x) and math.isnan(y))
    return len(a) == len(b) and all(map(same, a, b))


def row(case, answer):
    length, wrap = answer
    number = lambda x: format(x, ".17g")
    dims = [str(d) for d in case["dims"]] + [""] * (3 - len(case["dims"]))
    cells = [case["kind"], case["method"], case["alone"], case["axis"], case["sign"], *dims,
             *map(str, case["p1"]), *map(str, case["p2"]), int(wrap is not None)]
    if wrap:
        cells += [number(x) for x in (*wrap[0], *wrap[1], wrap[2])]
    else:
        cells += [""] * 7
    return ",".join(map(str, [*cells, number(length)]))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=20260704)
    parser.add_argument("--cases", type=int, default=800, help="drawn for each kind of shape")
    parser.add_argument("-o", "--output", default="tests/data/wrap_cases.csv")
    options = parser.parse_args()
    opensim.Logger.setLevelString("Error")

    dropped, rows = 0, []
    for kind in SHAPES:
        rng = np.random.default_rng([options.seed, zlib.crc32(kind.encode())])
        cases = [draw_case(rng, kind) for _ in range(options.cases)]
        for first in range(0, len(cases), BATCH):
            batch = cases[first:first + BATCH]
            exact = answers(batch)
            moved = [answers([nudged(rng, c) for c in batch]) for _ in range(NUDGES)]
            for i, case in enumerate(batch):
                if is_defined(case) and all(agree(exact[i], m[i]) for m in moved):
                    rows.append(row(case, exact[i]))
                else:
                    dropped += 1

    with open(options.output, "w", encoding="utf-8") as out:
        out.write(f"# Made by tools/make_wrap_cases.py --seed {options.seed} --cases "
                  f"{options.cases} with OpenSim {opensim.GetVersion()}\n")
        out.write(f"# {len(rows)} cases; {dropped} left out, see there\n")
        out.write(COLUMNS + "\n")
        out.writelines(line + "\n" for line in rows)


if __name__ == "__main__":
    main()
