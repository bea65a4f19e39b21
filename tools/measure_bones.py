#!/usr/bin/env python3
"""How far our bones are from measured surfaces.

    python3 tools/measure_bones.py [--program psoas_bones] [--reference FOLDER]

For each bone: how many numbers make it, and the root-mean-square distances [mm] between its surface
and that of a man's, after the best rigid and uniform-scale alignment: from points on ours to the
reference, from points on the reference to ours, and of both together, with the limits. Exits 1 when
one is passed, 77 where the reference surfaces are not at hand.
"""
import argparse
import os
import subprocess
import sys
from pathlib import Path

import bone_surface as surface

ROOT = Path(__file__).parent.parent
# bone: most numbers, largest distance [mm]
LIMITS = {f"lumbar{i}": (80, 1.5) for i in range(1, 6)} | {"sacrum": (150, 3.0),
                                                           "pelvis": (150, 3.0)}  # fmt: skip
SKIPPED = 77


def run(program, *words):
    return subprocess.run([program, *words], check=True, capture_output=True, text=True).stdout


def measure(program, reference, bone):
    """Distances [mm] there, back, both; and the scale."""
    ours = surface.read_obj(run(program, "--shape", bone, "3"))
    *distances, scale = surface.compare(ours, surface.read_ply(reference / f"{bone}.ply"))
    return [1e3 * d for d in distances], scale


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", default=ROOT / "build" / "release" / "bin" / "psoas_bones")
    default = os.environ.get("PSOAS_REFERENCE") or ROOT.parent / "shared" / "reference"
    parser.add_argument("--reference", type=Path, default=Path(default) / "bones")
    options = parser.parse_args()
    if not (options.reference / "pelvis.ply").exists():
        print(f"SKIPPED measure_bones: there are no surfaces in {options.reference}",
              file=sys.stderr)  # fmt: skip
        return SKIPPED
    counts = dict(line.split() for line in run(options.program, "--list").splitlines())
    print("bone      numbers  at most  ours to ref.  ref. to ours  both [mm]  at most  scale")
    passed = True
    for bone, (most_numbers, most) in LIMITS.items():
        (there, back, both), scale = measure(options.program, options.reference, bone)
        numbers = int(counts[bone])
        fine = numbers <= most_numbers and both <= most
        passed &= fine
        print(f"{bone:8} {numbers:8} {most_numbers:8} {there:13.2f} {back:13.2f} {both:10.2f}"
              f" {most:8.1f} {scale:6.3f}  {'' if fine else 'TOO MUCH'}", flush=True)  # fmt: skip
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
