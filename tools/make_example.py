#!/usr/bin/env python3
"""Construct the example walk: a small model, a stride, and ground forces that fit both.

    python tools/make_example.py [-o examples/walk]

Nothing here is recorded. The joint angles are a Fourier series near round numbers of our own, and
the feet are circular rockers that roll on the ground. Their coefficients are fitted (Levenberg and
Marquardt) until the motion obeys mechanics by itself: what the mass centre and the angular momentum
ask of the ground is then given by the feet, where they touch it, and nothing is left at the pelvis.

    F = M (a_com - g)          p F_y = sum_i [ r_i x m_i (a_i - g) + I_i alpha_i ]       (E1)

F is the force of the ground, p the point on the ground where it acts, positive z out of the plane.
Masses and lengths: Winter 2009, table 4.1, for a person of 1.75 m and 75 kg. Strength and fibres of
the psoas follow Bogduk 1992 and McGill 1988; all other muscle numbers are rounded orders of
magnitude, points are placed by hand to give known moment arms (within a centimetre).
"""
import argparse
import math
from pathlib import Path

import numpy as np
from example_muscles import MUSCLES, WRAPS, body_xml, muscle_xml, slack_length, vector

# ---- the body: segment lengths and masses as shares of height and mass [winter2009]

HEIGHT, MASS, GRAVITY = 1.75, 75.0, 9.80665  # [m], [kg], [m/s^2]
THIGH, SHANK, FOOT = 0.245 * HEIGHT, 0.246 * HEIGHT, 0.039 * HEIGHT  # [m]; foot: ankle to sole
TRUNK = 0.288 * HEIGHT  # [m]  hip to shoulder
LUMBAR = (-0.03, 0.13)  # [m]  L5/S1 seen from the middle of the hips: 136 mm away


class Segment:
    """A rigid body in the plane; com seen from its own frame, inertia about it."""

    def __init__(self, share, com, gyration):
        self.mass, self.com = share * MASS, np.array(com)
        self.inertia = self.mass * gyration**2


# the trunk above L5/S1 is what Winter's head, arms and trunk leave when the pelvis is taken off
TRUNK_ABOVE_HIP = (0.678 * 0.626 * TRUNK - 0.142 * 0.08) / 0.536  # [m]  its mass centre
SEGMENTS = {
    "pelvis": Segment(0.142, (-0.015, 0.08), 0.09),
    "femur": Segment(0.100, (0, -0.433 * THIGH), 0.323 * THIGH),
    "tibia": Segment(0.061, (0.02, -0.606 * (SHANK + FOOT)), 0.416 * (SHANK + FOOT)),
    "torso": Segment(0.536, (0.02, TRUNK_ABOVE_HIP - LUMBAR[1]), 0.496 * TRUNK),
}
HIP_HALF_WIDTH = 0.08  # [m]

# ---- the stride

PERIOD, SPEED = 1.2, 1.1  # [s], [m/s]
DOUBLE = 0.14  # share of the stride during which one foot takes over from the other
ROCKER, ROCKER_FORWARD = 0.30, 0.03  # [m]  radius of the sole; its centre before the shank
UP_DOWN = 0.2  # of the weight: how a step sinks and rises
PIVOT = 0.15  # [m]  above the hips: where walking people's ground forces point [maus2010]
SAMPLES = 60  # of the stride, in the fit
LIMB_WAVES, PELVIS_WAVES = 6, 3  # harmonics: of the stride for legs, of the step for the rest

# what a walk looks like, in round numbers: % of the stride, hip flexion, knee angle (degrees)
SHAPE = [(0, 27, -4), (8, 25, -14), (15, 20, -17), (30, 6, -7), (42, -6, -5), (50, -10, -10),
         (58, -6, -28), (65, 6, -50), (73, 19, -60), (82, 28, -45), (92, 29, -12),
         (97, 28, -4)]  # fmt: skip


def wrapped(x, xp, fp):
    """Linear interpolation on the circle 0..100."""
    return np.interp(x % 100, np.r_[xp, xp[0] + 100], np.r_[fp, fp[0]])


def series(coefficients, waves, rate, t):
    """Value, first and second derivative of a Fourier series; rate: of the first harmonic."""
    a0, rest = coefficients[0], coefficients[1:].reshape(waves, 2)
    q, qd, qdd = np.full_like(t, a0), np.zeros_like(t), np.zeros_like(t)
    for k, (a, b) in enumerate(rest, 1):
        w = k * rate
        c, s = np.cos(w * t), np.sin(w * t)
        q += a * c + b * s
        qd += w * (b * c - a * s)
        qdd -= w * w * (a * c + b * s)
    return np.array([q, qd, qdd])


class Walk:
    """Coordinates over time from one vector of coefficients; rows: value, speed, acceleration."""

    SIZES = [("hip", LIMB_WAVES), ("knee", LIMB_WAVES), ("pelvis_tilt", PELVIS_WAVES),
             ("lumbar_extension", PELVIS_WAVES), ("pelvis_tx", PELVIS_WAVES),
             ("pelvis_ty", PELVIS_WAVES)]  # fmt: skip

    def __init__(self, x):
        self.part, at = {}, 0
        for name, waves in self.SIZES:
            self.part[name] = x[at : at + 1 + 2 * waves]
            at += 1 + 2 * waves
        self.size = at

    def at(self, t):
        step = 4 * math.pi / PERIOD
        q = {}
        for name, waves in self.SIZES[2:]:
            q[name] = series(self.part[name], waves, step, t)
        q["pelvis_tx"] += np.array([SPEED * t, np.full_like(t, SPEED), np.zeros_like(t)])
        for side, delay in (("r", 0), ("l", PERIOD / 2)):
            for joint, name in (("hip", "hip_flexion_"), ("knee", "knee_angle_")):
                q[name + side] = series(
                    self.part[joint], LIMB_WAVES, step / 2, t + delay
                )
        return q


# ---- mechanics in the plane


def turned(angle, point):
    """Position, velocity and acceleration of a point that turns with `angle` (three rows)."""
    c, s = np.cos(angle[0]), np.sin(angle[0])
    r = np.array([c * point[0] - s * point[1], s * point[0] + c * point[1]])
    across = np.array([-r[1], r[0]])
    return np.array([r, angle[1] * across, angle[2] * across - angle[1] ** 2 * r])


def bodies(q):
    """(segment, origin, angle) of every body, each with its derivatives."""
    hip = np.array([[q["pelvis_tx"][i], q["pelvis_ty"][i]] for i in range(3)])
    tilt = q["pelvis_tilt"]
    yield "pelvis", hip, tilt
    yield "torso", hip + turned(tilt, LUMBAR), tilt + q["lumbar_extension"]
    for side in "rl":
        thigh = tilt + q["hip_flexion_" + side]
        yield "femur_" + side, hip, thigh
        knee = hip + turned(thigh, (0, -THIGH))
        yield "tibia_" + side, knee, thigh + q["knee_angle_" + side]


def ground_needs(q):
    """Force (2 x n) and place on the ground that (E1) asks for, and the tibiae by side."""
    force, moment, shanks = 0, 0, {}
    for name, origin, angle in bodies(q):
        segment = SEGMENTS[name.split("_")[0]]
        if name.startswith("tibia"):
            shanks[name[-1]] = (origin, angle)
        r = origin + turned(angle, segment.com)
        f = segment.mass * (r[2] + np.array([[0], [GRAVITY]]))
        force = force + f
        moment = moment + r[0][0] * f[1] - r[0][1] * f[0] + segment.inertia * angle[2]
    return force, moment / force[1], shanks


def soles(shanks):
    """Side -> (x of the contact, height of the sole, speed of the sole at the contact)."""
    out = {}
    for side, (knee, angle) in shanks.items():
        center = knee + turned(angle, (ROCKER_FORWARD, ROCKER - SHANK - FOOT))
        slip = center[1][0] + angle[1] * ROCKER
        out[side] = center[0][0], center[0][1] - ROCKER, slip
    return out


def smooth(x):
    x = np.clip(x, 0, 1)
    return x**3 * (10 - 15 * x + 6 * x * x)


def share(phase):
    """Share of the weight on a foot that comes down at phase 0."""
    phase = phase % 1
    return smooth(phase / DOUBLE) * (1 - smooth((phase - 0.5) / DOUBLE))


# ---- the fit


def complaints(x, target):
    """What is wrong with a walk, each divided by how much of it would do."""
    t = np.arange(SAMPLES) * PERIOD / SAMPLES
    q = Walk(x).at(t)
    force, place, shanks = ground_needs(q)
    foot = soles(shanks)
    weight = {"r": share(t / PERIOD), "l": share(t / PERIOD + 0.5)}
    wanted = sum(weight[s] * foot[s][0] for s in "rl")
    step = 4 * math.pi * (t / PERIOD - DOUBLE / 2)  # 0 in the middle of double support
    wrong = [(q["hip_flexion_r"][0] - target[0]) / 0.05,
             (q["knee_angle_r"][0] - target[1]) / 0.06,
             q["hip_flexion_r"][2] / 40, q["knee_angle_r"][2] / 80,
             q["pelvis_tilt"][0] / 0.05, q["lumbar_extension"][0] / 0.06,
             q["pelvis_tilt"][2] / 10, q["lumbar_extension"][2] / 10,
             (place - wanted) / 0.008,
             ((place - q["pelvis_tx"][0]) * force[1] + (q["pelvis_ty"][0] + PIVOT) * force[0]) / 20,
             (force[1] / (MASS * GRAVITY) - 1 - UP_DOWN * np.cos(step)) / 0.05]  # fmt: skip
    for s in "rl":
        down = weight[s] > 0.02
        wrong += [down * foot[s][1] / 0.006, weight[s] * foot[s][2] / 0.1,
                  ~down * np.minimum(foot[s][1] - 0.01, 0) / 0.006]  # fmt: skip
    return np.concatenate(wrong)


def fit(x, target, steps=60):
    """Levenberg and Marquardt with a Jacobian by differences."""
    damping, wrong = 1e-2, complaints(x, target)
    for _ in range(steps):
        jacobian = np.array(
            [(complaints(x + h, target) - wrong) / 1e-6 for h in 1e-6 * np.eye(len(x))]
        ).T
        normal, slope = jacobian.T @ jacobian, jacobian.T @ wrong
        for _ in range(12):
            trial = x - np.linalg.solve(
                normal + damping * np.diag(np.diag(normal) + 1e-9), slope
            )
            better = complaints(trial, target)
            if better @ better < wrong @ wrong:
                x, wrong, damping = trial, better, damping / 4
                break
            damping *= 3
    return x, wrong


def start():
    """Coefficients near the shape, and the shape itself at the samples."""
    percent, hip, knee = np.array(SHAPE, float).T
    phase = np.arange(SAMPLES) * 100 / SAMPLES
    target = [np.radians(wrapped(phase, percent, row)) for row in (hip, knee)]
    t = phase / 100 * PERIOD
    columns = [np.ones_like(t)]
    for k in range(1, LIMB_WAVES + 1):
        w = 2 * math.pi * k / PERIOD
        columns += [np.cos(w * t), np.sin(w * t)]
    x = [np.linalg.lstsq(np.array(columns).T, row, rcond=None)[0] for row in target]
    pelvis = [np.zeros(1 + 2 * PELVIS_WAVES) for _ in range(4)]
    pelvis[3][0] = 0.97 * (THIGH + SHANK + FOOT)
    return np.concatenate(x + pelvis), target


# ---- files


def finished(x, t):
    """Coordinates, and force and place of the ground under each foot, with nothing left over."""
    q = Walk(x).at(t)
    force, place, shanks = ground_needs(q)
    foot = soles(shanks)
    weight = {"r": share(t / PERIOD), "l": share(t / PERIOD + 0.5)}
    # what the rockers miss, both feet give alike
    missing = place - sum(weight[s] * foot[s][0] for s in "rl")
    where = {s: foot[s][0] + missing for s in "rl"}
    # each foot pushes towards the pivot; the little that this gets wrong goes by weight
    lean = {s: (q["pelvis_tx"][0] - where[s]) / (q["pelvis_ty"][0] + PIVOT) for s in "rl"}
    rest = force[0] - force[1] * sum(weight[s] * lean[s] for s in "rl")
    # where on the ground all this happens is all one to the fit: the walk begins at the origin
    begin = Walk(x).at(np.zeros(1))["pelvis_tx"][0][0]
    q["pelvis_tx"][0] -= begin
    where = {s: where[s] - begin for s in "rl"}
    ground = {s: (weight[s] * (force[1] * lean[s] + rest), weight[s] * force[1], where[s])
              for s in "rl"}  # fmt: skip
    return q, ground


def placer(q):
    """place(body, x, y) of the right side, for the lengths of muscles."""
    frames = {name.removesuffix("_r"): (origin[0], angle) for name, origin, angle in bodies(q)}
    return lambda body, x, y: frames[body][0] + turned(frames[body][1], (x, y))[0]


def joint_xml(kind, name, parent, place, child, coordinates):
    out = f"""      <{kind} name="{name}">
        <socket_parent_frame>{name}_parent</socket_parent_frame>
        <socket_child_frame>/bodyset/{child}</socket_child_frame>
        <coordinates>
"""
    for coordinate, default, low, high in coordinates:
        out += f"""          <Coordinate name="{coordinate}">
            <default_value>{default:g}</default_value>
            <range>{low:g} {high:g}</range>
            <clamped>false</clamped>
          </Coordinate>
"""
    return out + f"""        </coordinates>
        <frames>
          <PhysicalOffsetFrame name="{name}_parent">
            <socket_parent>{parent}</socket_parent>
            <translation>{vector(*place)}</translation>
            <orientation>0 0 0</orientation>
          </PhysicalOffsetFrame>
        </frames>
      </{kind}>
"""


def model_xml(slack):
    w = HIP_HALF_WIDTH
    knee = WRAPS["knee"]
    segments = {"torso": [], "pelvis": [(f"{name}_{s}", x, y, z, radius)
                                        for name, (body, x, y, radius) in WRAPS.items()
                                        for s, z in (("r", w), ("l", -w))
                                        if body == "pelvis"]}  # fmt: skip
    joints = joint_xml("PlanarJoint", "ground_pelvis", "/ground", (0, 0, 0), "pelvis",
                       [("pelvis_tilt", 0, -1.5, 1.5), ("pelvis_tx", 0, -5, 5),
                        ("pelvis_ty", 0.92, 0, 2)])  # fmt: skip
    joints += joint_xml("PinJoint", "back", "/bodyset/pelvis", (*LUMBAR, 0), "torso",
                        [("lumbar_extension", 0, -1.2, 0.6)])  # fmt: skip
    for s, z in (("r", w), ("l", -w)):
        segments[f"femur_{s}"] = [(f"knee_{s}", *knee[1:3], 0, knee[3])]
        segments[f"tibia_{s}"] = []
        joints += joint_xml("PinJoint", f"hip_{s}", "/bodyset/pelvis", (0, 0, z), f"femur_{s}",
                            [(f"hip_flexion_{s}", 0, -0.7, 2.1)])  # fmt: skip
        joints += joint_xml("PinJoint", f"knee_{s}", f"/bodyset/femur_{s}", (0, -THIGH, 0),
                            f"tibia_{s}", [(f"knee_angle_{s}", 0, -2.4, 0.2)])  # fmt: skip
    parts = "".join(body_xml(n, SEGMENTS[n.split("_")[0]], w) for n, w in segments.items())
    muscles = "".join(muscle_xml(n, s, slack[n], w) for s in "rl" for n in MUSCLES)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<!-- Made by tools/make_example.py. A constructed example, not a person: see README.md. -->
<OpenSimDocument Version="40600">
  <Model name="constructed_walker">
    <gravity>0 {-GRAVITY:g} 0</gravity>
    <BodySet name="bodyset"><objects>
{parts}    </objects></BodySet>
    <JointSet name="jointset"><objects>
{joints}    </objects></JointSet>
    <ForceSet name="forceset"><objects>
{muscles}    </objects></ForceSet>
  </Model>
</OpenSimDocument>
"""


def reserves_xml():
    rows = [("pelvis_tilt", 100), ("pelvis_tx", 100), ("pelvis_ty", 100), ("lumbar_extension", 1)]
    rows += [(f"{joint}_{s}", 1) for s in "rl" for joint in ("hip_flexion", "knee_angle")]
    out = "".join(f"""      <CoordinateActuator name="{name}_reserve">
        <min_control>-Inf</min_control>
        <max_control>Inf</max_control>
        <coordinate>{name}</coordinate>
        <optimal_force>{force}</optimal_force>
      </CoordinateActuator>
""" for name, force in rows)  # fmt: skip
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<OpenSimDocument Version="40600">
  <ForceSet name="reserves"><objects>
{out}  </objects></ForceSet>
</OpenSimDocument>
"""


def loads_xml():
    out = "".join(f"""      <ExternalForce name="ground_{s}">
        <applied_to_body>tibia_{s}</applied_to_body>
        <force_expressed_in_body>ground</force_expressed_in_body>
        <point_expressed_in_body>ground</point_expressed_in_body>
        <force_identifier>ground_force_{s}_v</force_identifier>
        <point_identifier>ground_force_{s}_p</point_identifier>
        <torque_identifier></torque_identifier>
      </ExternalForce>
""" for s in "rl")  # fmt: skip
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<OpenSimDocument Version="40600">
  <ExternalLoads name="ground"><objects>
{out}    </objects>
    <datafile>grf.mot</datafile>
  </ExternalLoads>
</OpenSimDocument>
"""


def setup_xml(start, end):
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<OpenSimDocument Version="40600">
  <AnalyzeTool name="walk">
    <model_file>walker.osim</model_file>
    <replace_force_set>false</replace_force_set>
    <force_set_files>reserves.xml</force_set_files>
    <results_directory>results</results_directory>
    <output_precision>8</output_precision>
    <initial_time>{start:g}</initial_time>
    <final_time>{end:g}</final_time>
    <AnalysisSet name="Analyses"><objects>
      <StaticOptimization name="StaticOptimization">
        <on>true</on>
        <start_time>{start:g}</start_time>
        <end_time>{end:g}</end_time>
        <step_interval>1</step_interval>
        <in_degrees>true</in_degrees>
        <use_model_force_set>true</use_model_force_set>
        <activation_exponent>2</activation_exponent>
        <use_muscle_physiology>true</use_muscle_physiology>
      </StaticOptimization>
    </objects></AnalysisSet>
    <external_loads_file>loads.xml</external_loads_file>
    <coordinates_file>constructed_walk.mot</coordinates_file>
    <lowpass_cutoff_frequency_for_coordinates>-1</lowpass_cutoff_frequency_for_coordinates>
  </AnalyzeTool>
</OpenSimDocument>
"""


def mot(name, degrees, time, columns):
    head = f"{name}\nversion=1\nnRows={len(time)}\nnColumns={1 + len(columns)}\n"
    head += f"inDegrees={'yes' if degrees else 'no'}\nendheader\n"
    rows = ["\t".join(["time", *columns])]
    for i, t in enumerate(time):
        rows.append("\t".join([f"{t:.2f}", *(f"{c[i] + 0.0:.6f}" for c in columns.values())]))
    return head + "\n".join(rows) + "\n"


LEAD = 0.1  # [s]  the file begins so long before the right foot comes down


def motion_mot(x):
    time = np.arange(151) / 100
    q, _ = finished(x, time - LEAD)
    names = ["pelvis_tilt", "pelvis_tx", "pelvis_ty", "lumbar_extension"]
    names += [f"{joint}_{s}" for s in "rl" for joint in ("hip_flexion", "knee_angle")]
    length = ("pelvis_tx", "pelvis_ty")
    columns = {n: q[n][0] if n in length else np.degrees(q[n][0]) for n in names}
    return mot("constructed_walk", True, time, columns)


def ground_mot(x):
    time, columns = np.arange(211) / 100, {}
    _, ground = finished(x, time - LEAD)
    for s, (fx, fy, place) in ground.items():
        zero = np.zeros_like(time)
        parts = {"vx": fx, "vy": fy, "vz": zero, "px": place, "py": zero,
                 "pz": zero + (HIP_HALF_WIDTH if s == "r" else -HIP_HALF_WIDTH)}  # fmt: skip
        columns.update({f"ground_force_{s}_{part}": v for part, v in parts.items()})
    return mot("ground", False, time, columns)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("-o", default="examples/walk", help="folder for the files")
    folder = Path(parser.parse_args().o)
    folder.mkdir(parents=True, exist_ok=True)

    x, target = start()
    x, wrong = fit(x, target)
    print(f"fit: root mean square of complaints {np.sqrt(np.mean(wrong**2)):.3f}")
    q, _ = finished(x, np.arange(120) * PERIOD / 120)
    slack = {name: slack_length(name, placer(q)) for name in MUSCLES}
    files = {"walker.osim": model_xml(slack), "constructed_walk.mot": motion_mot(x),
             "grf.mot": ground_mot(x), "loads.xml": loads_xml(),
             "reserves.xml": reserves_xml(),
             "setup_so.xml": setup_xml(LEAD, LEAD + PERIOD)}  # fmt: skip
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
