#!/usr/bin/env python3
"""Who may include whom.

    python3 tools/check_layers.py [--self-test] [FOLDER]

      base <- num <- model <- body <- muscle <- solve <- analysis <- scenario
      io      sees base, num, model           physio  sees base, num
      tool    sees all                        scenario sees physio too
      bone    sees base, num
      include/psoas sees itself and the C library; apps, python and web see include/psoas

Threads, expat and libyaml are known to one file each; in WebAssembly thread_none.c, xml_host.c and
yaml_host.c stand for these three.

Prints file:line and the rule for each #include that breaks it, and exits 1.
"""
import re
from pathlib import Path

import checker

CHAIN = ["base", "num", "model", "body", "muscle", "solve", "analysis"]
SEES = {layer: CHAIN[: i + 1] for i, layer in enumerate(CHAIN)}
SEES["io"] = ["base", "num", "model", "io"]
SEES["bone"] = ["base", "num", "bone"]
SEES["physio"] = ["base", "num", "physio"]
SEES["scenario"] = CHAIN + ["physio", "scenario"]
SEES["tool"] = SEES["scenario"] + ["io", "tool"]

C_LIBRARY = {
    f"{name}.h"
    for name in "assert complex ctype errno fenv float inttypes iso646 limits locale math setjmp "
    "signal stdalign stdarg stdatomic stdbool stddef stdint stdio stdlib stdnoreturn string tgmath "
    "threads time uchar wchar wctype".split()
}

# what only one file may know, so that it can be exchanged
ONE_FILE = {
    "pthread.h": "src/base/thread.c",
    "expat.h": "src/io/xml_expat.c",
    "yaml.h": "src/io/yaml_libyaml.c",
}

INCLUDE = re.compile(r'\s*#\s*include\s*([<"])([^>"]+)[>"]')
PROGRAMS = ("apps", "python", "web")


def includes(path):
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        match = INCLUDE.match(line)
        if match:
            yield number, match[1] == "<", match[2]


def library_rule(place, system, name):
    """What is wrong with a file of src/LAYER including `name`, or None."""
    layer = place.split("/")[1]
    if name in ONE_FILE:
        only = ONE_FILE[name]
        return None if place == only else f"only {only} includes {name}"
    if system:
        allowed = name in C_LIBRARY or layer == "base"
        return None if allowed else f"outside src/base only the C library is used, not <{name}>"
    target = name.split("/")[0]
    if target == "psoas":
        return None
    if "/" not in name or target not in SEES:
        return f'"{name}" is not written as "layer/file.h"'
    if target not in SEES[layer]:
        return f"{layer} sees {', '.join(SEES[layer])}; not {target}"
    return None


def header_rule(place, system, name):
    """The same for a file of include/psoas."""
    if system:
        return None if name in C_LIBRARY else f"a public header uses the C library, not <{name}>"
    return None if name.startswith("psoas/") else "a public header includes public headers only"


def program_rule(place, system, name):
    """The same for a program: the public headers, the system's, and the files beside it."""
    if system or name.startswith("psoas/") or "/" not in name:
        return None
    return "a program sees include/psoas and the files beside it"


def misplaced(parts):
    return parts[0] == "src" and (len(parts) != 3 or parts[1] not in SEES)


def check(root):
    """Lines "file:line: what is wrong" for the tree at `root`."""
    wrong = []
    rules = [("src/**/*.[ch]", library_rule), ("include/**/*.h", header_rule)]
    rules += [(f"{folder}/**/*.[ch]", program_rule) for folder in PROGRAMS]
    for pattern, rule in rules:
        for path in sorted(root.glob(pattern)):
            place = path.relative_to(root).as_posix()
            if misplaced(place.split("/")):
                wrong.append(f"{place}:1: files of the library lie in src/LAYER")
                continue
            for number, system, name in includes(path):
                complaint = rule(place, system, name)
                if complaint:
                    wrong.append(f"{place}:{number}: {complaint}")
    return wrong


SELF_TEST = [  # file, its line, part of the complaint or None
    ("src/num/a.c", '#include "base/b.h"', None),
    ("src/num/a.c", '#include "num/b.h"', None),
    ("src/num/a.c", "#include <math.h>", None),
    ("src/num/a.c", '#include "psoas/status.h"', None),
    ("src/num/a.c", '#include "model/b.h"', "num sees base, num; not model"),
    ("src/num/a.c", '  #  include "model/b.h"', "not model"),
    ("src/num/a.c", '#include "b.h"', "layer/file.h"),
    ("src/num/a.c", '#include "../model/b.h"', "layer/file.h"),
    ("src/num/a.c", "#include <unistd.h>", "outside src/base"),
    ("src/base/a.c", "#include <unistd.h>", None),
    ("src/base/a.c", "#include <pthread.h>", "only src/base/thread.c"),
    ("src/base/thread.c", "#include <pthread.h>", None),
    ("src/io/a.c", "#include <expat.h>", "only src/io/xml_expat.c"),
    ("src/io/xml_expat.c", "#include <expat.h>", None),
    ("src/io/a.c", "#include <yaml.h>", "only src/io/yaml_libyaml.c"),
    ("src/io/yaml_libyaml.c", "#include <yaml.h>", None),
    ("src/io/a.c", '#include "body/b.h"', "not body"),
    ("src/model/a.c", '#include "io/b.h"', "not io"),
    ("src/physio/a.c", '#include "model/b.h"', "not model"),
    ("src/analysis/a.c", '#include "solve/b.h"', None),
    ("src/analysis/a.c", '#include "scenario/b.h"', "not scenario"),
    ("src/tool/a.c", '#include "io/b.h"', None),
    ("src/tool/a.c", '#include "scenario/b.h"', None),
    ("src/scenario/a.c", '#include "tool/b.h"', "not tool"),
    ("src/scenario/a.c", '#include "physio/b.h"', None),
    ("src/a.c", "", "src/LAYER"),
    ("src/other/a.c", "", "src/LAYER"),
    ("include/psoas/a.h", '#include "psoas/b.h"', None),
    ("include/psoas/a.h", '#include "base/b.h"', "public headers only"),
    ("include/psoas/a.h", "#include <unistd.h>", "C library"),
    ("apps/cli/a.c", '#include "psoas/b.h"', None),
    ("apps/cli/a.c", '#include "b.h"', None),
    ("apps/cli/a.c", '#include "num/b.h"', "beside it"),
    ("python/a.c", '#include "model/b.h"', "beside it"),
]


def self_test():
    def lay_out(place, line):
        return {place: f"// a file\n{line}\n"}

    return checker.self_test("check_layers", SELF_TEST, lay_out, check)


if __name__ == "__main__":
    checker.main(self_test, lambda root: (check(root), []),
                 "layers: every #include keeps to the diagram")  # fmt: skip
