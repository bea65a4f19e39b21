#!/usr/bin/env python3
"""Ask OpenSim for geodesics over random cylinders; write the answers as a CSV table.

    python tools/make_geodesic_cases.py [--seed N] [--cases N] [-o tests/data/geodesic_cases.csv]

Needs the `opensim` package. Each case is a Scholz2015GeometryPath from p1 in ground over a
ContactCylinder about ground's z axis to p2 on a body, whose gimbal joint sits at the origin: the
three arms are the moments of unit tension at p2 about x, y and z. The contact hint is on the side
that the sense of winding asks for, half way between the ends: elsewhere along the axis OpenSim's
iteration gets lost more often. Units: m.

Left out, and counted, are cases where it gets lost: its path is then more than 1 mm longer or
shorter than the thread on the side asked for, mostly by far more.
"""
import argparse
import math

import numpy as np
import opensim

COLUMNS = "radius,turn,p1x,p1y,p1z,p2x,p2y,p2z,length,arm_x,arm_y,arm_z"
NEAREST = 1.11  # [-]  of the radius: both ends are outside
WIDEST = 280    # [degrees]  between the ends, about the axis
LOST = 0.001    # [m]


def draw_case(rng):
    radius = round(float(rng.uniform(0.01, 0.08)), 3)
    turn = int(rng.choice([-1, 1]))
    start, phi = rng.uniform(-math.pi, math.pi), math.radians(rng.uniform(0, WIDEST))

    def point(angle):
        h = radius * rng.uniform(NEAREST, 4)
        where = (h * math.cos(angle), h * math.sin(angle), rng.uniform(-0.1, 0.1))
        return [round(float(x), 5) for x in where]

    p1, p2, middle = point(start), point(start + turn * phi), start + turn * phi / 2
    hint = [radius * math.cos(middle), radius * math.sin(middle), (p1[2] + p2[2]) / 2]
    return {"radius": radius, "turn": turn, "p1": p1, "p2": p2, "hint": hint}


def answer(case):
    model = opensim.Model()
    ground = model.updGround()
    body = opensim.Body("body", 1, opensim.Vec3(0), opensim.Inertia(1))
    model.addBody(body)
    joint = opensim.GimbalJoint("joint", ground, body)
    model.addJoint(joint)
    cylinder = opensim.ContactCylinder()
    cylinder.setName("cylinder")
    cylinder.setRadius(case["radius"])
    cylinder.setFrame(ground)
    model.addContactGeometry(cylinder)
    spring = opensim.PathSpring("spring", 1, 1, 0)
    spring.set_path(opensim.Scholz2015GeometryPath())
    model.addForce(spring)
    path = opensim.Scholz2015GeometryPath.safeDownCast(spring.updPath())
    path.setName("path")
    path.appendPathPoint(ground, opensim.Vec3(*case["p1"]))
    path.appendObstacle(cylinder, opensim.Vec3(*case["hint"]))
    path.appendPathPoint(body, opensim.Vec3(*case["p2"]))
    state = model.initSystem()
    model.realizePosition(state)
    arms = [path.computeMomentArm(state, joint.get_coordinates(i)) for i in range(3)]
    return [path.getLength(state), *arms]


def shortest(case):
    """Length of the shortest thread on the side asked for, by its closed form."""
    radius, (x1, y1, z1), (x2, y2, z2) = case["radius"], case["p1"], case["p2"]
    h1, h2 = math.hypot(x1, y1), math.hypot(x2, y2)
    phi = case["turn"] * (math.atan2(y2, x2) - math.atan2(y1, x1)) % (2 * math.pi)
    theta = phi - math.acos(radius / h1) - math.acos(radius / h2)
    if theta <= 0:
        return math.dist(case["p1"], case["p2"])
    flat = math.sqrt(h1**2 - radius**2) + radius * theta + math.sqrt(h2**2 - radius**2)
    return math.hypot(flat, z2 - z1)


def row(case, found):
    number = lambda x: format(x, ".17g")
    given = [case["radius"], case["turn"], *case["p1"], *case["p2"]]
    return ",".join([*map(str, given), *map(number, found)])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=20260704)
    parser.add_argument("--cases", type=int, default=600)
    parser.add_argument("-o", "--output", default="tests/data/geodesic_cases.csv")
    options = parser.parse_args()
    opensim.Logger.setLevelString("Error")

    rng, rows, dropped = np.random.default_rng(options.seed), [], 0
    for _ in range(options.cases):
        case = draw_case(rng)
        try:
            found = answer(case)
        except RuntimeError:
            dropped += 1
            continue
        if not math.isfinite(sum(found)) or abs(found[0] - shortest(case)) > LOST:
            dropped += 1
        else:
            rows.append(row(case, found))

    with open(options.output, "w", encoding="utf-8") as out:
        out.write(f"# Made by tools/make_geodesic_cases.py --seed {options.seed} --cases "
                  f"{options.cases} with OpenSim {opensim.GetVersion()}\n")
        out.write(f"# {len(rows)} cases; {dropped} left out, see there\n")
        out.write(COLUMNS + "\n")
        out.writelines(line + "\n" for line in rows)


if __name__ == "__main__":
    main()
