"""What `psoas so` minimises is what it was told to, and every way gives the same moments."""
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from result_file import columns

WALK = Path(__file__).resolve().parents[2] / "examples/walk"
WAYS = {
    "squares": [],
    "cubes": ["--exponent", "3"],
    "volume": ["--criterion", "volume"],
    "force": ["--criterion", "force"],
}
RESERVES = 1e-3  # of a criterion: the weak motors beside the muscles pay as well, and differently

failures = []


def run(folder, options):
    words = ["so", "--model", WALK / "walker.osim", "--motion", WALK / "constructed_walk.mot",
             "--loads", WALK / "loads.xml", "--reserves", WALK / "reserves.xml", "--start", "0.1",
             "--end", "1.3", "-o", folder, "-q", *options]  # fmt: skip
    subprocess.run([os.environ["PSOAS_PROGRAM"], *map(str, words)], check=True)
    return {part: columns(folder / f"so_StaticOptimization_{part}.sto")
            for part in ("activation", "force", "quality")}  # fmt: skip


def muscles():
    """{name: (strength [N], optimal fiber length [m])}"""
    text = (WALK / "walker.osim").read_text(encoding="utf-8")
    number = r"<{0}>([^<]+)</{0}>"
    parts = re.findall(r'<\w+Muscle name="([^"]+)">(.*?)</\w+Muscle>', text, re.DOTALL)
    return {name: tuple(float(re.search(number.format(tag), part)[1])
                        for tag in ("max_isometric_force", "optimal_fiber_length"))
            for name, part in parts}  # fmt: skip


def cost(way, result, sizes):
    """of each frame, what the muscles pay"""
    paid = {
        "squares": lambda a, strength, fiber: a**2,
        "cubes": lambda a, strength, fiber: a**3,
        "volume": lambda a, strength, fiber: strength * fiber * a**2,
        "force": lambda a, strength, fiber: (strength * a) ** 2,
    }[way]
    each = [[paid(a, *size) for a in result["activation"][name]] for name, size in sizes.items()]
    return [sum(frame) for frame in zip(*each)]


def each_is_cheapest_by_its_own_measure(results, sizes):
    for way, own in results.items():
        mine = cost(way, own, sizes)
        for other, result in results.items():
            theirs = cost(way, result, sizes)
            worst = max(m / t for m, t in zip(mine, theirs))
            if not worst <= 1 + RESERVES:
                failures.append(f"{other} is cheaper than {way} by its measure: {worst - 1:.2g}")
            if other != way and min(m / t for m, t in zip(mine, theirs)) > 1 - 1e-4:
                failures.append(f"{way} and {other} do not differ")


def all_need_the_same(results):
    for way, result in results.items():
        for label, values in result["quality"].items():
            if label.endswith("_needed"):
                first = results["squares"]["quality"][label]
                if max(abs(a - b) for a, b in zip(values, first)) > 1e-6:  # nine digits are written
                    failures.append(f"{way}: {label} is another")
        for label in ("kkt_balance", "kkt_stationarity"):
            if max(result["quality"][label]) > 1e-9:
                failures.append(f"{way}: {label} is {max(result['quality'][label])}")


def passive_forces_take_part(folder, plain):
    result = run(folder, ["--passive", "on"])
    change = max(abs(a - b) for name in plain["force"] for a, b in
                 zip(plain["force"][name], result["force"][name]))  # fmt: skip
    if not change > 1:  # [N]
        failures.append(f"--passive on changes forces by {change:.2g} N only")
    if max(result["quality"]["kkt_balance"]) > 1e-9:
        failures.append("with passive forces the moments do not balance")


def main():
    sizes = muscles()
    if len(sizes) != 22:
        failures.append(f"{len(sizes)} muscles were found in the model, expected 22")
    with tempfile.TemporaryDirectory() as name:
        results = {way: run(Path(name) / way, options) for way, options in WAYS.items()}
        passive_forces_take_part(Path(name) / "passive", results["squares"])
    each_is_cheapest_by_its_own_measure(results, sizes)
    all_need_the_same(results)
    for failure in failures:
        print(f"test_criteria.py: {failure}", file=sys.stderr)
    print(f"{len(WAYS)} criteria: {len(failures)} faults")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
