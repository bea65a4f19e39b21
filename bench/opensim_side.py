"""OpenSim's side of the comparison: the same work through its own interface, and what it gave.

Times come from time.perf_counter around the calls of OpenSim alone. A call from Python costs about
a microsecond, which stays in them: it is less than a hundredth of any of these figures.
"""
import contextlib
import os
import sys
import time

import numpy
import opensim


def version():
    return opensim.GetVersion()


def be_quiet():
    opensim.Logger.setLevelString("Off")
    opensim.Logger.removeFileSink()


def timed(work):
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


@contextlib.contextmanager
def silence():
    """Tools print what they read to the standard output, whatever the logger is told."""
    sys.stdout.flush()
    kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    try:
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


def load(path):
    """[s]  from a file to a state that can be computed with."""
    return timed(lambda: opensim.Model(str(path)).initSystem())


def run_tool(setup):
    """[s]  of a setup file, from the files it names to its results."""
    kind = opensim.InverseDynamicsTool if "_id_" in setup.name else opensim.AnalyzeTool
    with silence():
        return timed(lambda: kind(str(setup)).run())


class Kernels:
    """A model at given poses; forces other than gravity are off."""

    def __init__(self, path, poses):
        self.model = opensim.Model(str(path))
        forces = self.model.updForceSet()
        for i in range(forces.getSize()):
            forces.get(i).set_appliesForce(False)
        self.state = self.model.initSystem()
        self.solver = opensim.InverseDynamicsSolver(self.model)
        muscles = self.model.getMuscles()
        self.muscles = [muscles.get(i) for i in range(muscles.getSize())]
        names = self.model.getCoordinateSet()
        self.coordinates = [names.get(i) for i in range(names.getSize())]
        self.places = [self._place(coordinate) for coordinate in self.coordinates]
        self.q = [self._in_tree_order(q) for q in poses["q"]]
        self.u = [self._in_tree_order(u) for u in poses["u"]]
        self.udot = [self._in_tree_order(udot) for udot in poses["udot"]]

    def _place(self, coordinate):
        """Where a coordinate stands among the speeds of the state."""
        before = self.state.getU().to_numpy()
        old = coordinate.getSpeedValue(self.state)
        coordinate.setSpeedValue(self.state, old + 1)
        place = int(numpy.argmax(numpy.abs(self.state.getU().to_numpy() - before)))
        coordinate.setSpeedValue(self.state, old)
        return place

    def _in_tree_order(self, values):
        vector = opensim.Vector(len(self.places), 0.0)
        for place, value in zip(self.places, values):
            vector.set(place, float(value))
        return vector

    def inverse_dynamics(self, rounds):
        """[s]  a pose: set position and speed, and solve for the moments."""
        state, solve = self.state, self.solver.solve
        begin = time.perf_counter()
        for _ in range(rounds):
            for q, u, udot in zip(self.q, self.u, self.udot):
                state.setQ(q)
                state.setU(u)
                solve(state, udot)
        return (time.perf_counter() - begin) / (rounds * len(self.q))

    def moments(self):
        """[N m, N]  poses x coordinates"""
        found = []
        for q, u, udot in zip(self.q, self.u, self.udot):
            self.state.setQ(q)
            self.state.setU(u)
            tau = self.solver.solve(self.state, udot)
            found.append([tau.get(place) for place in self.places])
        return numpy.array(found)

    def pairs(self, arms=None):
        """Muscle and coordinate, all of them, or those whose arms are not zero at every pose."""
        return [(muscle, coordinate)
                for i, muscle in enumerate(self.muscles)
                for k, coordinate in enumerate(self.coordinates)
                if arms is None or numpy.any(arms[:, i, k] != 0)]  # fmt: skip

    def lengths_and_arms(self, pairs, pose):
        """[s]  of one pose: position, all lengths, the moment arms of pairs."""
        begin = time.perf_counter()
        self.state.setQ(self.q[pose])
        self.model.realizePosition(self.state)
        for muscle in self.muscles:
            muscle.getLength(self.state)
        for muscle, coordinate in pairs:
            muscle.computeMomentArm(self.state, coordinate)
        return time.perf_counter() - begin

    def geometry(self, poses):
        """[m]  lengths, poses x muscles; arms, poses x muscles x coordinates"""
        lengths, arms = [], []
        for pose in poses:
            self.state.setQ(self.q[pose])
            self.model.realizePosition(self.state)
            lengths.append([muscle.getLength(self.state) for muscle in self.muscles])
            arms.append([[muscle.computeMomentArm(self.state, coordinate)
                          for coordinate in self.coordinates]
                         for muscle in self.muscles])  # fmt: skip
        return numpy.array(lengths), numpy.array(arms)


class Reactions:
    """Joint reactions of a trial, frame by frame, as AnalyzeTool asks for them, but no files."""

    def __init__(self, trial):
        here = os.getcwd()
        os.chdir(trial.folder)
        self.model = opensim.Model(str(trial.source.model))
        self.model.addComponent(opensim.ExternalLoads("loads.xml", True))
        reserves = opensim.ForceSet("reserves.xml")
        for i in range(reserves.getSize()):
            self.model.addForce(reserves.get(i).clone())
        analysis = opensim.JointReaction()
        analysis.setForcesFileName("so_StaticOptimization_force.sto")
        self.model.addAnalysis(analysis)
        self.state = self.model.initSystem()
        self.analysis = opensim.JointReaction.safeDownCast(self.model.getAnalysisSet().get(0))
        self.analysis.begin(self.state)
        os.chdir(here)

    def steps(self, motion):
        """[s]  a frame of a motion (trial.Table): speeds, and the step of the analysis."""
        total = 0.0
        coordinates = [self.model.getCoordinateSet().get(name) for name in motion.names[1:]]
        rotation = numpy.array([c.getMotionType() == opensim.Coordinate.Rotational
                                for c in coordinates])  # fmt: skip
        for i, row in enumerate(motion.rows, 1):
            q = numpy.where(rotation, numpy.radians(row[1:]), row[1:])
            for coordinate, value in zip(coordinates, q):
                coordinate.setValue(self.state, float(value), False)
            self.state.setTime(float(row[0]))
            begin = time.perf_counter()
            self.model.realizeVelocity(self.state)
            self.analysis.step(self.state, i)
            total += time.perf_counter() - begin
        return total / len(motion.rows)
