"""The machine that figures come from, without its name or its folders, and how busy it is."""
import os
import platform
import re
import subprocess
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def first_match(pattern, path, otherwise="unknown"):
    try:
        found = re.search(pattern, Path(path).read_text(encoding="utf-8"), re.MULTILINE)
    except OSError:
        return otherwise
    return found[1].strip() if found else otherwise


def caches():
    found = []
    for index in sorted(Path("/sys/devices/system/cpu/cpu0/cache").glob("index*")):
        level, kind, size = (first_match("(.*)", index / n) for n in ("level", "type", "size"))
        letter = {"Data": "d", "Instruction": "i"}.get(kind, "")
        found.append(f"L{level}{letter} {size}")
    return ", ".join(found) or "unknown"


def compiler(build):
    """Name and version of the compiler, and the flags of the build."""
    cache = build / "CMakeCache.txt"
    command = first_match(r"^CMAKE_C_COMPILER:\w+=(.*)", cache, "cc")
    flags = first_match(r"^CMAKE_C_FLAGS_RELEASE:\w+=(.*)", cache, "")
    arch = first_match(r"^PSOAS_ARCH:\w+=(.*)", cache, "")
    try:
        said = subprocess.run([command, "--version"], capture_output=True, text=True, check=True)
        name = said.stdout.splitlines()[0]
    except (OSError, subprocess.CalledProcessError):
        name = Path(command).name
    return f"{name}; {flags}, PSOAS_ARCH={arch}"


def revision():
    git = ["git", "-C", str(ROOT)]
    try:
        head = subprocess.run([*git, "rev-parse", "--short", "HEAD"], capture_output=True,
                              text=True, check=True).stdout.strip()  # fmt: skip
        changed = subprocess.run([*git, "status", "--porcelain", "-uno"], capture_output=True,
                                 text=True, check=True).stdout.strip()  # fmt: skip
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return head + (" with changes" if changed else "")


def processor():
    return first_match(r"^model name\s*:\s*(.*)", "/proc/cpuinfo", platform.machine())


def slug():
    return re.sub(r"[^a-z0-9]+", "-", processor().lower()).strip("-")[:40]


def describe(build):
    governor = "/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor"
    memory = int(first_match(r"^MemTotal:\s*(\d+)", "/proc/meminfo", "0"))
    flags = first_match(r"^flags\s*:\s*(.*)", "/proc/cpuinfo", "")
    host = "hypervisor" in flags.split()
    return {
        "processor": processor() + (" (virtual machine)" if host else ""),
        "cores": len(os.sched_getaffinity(0)),
        "caches": caches(),
        "memory": f"{memory / 2**20:.1f} GiB",
        "system": first_match(r'^PRETTY_NAME="?([^"\n]*)', "/etc/os-release")
        + ", Linux " + platform.release().split("-")[0],
        "governor": first_match(r"(.*)", governor, "not readable"),
        "compiler": compiler(build),
        "revision": revision(),
    }  # fmt: skip


def fastest_core():
    """The processor that does the same loop in the least time just now: a neighbour on the same
    hardware can slow one down by a third."""
    allowed = os.sched_getaffinity(0)
    seconds = {}
    for core in allowed:
        os.sched_setaffinity(0, {core})
        seconds[core] = min(_loop() for _ in range(20))
    os.sched_setaffinity(0, allowed)
    return min(seconds, key=seconds.get)


def _loop():
    begin = time.perf_counter()
    sum(range(20000))
    return time.perf_counter() - begin


class Watch:
    """How much of the machine others use meanwhile."""

    def __init__(self):
        self.load = os.getloadavg()[0]
        self.begin = self._now()

    @staticmethod
    def _now():
        ticks = os.sysconf("SC_CLK_TCK")
        words = first_match(r"^cpu\s+(.*)", "/proc/stat", "0 0 0 0 0 0 0 0").split()
        user, nice, system, _, _, irq, softirq = map(int, words[:7])
        busy = (user + nice + system + irq + softirq) / ticks
        mine = sum(os.times()[:4])
        return time.monotonic(), busy, mine

    def others(self):
        """[cores]  that others kept busy, on average"""
        wall, busy, mine = (now - then for now, then in zip(self._now(), self.begin))
        return max(0.0, (busy - mine) / wall)
