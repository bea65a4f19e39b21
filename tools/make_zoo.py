#!/usr/bin/env python3
"""Take the small models made for psoas, and what OpenSim computes of them, out of the reference.

    python tools/make_zoo.py REFERENCE/opensim [-o tests/data/zoo]

Files are copied as they stand; tables without rows, which say nothing, are left out.
"""
import argparse
import shutil
from pathlib import Path


def copy_model(name, reference, out):
    (out / "models").mkdir(parents=True, exist_ok=True)
    shutil.copyfile(reference / "models" / f"{name}.osim", out / "models" / f"{name}.osim")
    folder = out / "golden" / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for table in sorted((reference / "golden" / name).glob("*.csv")):
        if table.read_bytes().count(b"\n") > 1:
            shutil.copyfile(table, folder / table.name)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("reference", type=Path, help="folder with models/ and golden/")
    parser.add_argument("-o", "--output", type=Path, default=Path("tests/data/zoo"))
    arguments = parser.parse_args()
    names = sorted(path.stem for path in (arguments.reference / "models").glob("zoo_*.osim"))
    if not names:
        parser.error(f"{arguments.reference}/models has no zoo_*.osim")
    for name in names:
        copy_model(name, arguments.reference, arguments.output)
    print(f"{len(names)} models in {arguments.output}")


if __name__ == "__main__":
    main()
