"""Trials of any length, made from a recorded one, and setup files that OpenSim and psoas both read.

A motion of n rows becomes one of as many rows as wanted by running it forth and back, with the
forces on the ground. Backwards in time, speeds change their sign and accelerations do not, so the
same forces go with the same motion. Rows come 64 times a second: these times are exact, and neither
program resamples what it is about to filter.
"""
import re
import shutil
from pathlib import Path
from typing import NamedTuple

import numpy

ROOT = Path(__file__).resolve().parents[1]
RATE = 64  # [1/s]
MARGIN = 0.1  # [s]  of forces before and after the motion


class Source(NamedTuple):
    """What trials are made of."""

    name: str
    model: Path
    motion: Path
    forces: Path
    loads: Path
    reserves: Path
    cutoff: float  # [Hz]  of the filter for coordinates; below 0: none


class Trial(NamedTuple):
    folder: Path
    source: Source
    times: list  # [s]  of the frames


class Table(NamedTuple):
    names: list  # of the columns, time among them
    rows: numpy.ndarray
    degrees: str


def recorded(reference):
    """The walk of OpenSim's examples, as the reference data have it."""
    tools = reference / "golden/tools/gait2354_so"
    motions = reference / "motions/gait2354"
    return Source("gait2354", reference / "models/gait2354_subject01.osim",
                  motions / "subject01_walk1_ik.mot", motions / "subject01_walk1_grf.mot",
                  tools / "loads.xml", tools / "reserves.xml", 6)  # fmt: skip


def constructed():
    """Our own example."""
    walk = ROOT / "examples/walk"
    return Source("constructed walk", walk / "walker.osim", walk / "constructed_walk.mot",
                  walk / "grf.mot", walk / "loads.xml", walk / "reserves.xml", 6)  # fmt: skip


# ---- tables


def read_table(path):
    head, _, body = Path(path).read_text(encoding="utf-8").partition("endheader")
    lines = [line for line in body.splitlines() if line.strip()]
    names = lines[0].split()
    rows = numpy.array([[float(word) for word in line.split()] for line in lines[1:]])
    degrees = "yes" if re.search(r"inDegrees\s*=\s*yes", head) else "no"
    return Table(names, rows, degrees)


def write_table(path, table, rows):
    head = [path.stem, "version=1", f"nRows={len(rows)}", f"nColumns={len(table.names)}",
            f"inDegrees={table.degrees}", "endheader", "\t".join(table.names)]  # fmt: skip
    body = ("\t".join(map(repr, row)) for row in rows.tolist())
    path.write_text("\n".join([*head, *body, ""]), encoding="utf-8")


def forth_and_back(i, last):
    """Which of the rows 0 .. last comes i-th."""
    i = numpy.abs(i) % (2 * last)
    return numpy.where(i <= last, i, 2 * last - i)


# ---- trials


def write_motion(path, motion, frames):
    i = numpy.arange(frames)
    rows = motion.rows[forth_and_back(i, len(motion.rows) - 1)]
    rows[:, 0] = motion.rows[0, 0] + i / RATE
    write_table(path, motion, rows)
    return rows[:, 0].tolist()


def write_forces(path, forces, motion, frames):
    """Rows of the forces while the motion lasts, as dense beside its rows as they were."""
    start, end = motion.rows[[0, -1], 0]
    steps = len(forces.rows) - 1
    spacing = (forces.rows[-1, 0] - forces.rows[0, 0]) / steps
    first, last = (round((t - forces.rows[0, 0]) / spacing) for t in (start, end))
    step = (last - first) / (len(motion.rows) - 1)  # rows of forces in a frame
    margin = round(MARGIN * RATE * step)
    i = numpy.arange(-margin, round(frames * step) + margin)
    rows = forces.rows[first + forth_and_back(i, last - first)]
    rows[:, 0] = start + i / (step * RATE)
    write_table(path, forces, rows)


def make_trial(folder, source, frames):
    folder.mkdir(parents=True)
    motion = read_table(source.motion)
    times = write_motion(folder / "motion.mot", motion, frames)
    write_forces(folder / "forces.mot", read_table(source.forces), motion, frames)
    loads = source.loads.read_text(encoding="utf-8")
    loads = re.sub(r"<datafile>.*?</datafile>", "<datafile>forces.mot</datafile>", loads)
    (folder / "loads.xml").write_text(loads, encoding="utf-8")
    shutil.copyfile(source.reserves, folder / "reserves.xml")
    return Trial(folder, source, times)


# ---- setup files


STATIC_OPTIMIZATION = """
      <StaticOptimization name="StaticOptimization">{span}
        <use_model_force_set>true</use_model_force_set>
        <activation_exponent>2</activation_exponent>
        <use_muscle_physiology>true</use_muscle_physiology>
      </StaticOptimization>"""
JOINT_REACTION = """
      <JointReaction name="JointReaction">{span}
        <forces_file>so_StaticOptimization_force.sto</forces_file>
        <joint_names>ALL</joint_names>
        <apply_on_bodies>child</apply_on_bodies>
        <express_in_frame>ground</express_in_frame>
      </JointReaction>"""
MUSCLE_ANALYSIS = """
      <MuscleAnalysis name="MuscleAnalysis">{span}
        <muscle_list>all</muscle_list>
        <moment_arm_coordinate_list>all</moment_arm_coordinate_list>
        <compute_moments>true</compute_moments>
      </MuscleAnalysis>"""
SPAN = """
        <on>true</on><start_time>{start}</start_time><end_time>{end}</end_time>
        <step_interval>1</step_interval><in_degrees>true</in_degrees>"""
ANALYZE = """<?xml version="1.0" encoding="UTF-8"?>
<OpenSimDocument Version="40600">
  <AnalyzeTool name="{name}">
    <model_file>{model}</model_file>
    <replace_force_set>false</replace_force_set>
    <force_set_files>reserves.xml</force_set_files>
    <results_directory>opensim</results_directory>
    <output_precision>8</output_precision>
    <initial_time>{start}</initial_time>
    <final_time>{end}</final_time>
    <solve_for_equilibrium_for_auxiliary_states>{equilibrate}\
</solve_for_equilibrium_for_auxiliary_states>
    <AnalysisSet name="Analyses"><objects>{analysis}
    </objects></AnalysisSet>
    <external_loads_file>loads.xml</external_loads_file>
    <coordinates_file>motion.mot</coordinates_file>
    <lowpass_cutoff_frequency_for_coordinates>{cutoff}</lowpass_cutoff_frequency_for_coordinates>
  </AnalyzeTool>
</OpenSimDocument>
"""
INVERSE_DYNAMICS = """<?xml version="1.0" encoding="UTF-8"?>
<OpenSimDocument Version="40600">
  <InverseDynamicsTool name="id">
    <results_directory>opensim</results_directory>
    <model_file>{model}</model_file>
    <time_range>{start} {end}</time_range>
    <forces_to_exclude>Muscles</forces_to_exclude>
    <external_loads_file>loads.xml</external_loads_file>
    <coordinates_file>motion.mot</coordinates_file>
    <lowpass_cutoff_frequency_for_coordinates>{cutoff}</lowpass_cutoff_frequency_for_coordinates>
    <output_gen_force_file>id.sto</output_gen_force_file>
  </InverseDynamicsTool>
</OpenSimDocument>
"""


def write_setup(trial, kind, frames):
    """The setup file of a tool over the first frames of a trial: so, jr, ma or id."""
    analysis = {"so": STATIC_OPTIMIZATION, "jr": JOINT_REACTION, "ma": MUSCLE_ANALYSIS, "id": ""}
    span = {"start": repr(trial.times[0]), "end": repr(trial.times[frames - 1])}
    text = (INVERSE_DYNAMICS if kind == "id" else ANALYZE).format(
        name=kind, model=trial.source.model, cutoff=trial.source.cutoff, **span,
        equilibrate="true" if kind == "ma" else "false",
        analysis=analysis[kind].format(span=SPAN.format(**span)),
    )  # fmt: skip
    path = trial.folder / f"setup_{kind}_{frames}.xml"
    path.write_text(text, encoding="utf-8")
    return path
