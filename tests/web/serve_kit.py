"""A running `psoas serve`, raw requests to it, and facts that are checked one after another."""
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple, Optional

PROGRAM = os.environ.get("PSOAS_PROGRAM", "build/bin/psoas")


class Answer(NamedTuple):
    status: Optional[int]  # None: the connection ended without an answer
    headers: dict  # by names in small letters
    body: bytes

    def json(self):
        return json.loads(self.body)


NOTHING = Answer(None, {}, b"")


def parse(data, method="GET"):
    """The first answer in `data`."""
    head, found, rest = data.partition(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    words = lines[0].split(" ", 2)
    if not found or len(words) < 2 or not words[0].startswith("HTTP/1."):
        return NOTHING
    headers = {}
    for line in lines[1:]:
        name, _, value = line.partition(":")
        headers[name.strip().lower()] = value.strip()
    if "content-length" in headers and method != "HEAD":
        rest = rest[: int(headers["content-length"])]
    return Answer(int(words[1]), headers, rest)


def complete(data, method):
    head, found, rest = data.partition(b"\r\n\r\n")
    if not found:
        return False
    answer = parse(data, method)
    length = answer.headers.get("content-length")
    return method == "HEAD" or (length is not None and len(rest) >= int(length))


def surroundings(more):
    """The environment of a server. A sanitizer leaves signals alone and keeps little of what is
    freed: crashes and growth are what the tests look at."""
    asan = [os.environ.get("ASAN_OPTIONS", ""), "handle_segv=0", "handle_abort=0",
            "quarantine_size_mb=4"]
    tsan = [os.environ.get("TSAN_OPTIONS", ""), "handle_segv=0", "handle_abort=0"]
    return {**os.environ, "ASAN_OPTIONS": ":".join(word for word in asan if word),
            "TSAN_OPTIONS": ":".join(word for word in tsan if word), **more}  # fmt: skip


class Server:
    """The server, signed in to."""

    def __init__(self, *options, environment=None):
        self.process = subprocess.Popen(
            [PROGRAM, "serve", "--no-open", *options], stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True, env=surroundings(environment or {}))  # fmt: skip
        self.address = self.process.stdout.readline().strip()
        if not self.address:
            raise RuntimeError(self.process.stderr.read())
        self.origin, self.link = self.address.split("/?token=")
        self.port = int(self.origin.rsplit(":", 1)[1])
        self.host = f"127.0.0.1:{self.port}"
        self.sign_in()

    def sign_in(self):
        answer = self.ask(f"/?token={self.link}", cookie=None)
        self.cookie = answer.headers["set-cookie"].split(";")[0]
        self.token = self.ask("/api/about").json()["token"]

    # ---- bytes

    def connect(self):
        s = socket.create_connection(("127.0.0.1", self.port), timeout=40)
        s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return s

    def send(self, data, method="GET", wait=40, pieces=None):
        """What comes back for these bytes, until it is complete or the connection ends."""
        with self.connect() as s:
            s.settimeout(wait)
            try:
                for piece in pieces or [data]:
                    s.sendall(piece)
            except OSError:
                pass  # it has been cut off; an answer may be there all the same
            return self.receive(s, method)

    @staticmethod
    def receive(s, method="GET"):
        data = b""
        try:
            while not complete(data, method):
                more = s.recv(1 << 16)
                if not more:
                    break
                data += more
        except OSError:
            pass
        return parse(data, method)

    # ---- requests

    def lines(self, path, method="GET", cookie=True, host=None, headers=()):
        lines = [f"{method} {path} HTTP/1.1", f"Host: {self.host if host is None else host}"]
        if cookie is True:
            cookie = self.cookie
        if cookie:
            lines.append(f"Cookie: {cookie}")
        return "\r\n".join([*lines, *headers, "", ""]).encode("latin-1")

    def ask(self, path, method="GET", cookie=True, host=None, headers=()):
        return self.send(self.lines(path, method, cookie, host, headers), method)

    def rights(self, **changed):
        """The headers of a request that may change something; None leaves one out."""
        all_of = {"X-Psoas-Token": self.token, "Origin": self.origin,
                  "Sec-Fetch-Site": "same-origin", "Content-Type": "application/json"}  # fmt: skip
        all_of.update({name.replace("_", "-"): value for name, value in changed.items()})
        return [f"{name}: {value}" for name, value in all_of.items() if value is not None]

    def post(self, path, body, method="POST", **changed):
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = [*self.rights(**changed), f"Content-Length: {len(data)}"]
        return self.send(self.lines(path, method, headers=headers) + data)

    # ---- jobs

    def job(self, *argv, files=None):
        answer = self.post("/api/command", {"argv": list(argv), "files": files or {}})
        if answer.status != 202:
            raise AssertionError(f"{answer.status}: {answer.body!r}")
        return answer.json()["job"]

    def state(self, job):
        return self.ask(f"/api/job/{job}").json()

    def finish(self, job, seconds=60):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            state = self.state(job)
            if state["state"] == "done":
                return state
            time.sleep(0.05)
        raise AssertionError(f"job {job} does not end")

    # ---- the process

    def children(self):
        path = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(word) for word in path.read_text().split()]

    def memory_mb(self):
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0]) / 1024

    def files(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def alive(self):
        return self.process.poll() is None and self.ask("/api/about").status == 200

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(20)
        finally:
            self.process.kill()


class Facts:
    """Counts what holds, prints what does not."""

    def __init__(self):
        self.held, self.failed = 0, 0

    def check(self, name, holds, more=""):
        if holds:
            self.held += 1
        else:
            self.failed += 1
            print(f"FAILED: {name} {more}", flush=True)

    def end(self):
        print(f"{self.held} facts hold, {self.failed} do not")
        sys.exit(1 if self.failed else 0)
