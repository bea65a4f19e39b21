#!/usr/bin/env python3
"""The files of a folder as sources of a program.

    python3 cmake/site.py FOLDER OUTPUT

Writes OUTPUT/site.S, which takes in every file and, where that saves a tenth, the same by gzip; and
OUTPUT/site.c, the table of apps/server/site.h. The same folder gives the same bytes.
"""
import gzip
import re
import sys
from pathlib import Path

NAME = re.compile(r"[A-Za-z0-9_./-]+")


def embed(symbol, path):
    return (f"  .balign 16\n  .globl {symbol}\n{symbol}:\n  .incbin \"{path}\"\n"
            f"  .byte 0\n")  # fmt: skip


def main():
    folder, output = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    assembly = ["  .section .rodata\n"]
    declared, rows = [], []
    for number, path in enumerate(sorted(p for p in folder.rglob("*") if p.is_file())):
        name = "/" + path.relative_to(folder).as_posix()
        if not NAME.fullmatch(name):
            sys.exit(f"{path}: expected a name of letters, digits, '_', '-' and '.'")
        rows.append((name, number, path))
    rows.sort()  # by bytes, as the program looks them up
    lines = []
    for name, number, path in rows:
        plain = path.read_bytes()
        packed = gzip.compress(plain, 9, mtime=0)
        saves = len(packed) < 0.9 * len(plain)
        assembly.append(embed(f"srv_file_{number}", path))
        declared.append(f"extern const char srv_file_{number}[];\n")
        gz = "NULL"
        if saves:
            target = output / f"{number}.gz"
            target.write_bytes(packed)
            gz = f"srv_packed_{number}"
            assembly.append(embed(gz, target))
            declared.append(f"extern const char {gz}[];\n")
        lines.append(f'    {{"{name}", srv_file_{number}, {gz}, {len(plain)}, '
                     f"{len(packed) if saves else 0}}},\n")  # fmt: skip
    assembly.append('  .section .note.GNU-stack,"",%progbits\n')
    (output / "site.S").write_text("".join(assembly), encoding="utf-8")
    (output / "site.c").write_text(
        '// made by cmake/site.py\n#include "site.h"\n\n' + "".join(declared)
        + "\nconst srv_embedded srv_embedded_files[] = {\n" + "".join(lines) + "    {0},\n};\n"
        + f"const int srv_embedded_nfile = {len(lines)};\n", encoding="utf-8")  # fmt: skip


if __name__ == "__main__":
    main()
