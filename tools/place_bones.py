#!/usr/bin/env python3
"""Put the bones where the built-in model has its joints: writes the places in data/bones/bones.csv.

    python3 tools/place_bones.py

A lumbar vertebra stands with its axis along the line between the joint centers below and above it,
and its body takes up the share of that line that a body has between the middles of two discs. The
hips are where the model has them. The plate of the sacrum lies half a disc below the joint L5/S1,
inclined as the default pelvis has it. Between hip and sacrum, the pelvis goes over from one place
to the other (ps_bone_share).
"""
import csv
import math
from pathlib import Path

DATA = Path(__file__).parent.parent / "data"
BODY_SHARE = 0.79  # of the distance between middles of discs; the rest is disc
ACROSS = 0.90  # width and depth of lumbar vertebrae, over those of the man they were fitted to
HALF_DISC = 5.0  # [mm]  at L5/S1
SACRUM = (0.97, 0.97)  # size of the sacrum forward and up
PELVIS = (1.05, 1.05)  # of the hip bones
PELVIS_TURN = -2.0  # [deg]  between what the iliac spines and what the sacral plate ask for


def rows_of(name):
    with open(DATA / name, encoding="utf-8") as f:
        return list(csv.DictReader(f))


def numbers_of(table, column):
    return {row["name"]: float(row[column]) for row in rows_of(table)}


def anchored(own, at, turn_deg, scale):
    """Place that takes the own point (x, y) to `at` [mm]."""
    c, s = math.cos(math.radians(turn_deg)), math.sin(math.radians(turn_deg))
    x, y = own[0] * scale[0], own[1] * scale[1]
    return {"x_mm": at[0] - (c * x - s * y), "y_mm": at[1] - (s * x + c * y), "z_mm": 0,
            "turn_deg": turn_deg, "scale_x": scale[0], "scale_y": scale[1],
            "scale_z": scale[2]}  # fmt: skip


def joints():
    """Joint centers in parent and child [mm], x and y, and the hip's z."""
    places = {}
    for row in rows_of("anatomy/joints.csv"):
        x = {k: 1e3 * float(row[k]) for k in row if k[-2:] in ("_x", "_y", "_z")}
        places[row["joint"]] = ((x["parent_x"], x["parent_y"], x["parent_z"]),
                                (x["child_x"], x["child_y"]))  # fmt: skip
    return places


def place_vertebra(level, joint):
    names = ["L5_S1", "L4_L5", "L3_L4", "L2_L3", "L1_L2", "T12_L1"]
    below, above = joint[names[5 - level]][1], joint[names[6 - level]][0]
    dx, dy = above[0] - below[0], above[1] - below[1]
    n = numbers_of("bones/lumbar.csv", f"lumbar{level}")
    scale = (ACROSS, BODY_SHARE * math.hypot(dx, dy) / n["body.height"], ACROSS)
    middle = ((below[0] + above[0]) / 2, (below[1] + above[1]) / 2)
    turn = math.degrees(math.atan2(-dx, dy)) - n["body.tilt"]
    return anchored((n["body.x"], n["body.y"]), middle, turn, scale)


def place_pelvis(joint):
    n = numbers_of("bones/pelvis.csv", "pelvis")
    hip = joint["hip"][0]
    scale = (*PELVIS, hip[2] / n["acetabulum.z"])
    return anchored((n["acetabulum.x"], n["acetabulum.y"]), hip, PELVIS_TURN, scale)


def place_sacrum(joint, width):
    parameters = {row["name"]: row["value"] for row in rows_of("model/parameters.csv")}
    slope = float(parameters["pelvic_incidence_deg"]) - float(parameters["pelvic_tilt_deg"])
    n = numbers_of("bones/sacrum.csv", "sacrum")
    tilt, up = math.radians(n["body.tilt"]), n["body.height"] / 2 - n["body.cup_top"]
    plate = (n["body.x"] - math.sin(tilt) * up, n["body.y"] + math.cos(tilt) * up)
    center = joint["L5_S1"][0]
    at = (center[0] - HALF_DISC * math.sin(math.radians(slope)),
          center[1] - HALF_DISC * math.cos(math.radians(slope)))  # fmt: skip
    turn = -slope - n["body.tilt"] - n["body.wedge"] / 2
    return anchored(plate, at, turn, (*SACRUM, width))


def main():
    joint = joints()
    places = {f"lumbar{level}": place_vertebra(level, joint) for level in range(1, 6)}
    places["pelvis"] = place_pelvis(joint)
    places["sacrum"] = place_sacrum(joint, places["pelvis"]["scale_z"])
    path = DATA / "bones" / "bones.csv"
    rows = rows_of("bones/bones.csv")
    for row in rows:
        for key, x in places.get(row["bone"], {}).items():
            row[key] = f"{x:.4f}" if key.startswith("scale") else f"{x:.2f}"
    with open(path, "w", encoding="utf-8", newline="") as f:
        writer = csv.DictWriter(f, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    for name, place in places.items():
        print(name, {k: round(x, 3) for k, x in place.items()})


if __name__ == "__main__":
    main()
