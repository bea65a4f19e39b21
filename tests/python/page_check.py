"""What every page of psoas keeps to, for the tests beside this one."""
import html.parser
import json
import os
import re
import subprocess
import sys

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}

failures = []


def check(fact, truth):
    if not truth:
        failures.append(fact)


def psoas(*arguments, expected=0):
    """stdout of the command"""
    done = subprocess.run([os.environ["PSOAS_PROGRAM"], *map(str, arguments)],
                          capture_output=True, text=True)  # fmt: skip
    check(f"psoas {arguments}: exit {done.returncode}, not {expected}: {done.stderr[-300:]}",
          done.returncode == expected)  # fmt: skip
    return done.stdout


class Page(html.parser.HTMLParser):
    """Whether elements are closed in order, what they ask for, what a reader sees, the data."""

    def __init__(self, path):
        super().__init__()
        self.text, self.open, self.wrong, self.asked, self.data = [], [], [], [], []
        self.count, self.classes, self.ids, self.labels = {}, {}, [], []
        self.feed(path.read_text(encoding="utf-8"))
        self.close()

    def handle_starttag(self, tag, attrs):
        self.count[tag] = self.count.get(tag, 0) + 1
        for key, value in attrs:
            if key in ("src", "href", "action", "data") and value:
                self.asked.append(value)
            if key == "id":
                self.ids.append(value)
            if key == "aria-labelledby":
                self.labels += value.split()
            if key == "class":
                self.classes[value] = self.classes.get(value, 0) + 1
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in VOID and (not self.open or self.open.pop() != tag):
            self.wrong.append(f"</{tag}> at {self.getpos()}")

    def handle_data(self, data):
        where = self.data if "script" in self.open else self.text
        if "style" not in self.open:
            where.append(data)


def check_page(path, what):
    page, source = Page(path), path.read_text(encoding="utf-8")
    check(f"{what}: elements are not closed in order: {page.wrong[:3]}", not page.wrong)
    check(f"{what}: {page.open} stay open", not page.open)
    away = [a for a in page.asked if not a.startswith(("#", "data:"))]
    check(f"{what}: asks for {away[:3]}", not away)
    check(f"{what}: style or script asks for more",
          not re.search(r"@import|url\((?!#)|<script[^>]+src|fetch\(", source))  # fmt: skip
    words, data = " ".join(page.text), "".join(page.data)
    check(f"{what}: says nan or inf", not re.search(r"\b(nan|inf)\b", words + data))
    check(f"{what}: a drawing has a number that is none",
          not re.search(r'"[^"<>]*\bnan\b', source))  # fmt: skip
    check(f"{what}: two elements have the same id", len(page.ids) == len(set(page.ids)))
    check(f"{what}: a drawing has no title", set(page.labels) <= set(page.ids))
    inside = [a[1:] for a in page.asked if a.startswith("#")]
    check(f"{what}: a link leads nowhere", set(inside) <= set(page.ids))
    return page, words, json.loads(data) if data.strip() else None


def finish(name, what):
    """End the test: one line for each fault, and how many."""
    for failure in failures[:40]:
        print(f"{name}: {failure}", file=sys.stderr)
    print(f"{what}: {len(failures)} faults")
    sys.exit(1 if failures else 0)
