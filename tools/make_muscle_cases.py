#!/usr/bin/env python3
"""Muscle cases computed by OpenSim: tests/data/muscle_cases.csv.

    python3 tools/make_muscle_cases.py > tests/data/muscle_cases.csv

Needs the opensim package (4.6). One muscle pulls a body along a slider, so that path length and
speed are the coordinate and its speed. Each row is one state of one muscle:

    class, properties   name=value of every property that is not at its default, ';' between them
    min_control
    stage               equilibrium: OpenSim's computeInitialFiberEquilibrium; state: as given
    length, speed, activation, excitation                            [m], [m/s]
    fiber_length, fiber_velocity, tendon_force                       the state
    rigid_1, rigid_a    calcInextensibleTendonActiveFiberForce at activation 1 and `activation` [N]
    then the quantities of src/muscle/muscle.h, nan where OpenSim has none; opensim: its version

Left out: a state in which OpenSim throws.
"""
import math

import numpy as np
import opensim as osim

SEED = 20260003

GETTERS = [
    ("fiber_length", "getFiberLength"),
    ("normalized_fiber_length", "getNormalizedFiberLength"),
    ("pennation_angle", "getPennationAngle"),
    ("cos_pennation_angle", "getCosPennationAngle"),
    ("tendon_length", "getTendonLength"),
    ("tendon_strain", "getTendonStrain"),
    ("fiber_velocity", "getFiberVelocity"),
    ("normalized_fiber_velocity", "getNormalizedFiberVelocity"),
    ("pennation_angular_velocity", "getPennationAngularVelocity"),
    ("tendon_velocity", "getTendonVelocity"),
    ("fiber_active_force_length", "getActiveForceLengthMultiplier"),
    ("fiber_passive_force_length", "getPassiveForceMultiplier"),
    ("force_velocity", "getForceVelocityMultiplier"),
    ("fiber_force", "getFiberForce"),
    ("active_fiber_force", "getActiveFiberForce"),
    ("passive_fiber_force", "getPassiveFiberForce"),
    ("active_fiber_force_along_tendon", "getActiveFiberForceAlongTendon"),
    ("passive_fiber_force_along_tendon", "getPassiveFiberForceAlongTendon"),
    ("fiber_force_along_tendon", "getFiberForceAlongTendon"),
    ("tendon_force", "getTendonForce"),
    ("actuation", "getActuation"),
    ("fiber_stiffness", "getFiberStiffness"),
    ("tendon_stiffness", "getTendonStiffness"),
    ("muscle_stiffness", "getMuscleStiffness"),
    ("activation_dot", None),
    ("fiber_length_dot", None),
    ("fiber_velocity_dot", None),
    ("tendon_force_dot", None),
    ("fiber_active_power", "getFiberActivePower"),
    ("fiber_passive_power", "getFiberPassivePower"),
    ("tendon_power", "getTendonPower"),
    ("muscle_power", "getMusclePower"),
]
STATES = [("activation_dot", "activation"), ("fiber_length_dot", "fiber_length"),
          ("fiber_velocity_dot", "fiber_velocity"), ("tendon_force_dot", "normalized_tendon_force")]


def assign(owner, name, value):
    """Set a property of a muscle or curve."""
    prop = owner.updPropertyByName(name)
    if prop.isOptionalProperty() and prop.empty():
        osim.PropertyHelper.appendValueDouble(value, prop)
    elif isinstance(value, bool):
        osim.PropertyHelper.setValueBool(value, prop)
    elif isinstance(value, str):
        osim.PropertyHelper.setValueString(value, prop)
    else:
        osim.PropertyHelper.setValueDouble(value, prop)


def assign_all(muscle, properties):
    """Set `name` of the muscle, or `Part/name` of one of its curves."""
    parts = {}
    for name, value in properties.items():
        if "/" in name:
            part, name = name.split("/")
            parts.setdefault(part, getattr(osim, part)())
            assign(parts[part], name, value)
        else:
            assign(muscle, name, value)
    for part, curve in parts.items():
        getattr(muscle, "set" + part)(curve)


class Bench:
    """A muscle on a slider."""

    def __init__(self, kind, properties):
        self.properties = dict(properties)
        self.model = osim.Model()
        self.model.setGravity(osim.Vec3(0))
        body = osim.Body("block", 1, osim.Vec3(0), osim.Inertia(1))
        joint = osim.SliderJoint("slider", self.model.getGround(), body)
        self.coordinate = joint.updCoordinate()
        self.coordinate.setName("length")
        self.coordinate.setRangeMin(-10)
        self.coordinate.setRangeMax(10)
        self.model.addBody(body)
        self.model.addJoint(joint)
        self.muscle = getattr(osim, kind)()
        self.muscle.setName("m")
        assign_all(self.muscle, self.properties)
        path = osim.GeometryPath.safeDownCast(self.muscle.updPath())
        path.appendNewPathPoint("o", self.model.getGround(), osim.Vec3(0))
        path.appendNewPathPoint("i", body, osim.Vec3(0))
        self.kind = kind
        self.model.addForce(self.muscle)
        self.state = self.model.initSystem()
        self.muscle = getattr(osim, kind).safeDownCast(self.model.updMuscles().get("m"))
        self.names = {n.split("/")[-1]: n for n in
                      (self.muscle.getStateVariableNames().get(i)
                       for i in range(self.muscle.getStateVariableNames().getSize()))}

    def set_control(self, value):
        controls = osim.Vector(1, value)
        self.model.realizeVelocity(self.state)
        self.model.setControls(self.state, controls)

    def move(self, length, speed):
        self.coordinate.setValue(self.state, length)
        self.coordinate.setSpeedValue(self.state, speed)

    def place(self, length, speed, activation):
        self.state = self.model.initializeState()
        self.coordinate = self.model.updCoordinateSet().get("length")
        self.move(length, speed)
        self.set_control(activation)
        if "activation" in self.names:
            self.muscle.setStateVariableValue(self.state, "activation", activation)

    def equilibrate(self):
        try:
            self.model.equilibrateMuscles(self.state)
            return 1
        except RuntimeError:
            return 0

    def set(self, name, value):
        if name in self.names:
            self.muscle.setStateVariableValue(self.state, name, value)

    def get(self, name):
        return (self.muscle.getStateVariableValue(self.state, name)
                if name in self.names else math.nan)

    def outputs(self, excitation):
        fiber = {n: self.get(n) for n in ("fiber_length", "fiber_velocity",
                                          "normalized_tendon_force")}
        self.set_control(excitation)
        self.model.realizeAcceleration(self.state)
        values = {}
        for name, getter in GETTERS:
            if getter:
                values[name] = getattr(self.muscle, getter)(self.state)
        for name, variable in STATES:
            values[name] = (self.muscle.getStateVariableDerivativeValue(self.state, variable)
                            if variable in self.names else math.nan)
        return fiber, values

    def rigid(self, activation):
        return self.muscle.calcInextensibleTendonActiveFiberForce(self.state, activation)

    def row(self, stage, length, speed, activation, excitation):
        fiber, values = self.outputs(excitation)
        cells = [self.kind,
                 ";".join(f"{k}={text(v)}" for k, v in self.properties.items()
                          if k not in ("min_control",)),
                 text(self.muscle.getMinControl()), stage, text(length), text(speed),
                 text(activation), text(excitation), text(fiber["fiber_length"]),
                 text(fiber["fiber_velocity"]), text(fiber["normalized_tendon_force"]),
                 text(self.rigid(1.0)), text(self.rigid(activation))]
        return ",".join(cells + [text(values[n]) for n, _ in GETTERS] + [osim.GetVersion()])


def text(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else f"{value:.16g}"


HEADER = ("class,properties,min_control,stage,length,speed,activation,excitation,"
          "state_fiber_length,state_fiber_velocity,state_tendon_force,rigid_1,rigid_a,"
          + ",".join(n for n, _ in GETTERS) + ",opensim")


def base(rng):
    return {
        "max_isometric_force": round(float(10 ** rng.uniform(1, 4)), 3),
        "optimal_fiber_length": round(float(rng.uniform(0.02, 0.4)), 6),
        "tendon_slack_length": round(float(rng.uniform(0.02, 0.4)), 6),
        "pennation_angle_at_optimal": round(float(rng.choice([0, rng.uniform(0, 0.7)])), 6),
        "max_contraction_velocity": round(float(rng.uniform(4, 15)), 3),
    }


def sometimes(rng, properties, chance, **choices):
    for name, draw in choices.items():
        if rng.random() < chance:
            value = draw()
            properties[name.replace("__", "/")] = (round(value, 6) if isinstance(value, float)
                                                   else value)


def thelen(rng):
    p = base(rng)
    u = lambda a, b: (lambda: float(rng.uniform(a, b)))
    sometimes(rng, p, 0.5, FmaxTendonStrain=u(0.02, 0.08), FmaxMuscleStrain=u(0.4, 0.8),
              KshapeActive=u(0.3, 0.7), KshapePassive=u(3, 6), Af=u(0.2, 0.4), Flen=u(1.3, 1.9),
              fv_linear_extrap_threshold=u(0.85, 0.98), maximum_pennation_angle=u(1.2, 1.5),
              activation_time_constant=u(0.01, 0.02), deactivation_time_constant=u(0.03, 0.07))
    return p


def millard(rng):
    p = base(rng)
    u = lambda a, b: (lambda: float(rng.uniform(a, b)))
    sometimes(rng, p, 0.3, ignore_tendon_compliance=lambda: True,
              ignore_activation_dynamics=lambda: True, fiber_damping=u(0.0, 0.2),
              maximum_pennation_angle=u(1.2, 1.5), activation_time_constant=u(0.01, 0.02),
              ActiveForceLengthCurve__min_norm_active_fiber_length=u(0.2, 0.5),
              ActiveForceLengthCurve__max_norm_active_fiber_length=u(1.5, 2.0),
              ForceVelocityCurve__max_eccentric_velocity_force_multiplier=u(1.3, 1.7),
              ForceVelocityCurve__concentric_curviness=u(0.2, 0.9),
              FiberForceLengthCurve__strain_at_zero_force=u(-0.2, 0.1),
              FiberForceLengthCurve__strain_at_one_norm_force=u(0.5, 0.8),
              TendonForceLengthCurve__strain_at_one_norm_force=u(0.03, 0.08))
    if rng.random() < 0.2:
        p["fiber_damping"] = 0.0
    if rng.random() < 0.2:
        e = p.get("TendonForceLengthCurve/strain_at_one_norm_force", 0.049)
        p["TendonForceLengthCurve/stiffness_at_one_norm_force"] = round(1.5 / e, 6)
        p["TendonForceLengthCurve/norm_force_at_toe_end"] = 0.5
        p["TendonForceLengthCurve/curviness"] = 0.3
    return p


def degroote(rng):
    p = base(rng)
    u = lambda a, b: (lambda: float(rng.uniform(a, b)))
    sometimes(rng, p, 0.3, ignore_tendon_compliance=lambda: True,
              ignore_passive_fiber_force=lambda: True, active_force_width_scale=u(1, 2),
              fiber_damping=u(0, 0.1), passive_fiber_strain_at_one_norm_force=u(0.4, 0.8),
              tendon_strain_at_one_norm_force=u(0.03, 0.08))
    # no activation dynamics: a process of OpenSim keeps those of its first muscle of this class
    return p


def rigid(rng):
    return base(rng)


def massive(rng):
    p = base(rng)
    u = lambda a, b: (lambda: float(rng.uniform(a, b)))
    sometimes(rng, p, 0.3, fiber_damping=u(0.005, 0.05), mass=u(0.05, 0.3),
              tendon_force_length_damping=u(0.05, 0.2), fiber_force_length_damping=u(0.005, 0.05))
    return p


KINDS = [("Thelen2003Muscle", thelen, 16), ("Millard2012EquilibriumMuscle", millard, 24),
         ("DeGrooteFregly2016Muscle", degroote, 14), ("RigidTendonMuscle", rigid, 3),
         ("Millard2012AccelerationMuscle", massive, 8)]


def rows(kind, properties, rng):
    bench = Bench(kind, properties)
    l, slack = properties["optimal_fiber_length"], properties["tendon_slack_length"]
    vmax = l * properties["max_contraction_velocity"]
    for i in range(6):
        # fiber lengths from clamped to overstretched; half of the time at rest
        along = l * math.cos(properties["pennation_angle_at_optimal"]) * float(
            rng.choice([rng.uniform(0.6, 1.4), rng.uniform(-0.1, 2.0)]))
        length, speed = slack + along, float(rng.choice([0, rng.uniform(-0.6, 0.6)])) * vmax
        activation = float(rng.choice([0.05, 0.5, 1, rng.uniform(0.02, 1)]))
        excitation = round(float(rng.uniform(0, 1)), 6)
        length, speed, activation = round(length, 9), round(speed, 9), round(activation, 6)
        bench.place(length, speed, activation)
        ok = bench.equilibrate()
        if ok and i % 2 == 0:
            yield bench.row("equilibrium", length, speed, activation, excitation)
            continue
        # away from equilibrium
        bench.set("fiber_length", round(l * float(rng.uniform(0.3, 1.6)), 9))
        bench.set("fiber_velocity", round(vmax * float(rng.uniform(-0.5, 0.5)), 9))
        bench.set("normalized_tendon_force", round(float(rng.uniform(0.01, 1.5)), 9))
        bench.move(length, speed)
        try:
            yield bench.row("state", length, speed, activation, excitation)
        except RuntimeError:
            pass


def main():
    osim.Logger.setLevelString("Off")
    rng = np.random.default_rng(SEED)
    print(HEADER)
    for kind, draw, count in KINDS:
        for _ in range(count):
            for line in rows(kind, draw(rng), rng):
                print(line)


if __name__ == "__main__":
    main()
