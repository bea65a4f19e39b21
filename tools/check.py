#!/usr/bin/env python3
"""Everything that CI checks, stage by stage, closed by one summary.

    python3 tools/check.py [STAGE...]       no stage: those of `make check`

Stages go on after a failure, so that one run tells all. Times stand beside their budgets for two
cores. FUZZ_SECONDS (30) is the time for each fuzz target.
"""
import collections
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Callable, NamedTuple

import check_style
import summary

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "build" / "results"
JOBS = os.cpu_count() or 2
FUZZ_SECONDS = int(os.environ.get("FUZZ_SECONDS", "30"))
TEST_ENVIRONMENT = {
    "LSAN_OPTIONS": f"suppressions={ROOT}/tests/lsan.supp:print_suppressions=0",
    "LOCPATH": str(ROOT / "build" / "locale"),
    "ASAN_OPTIONS": "strict_string_checks=1:detect_stack_use_after_return=1",
    "UBSAN_OPTIONS": "print_stacktrace=1",
    "TSAN_OPTIONS": "halt_on_error=1",
}


def run(*command, **environment):
    """Run a command in the root of the tree; True if it succeeded."""
    print("$", *command, flush=True)
    words = [str(word) for word in command]
    try:
        done = subprocess.run(words, cwd=ROOT, env={**os.environ, **environment}, check=False,
                              stdin=subprocess.DEVNULL)  # fmt: skip
    except OSError as problem:
        print(problem)
        return False
    return done.returncode == 0


def build(preset, *definitions, **environment):
    """Configure and build all of a preset; goes on after the first error, to show them all."""
    return run("cmake", "--preset", preset, *definitions, **environment) and run(
        "cmake", "--build", f"build/{preset}", f"-j{JOBS}", "--", "-k", "0"
    )


def test(stage, preset, *which, limit=300):
    """Run tests of a built preset; the results go to the summary."""
    results = RESULTS / f"{stage}.xml"
    run("ctest", "--test-dir", f"build/{preset}", f"-j{JOBS}", "--no-tests=ignore",
        "--output-on-failure", "--timeout", limit, "--output-junit", results,
        "--test-output-size-passed", 1 << 20, "--test-output-size-failed", 1 << 20,
        *which, **TEST_ENVIRONMENT)  # fmt: skip
    return results.exists()


def do_setup():
    return run("tools/setup.sh", "run", "check", "opensim")


def do_format():
    sources = [str(p) for p in check_style.files_of(ROOT) if p.suffix in {".c", ".h"}]
    command = ["clang-format-14", "--dry-run", *sources]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    places = re.findall(r"^(\S+?):\d+:\d+: warning: code should be", done.stderr, re.MULTILINE)
    for source, n in collections.Counter(places).items():
        print(f"{os.path.relpath(source, ROOT)}: {n} places; make format mends them")
    print(f"{len(sources)} files, {len(set(places))} to be formatted")
    return done.returncode == 0 and not places


def do_layers():
    return run(sys.executable, "tools/check_layers.py")


def do_style():
    style = run(sys.executable, "tools/check_style.py")
    docs = run(sys.executable, "tools/check_docs.py")
    return run(sys.executable, "tools/check_claims.py") and docs and style


def do_build():
    return build("release", "-DPSOAS_WERROR=ON", CC="gcc")


def do_unit():
    return test("unit", "release", "-L", "^unit$", "-LE", "long")


def do_tests():
    return test("tests", "release", "-LE", "opensim|long|web|page")


def do_browser():
    return test("browser", "release", "-L", "web|page", "-LE", "long", limit=600)


def do_sanitize():
    left_out = "opensim|long|heavy|tools|web|page"
    return build("dev") and test("sanitize", "dev", "-LE", left_out, limit=600)


def do_fuzz():
    return build("fuzz", f"-DPSOAS_FUZZ_SECONDS={FUZZ_SECONDS}") and test(
        "fuzz", "fuzz", limit=2 * FUZZ_SECONDS + 60
    )


def do_opensim():
    return test("opensim", "release", "-L", "opensim", "-LE", "long", limit=400)


def do_threads():
    return build("tsan", "-DPSOAS_WERROR=ON") and test(
        "threads", "tsan", "-L", "^unit$", "-LE", "long", limit=1200
    )


def do_long():
    return test("long", "release", "-L", "long", limit=7200)


class Stage(NamedTuple):
    budget: float  # [min] on two cores
    work: Callable[[], bool]


STAGES = {
    "setup": Stage(10, do_setup),
    "format": Stage(0.5, do_format),
    "layers": Stage(0.5, do_layers),
    "style": Stage(0.5, do_style),
    "build": Stage(3.5, do_build),
    "unit": Stage(5, do_unit),  # part of "tests", to be called alone
    "tests": Stage(10, do_tests),
    "browser": Stage(13, do_browser),  # the server, the engine in Node, the page in Chromium
    "sanitize": Stage(12, do_sanitize),
    "fuzz": Stage(5, do_fuzz),
    "opensim": Stage(8, do_opensim),
    "threads": Stage(20, do_threads),
    "long": Stage(120, do_long),
}
CHECK = "setup format layers style build tests browser sanitize fuzz opensim".split()


class Outcome(NamedTuple):
    stage: str
    seconds: float
    done: bool
    result: summary.Result


def carry_out(name):
    """Do one stage. What has no tests of its own counts as one."""
    print(f"\n==== {name} ====", flush=True)
    results = RESULTS / f"{name}.xml"
    results.unlink(missing_ok=True)
    start = time.monotonic()
    done = STAGES[name].work()
    seconds = time.monotonic() - start
    if results.exists():
        result = summary.read(results)
        if result == summary.NOTHING:
            result = result._replace(skips=[(name, "there is no test of this kind")])
    else:
        result = summary.NOTHING._replace(passed=1 if done else 0)
    if not done:
        result = result._replace(failures=result.failures + [(name, "see above")])
    return Outcome(name, seconds, done, result)


def clock(seconds):
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"


def show(outcomes):
    """The closing table and summary. Returns the exit status."""
    print("\n==== summary ====\n\nstage       time  budget  passed  failed  skipped")
    total = summary.NOTHING
    for o in outcomes:
        budget = 60 * STAGES[o.stage].budget
        late = "  over budget" if o.seconds > budget else ""
        print(f"{o.stage:9} {clock(o.seconds):>6}  {clock(budget):>6}  {o.result.passed:6}"
              f"  {len(o.result.failures):6}  {len(o.result.skips):7}{late}")  # fmt: skip
        total = summary.add(total, o.result)
    print(f"{'together':9} {clock(sum(o.seconds for o in outcomes)):>6}")
    return summary.show(total)


def main():
    names = sys.argv[1:] or CHECK
    unknown = [name for name in names if name not in STAGES]
    if unknown:
        print(f"check.py: no stage {unknown[0]}; there are: {' '.join(STAGES)}", file=sys.stderr)
        sys.exit(2)
    RESULTS.mkdir(parents=True, exist_ok=True)
    outcomes = []
    try:
        for name in names:
            outcomes.append(carry_out(name))
            if name == "setup" and not outcomes[-1].done:
                sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
    sys.exit(show(outcomes))


if __name__ == "__main__":
    main()
