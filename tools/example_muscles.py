"""Muscles of the example walk: points, strengths, and the files that OpenSim reads.

Frames at rest: x forward, y up, z right; pelvis from the middle between the hips, torso from L5/S1,
femur from the hip, tibia from the knee. Numbers are our own round ones: points give moment arms
within a centimetre of what is known, strength is PCSA times 60 N/cm2, as rounded.
"""
import math

import numpy as np

# name, body, x, y, radius [m]; the axis is z
WRAPS = {"brim": ("pelvis", 0.005, 0.0, 0.026), "rim": ("pelvis", 0.005, 0.0, 0.036),
         "knee": ("femur", 0.0, -0.42875, 0.04)}  # fmt: skip

# name: strength [N], fiber [m], pennation [rad], mean fiber over optimal, points, wrap between
# which.
# psoas: 1080 N a side for 18 cm2 [mcgill1988] shared out after [bogduk1992], fiber 117 mm,
# 0.19 rad; upper third L1 and L2, middle L2 to L4, lower L4 and L5
LESSER_TROCHANTER = ("femur", -0.020, -0.055, 0.0)
MUSCLES = {
    "psoas_L1_VB": (445, 0.117, 0.19, 1.05,
                    [("torso", -0.020, 0.150, -0.05), LESSER_TROCHANTER], ("brim", 0)),
    "psoas_L3_TP": (190, 0.117, 0.19, 1.05,
                    [("torso", -0.020, 0.090, -0.04), LESSER_TROCHANTER], ("brim", 0)),
    "psoas_L5_VB": (445, 0.117, 0.19, 1.05,
                    [("torso", 0.010, 0.020, -0.05), LESSER_TROCHANTER], ("brim", 0)),
    "iliacus": (1200, 0.105, 0.20, 1.05,
                [("pelvis", -0.010, 0.100, 0.01), LESSER_TROCHANTER], ("rim", 0)),
    "glut_max": (1800, 0.150, 0.20, 1.0,
                 [("pelvis", -0.080, 0.060, -0.02), ("femur", -0.030, -0.120, 0.01)], None),
    "hamstrings": (2600, 0.100, 0.20, 1.0,
                   [("pelvis", -0.055, -0.055, -0.01), ("tibia", -0.030, -0.050, 0.0)], None),
    "rect_fem": (1200, 0.090, 0.15, 1.0,
                 [("pelvis", 0.035, 0.030, 0.01), ("tibia", 0.035, -0.070, 0.0)], ("knee", 0)),
    "vasti": (5000, 0.100, 0.15, 1.0,
              [("femur", 0.025, -0.200, 0.01), ("tibia", 0.035, -0.070, 0.0)], ("knee", 0)),
    "bifemsh": (900, 0.140, 0.20, 1.0,
                [("femur", -0.005, -0.220, 0.01), ("tibia", -0.030, -0.050, 0.01)], None),
    "ercspn": (2500, 0.120, 0.0, 1.0,
               [("pelvis", -0.085, 0.090, -0.05), ("torso", -0.060, 0.200, -0.05)], None),
    "rect_abd": (900, 0.300, 0.0, 1.0,
                 [("pelvis", 0.050, -0.020, -0.06), ("torso", 0.080, 0.250, -0.05)], None),
}  # fmt: skip


# ---- lengths


def piece(a, b):
    return np.sqrt(np.sum((a - b) ** 2, axis=0))


def around(a, b, dz, radius):
    """Length from a (above) to b (below) in front of a cylinder about the origin, or straight."""
    (da, db) = (np.hypot(*a), np.hypot(*b))
    leave = np.arctan2(a[1], a[0]) - np.arccos(radius / da)
    arrive = np.arctan2(b[1], b[0]) + np.arccos(radius / db)
    arc = (leave - arrive) % (2 * math.pi)
    flat = np.sqrt(da**2 - radius**2) + np.sqrt(db**2 - radius**2) + radius * arc
    # a shortest path over a cylinder is straight when the surface is rolled out
    return np.where(arc < math.pi, np.sqrt(flat**2 + dz**2), np.sqrt(piece(a, b) ** 2 + dz**2))


def path_length(name, place):
    """Length over time; place(body, x, y) gives a point in ground."""
    points, wrap = MUSCLES[name][4:6]
    total = 0
    for i, ((body_a, *a), (body_b, *b)) in enumerate(zip(points, points[1:])):
        p, q, dz = place(body_a, *a[:2]), place(body_b, *b[:2]), b[2] - a[2]
        if wrap and wrap[1] == i:
            body, x, y, radius = WRAPS[wrap[0]]
            origin = place(body, x, y)
            ahead, up = place(body, x + 1, y) - origin, place(body, x, y + 1) - origin
            p, q = (np.array([np.sum((r - origin) * e, axis=0) for e in (ahead, up)])
                    for r in (p, q))  # fmt: skip
            total = total + around(p, q, dz, radius)
        else:
            total = total + np.sqrt(piece(p, q) ** 2 + dz**2)
    return total


def slack_length(name, place):
    """Tendon that leaves the fiber its mean length over the motion."""
    _, fiber, pennation, mean = MUSCLES[name][:4]
    return float(np.mean(path_length(name, place))) - mean * fiber * math.cos(pennation)


# ---- XML


def vector(*numbers):
    return " ".join(f"{0.0 + round(n, 6):g}" for n in numbers)


def body_xml(name, segment, wraps):
    """wraps: (name, x, y, z, radius)"""
    out = f"""      <Body name="{name}">
        <mass>{segment.mass:g}</mass>
        <mass_center>{vector(*segment.com, 0)}</mass_center>
        <inertia>{vector(segment.inertia, segment.inertia / 2, segment.inertia, 0, 0, 0)}</inertia>
"""
    if wraps:
        out += "        <WrapObjectSet name=\"wrapobjectset\"><objects>\n"
        for wrap, x, y, z, radius in wraps:
            out += f"""          <WrapCylinder name="{wrap}">
            <xyz_body_rotation>0 0 0</xyz_body_rotation>
            <translation>{vector(x, y, z)}</translation>
            <quadrant>+x</quadrant>
            <radius>{radius:g}</radius>
            <length>0.3</length>
          </WrapCylinder>
"""
        out += "        </objects></WrapObjectSet>\n"
    return out + "      </Body>\n"


def muscle_xml(name, side, slack, half_width):
    strength, fiber, pennation, _, points, wrap = MUSCLES[name]
    sign = 1 if side == "r" else -1
    single = ("pelvis", "torso")
    path = ""
    for i, (body, x, y, z) in enumerate(points, 1):
        z = z + (half_width if body in single else 0)
        where = body if body in single else f"{body}_{side}"
        path += f"""              <PathPoint name="{name}_{side}-P{i}">
                <socket_parent_frame>/bodyset/{where}</socket_parent_frame>
                <location>{vector(x, y, sign * z)}</location>
              </PathPoint>
"""
    wraps = ""
    if wrap:
        wraps = f"""            <PathWrapSet><objects>
              <PathWrap name="pathwrap">
                <wrap_object>{wrap[0]}_{side}</wrap_object>
                <method>hybrid</method>
              </PathWrap>
            </objects></PathWrapSet>
"""
    return f"""      <Thelen2003Muscle name="{name}_{side}">
        <min_control>0.01</min_control>
        <GeometryPath name="path">
            <PathPointSet><objects>
{path}            </objects></PathPointSet>
{wraps}        </GeometryPath>
        <max_isometric_force>{strength}</max_isometric_force>
        <optimal_fiber_length>{fiber:g}</optimal_fiber_length>
        <tendon_slack_length>{slack:.4f}</tendon_slack_length>
        <pennation_angle_at_optimal>{pennation:g}</pennation_angle_at_optimal>
      </Thelen2003Muscle>
"""
