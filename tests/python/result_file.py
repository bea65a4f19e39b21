"""Result files, for the tests beside this one."""


def columns(path):
    """{label: values} of a .sto file, time included"""
    _, _, body = path.read_text(encoding="utf-8").partition("endheader\n")
    lines = body.splitlines()
    rows = [[float(word) for word in line.split()] for line in lines[1:]]
    return dict(zip(lines[0].split("\t"), zip(*rows)))
