#!/usr/bin/env python3
"""What `psoas serve` does for the page: files, postures, jobs from their command to their files.

A job that is cancelled, crashes, runs into a limit or looks outside of its folder ends by itself;
the server goes on. After its end nothing is left: no process, no folder.
"""
import base64
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from serve_kit import PROGRAM, Facts, Server

FACTS = Facts()
LONG = ["weeks", "desk_year", "--draws", "2000"]  # minutes


def command(*argv):
    done = subprocess.run([PROGRAM, *argv], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


# ---- postures


def postures(s):
    cases = [({"posture": "standing"}, ["standing"]),
             ({"posture": "sitting_slumped", "set": ["height=1.62", "sex=female"]},
              ["sitting_slumped", "--set", "height=1.62", "sex=female"]),
             ({"posture": "driving", "criterion": "a3"},
              ["driving", "--criterion", "a3"])]  # fmt: skip
    for asked, argv in cases:
        code, text = command("pose", *argv, "--json", "--draws", "0")
        answer = s.post("/api/pose", asked)
        FACTS.check(f"{argv}: the page gets what the command prints",
                    code == 0 and answer.status == 200
                    and answer.body.decode() == text)  # fmt: skip
    light = s.post("/api/pose", {"posture": "standing", "detail": "light"}).json()
    FACTS.check("light is light", light["detail"] == "light" and light["lines"] < 100)
    inline = s.post("/api/pose", {"yaml": "posture: standing\nlordosis_deg: 35\n",
                                  "person": {"height_m": 1.9, "mass_kg": 90},
                                  "spine": "rhythm"}).json()
    FACTS.check("a person comes as an object", inline["person"]["height_m"] == 1.9
                and inline["spine"] == "rhythm")  # fmt: skip
    cannot = s.post("/api/pose", {"posture": "standing", "set": ["lordosis_deg=-14"]})
    FACTS.check("what nobody can hold is an answer", cannot.status == 200
                and cannot.json()["status"] == "infeasible")  # fmt: skip
    wrong = s.post("/api/pose",
                   {"yaml": "posture: standing\ntrunk_bend_deg: much\n"}).json()["error"]
    FACTS.check("an error has its line", wrong["line"] == 2 and wrong["status"] == "value")


def postures_at_once(s):
    answers = {}

    def ask(i):
        body = {"posture": "standing", "set": [f"trunk_inclination_deg={i % 4}"]}
        answers[i] = s.post("/api/pose", body).body

    crowd = [threading.Thread(target=ask, args=(i,)) for i in range(24)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    FACTS.check("who asks the same gets the same, whatever the others ask",
                all(answers[i] == answers[i % 4] for i in range(24)))  # fmt: skip
    FACTS.check("and others get something else", answers[0] != answers[3])


# ---- jobs


def events(s, job, seconds=60):
    """(name, data) of every event until the end."""
    with s.connect() as listener:
        listener.settimeout(seconds)
        listener.sendall(s.lines(f"/api/job/{job}/events"))
        data = b""
        while b"event: end" not in data or not data.endswith(b"0\r\n\r\n"):
            more = listener.recv(1 << 16)
            if not more:
                break
            data += more
    body = data.partition(b"\r\n\r\n")[2].decode()
    lines = [line.strip() for line in body.splitlines()]
    names = [line[7:] for line in lines if line.startswith("event: ")]
    texts = [json.loads(line[6:]) for line in lines if line.startswith("data: ")]
    return list(zip(names, texts))


def life(s):
    job = s.job("pose", "standing", "--draws", "64", "-o", "out", "--json")
    heard = events(s, job)
    FACTS.check("the last event is the end", heard[-1][0] == "end" and heard[-1][1]["code"] == 0)
    FACTS.check("only the last", all(name == "progress" for name, _ in heard[:-1]))
    told = [data["progress"] for _, data in heard if data["progress"]]
    FACTS.check("progress rises to its total", told and told[-1]["done"] == told[-1]["total"]
                and all(a["done"] <= b["done"] for a, b in zip(told, told[1:])))  # fmt: skip
    state = s.state(job)
    FACTS.check("the job is done", state["state"] == "done" and state["end"] == "finished"
                and state["stderr"] == "" and not state["cut"])  # fmt: skip
    FACTS.check("stdout is JSON", json.loads(state["stdout"])["posture"] == "standing")
    FACTS.check("its files are named", state["files"] == ["out/report.html", "out/result.json"])
    result = s.ask(f"/api/job/{job}/file/out/result.json")
    FACTS.check("and can be had", result.json()["draws"] == 64)
    page = s.ask(f"/api/job/{job}/file/out/report.html")
    FACTS.check("a report is something to save", page.headers["content-disposition"] == "attachment"
                and page.headers["content-type"].startswith("text/html"))  # fmt: skip
    FACTS.check("late listeners hear the end", events(s, job)[0][0] == "end")
    FACTS.check("a job can be forgotten",
                s.post(f"/api/job/{job}", b"", method="DELETE").status == 200
                and s.ask(f"/api/job/{job}").status == 404)  # fmt: skip


def inputs(s):
    person = base64.b64encode(b"height_m: 1.62\nsex: female\n").decode()
    job = s.job("pose", "my/pose.yaml", "--json", "--draws", "0",
                files={"my/pose.yaml": "posture: standing\nperson: her.yaml\n",
                       "my/her.yaml": {"base64": person}})  # fmt: skip
    state = s.finish(job)
    FACTS.check("files that came along are read", state["code"] == 0
                and json.loads(state["stdout"])["person"]["height_m"] == 1.62,
                state["stderr"])  # fmt: skip
    for argv, code in ((["pose", "flying"], 3), (["pose"], 2), (["info", "no.osim"], 3),
                       (["pose", "standing", "--set", "lordosis_deg=-14"], 4)):
        state = s.finish(s.job(*argv))
        FACTS.check(f"{argv} ends with {code}", state["code"] == code
                    and "psoas: " in state["stderr"],
                    f"{state['code']} {state['stderr']}")  # fmt: skip


def escapes(s):
    """Ways out of the folder that stand in files, not in words."""
    secret = Path(s.place) / "secret.yaml"
    secret.write_text("height_m: 1.61\n")
    for what, path in {"an absolute path": str(secret), "a way up": "../../../secret.yaml",
                       "a way up to it": f"../../{secret.name}"}.items():  # fmt: skip
        state = s.finish(s.job("pose", "a.yaml", "--json", "--draws", "0",
                               files={"a.yaml": f"posture: standing\nperson: {path}\n"}))
        FACTS.check(f"{what} in a file leads nowhere",
                    state["code"] == 3 and "1.61" not in state["stdout"],
                    state["stderr"])  # fmt: skip
    setup = ("<?xml version='1.0'?><OpenSimDocument Version='40000'><InverseDynamicsTool name='x'>"
             "<results_directory>{}</results_directory><model_file>/etc/passwd</model_file>"
             "<coordinates_file>/etc/passwd</coordinates_file></InverseDynamicsTool>"
             "</OpenSimDocument>")
    target = Path(s.place) / "results"
    state = s.finish(s.job("run-tool", "s.xml", files={"s.xml": setup.format(target)}))
    FACTS.check("a setup file reads nothing of the machine", state["code"] == 3
                and "root:" not in state["stderr"], state["stderr"])  # fmt: skip
    FACTS.check("and writes nothing there", not target.exists())
    out = Path(s.place) / "out"
    state = s.finish(s.job("pose", "standing", "--draws", "0", "-o", "out"))
    FACTS.check("a folder beside the job's stays", state["code"] == 0 and not out.exists())


def links(s):
    """A job cannot make links; where one comes about all the same, it is not followed."""
    job = s.job("pose", "standing", "--draws", "0", "-o", "out")
    s.finish(job)
    folder = next(path for path in Path(s.place).glob("psoas-serve-*/*") if (path / "out").is_dir())
    (folder / "out" / "link").symlink_to("/etc/passwd")
    (folder / "up").symlink_to("/etc")
    os.mkfifo(folder / "pipe")
    FACTS.check("links and pipes are not listed", s.state(job)["files"] == ["out/report.html",
                                                                            "out/result.json"])
    for name in ("out/link", "up/passwd", "pipe", "out", "out/../out/result.json",
                 "./out/result.json"):
        FACTS.check(f"{name} is not sent", s.ask(f"/api/job/{job}/file/{name}").status == 404)


def cancelling(s):
    job = s.job(*LONG)
    while s.state(job)["state"] != "running":
        time.sleep(0.02)
    waits = s.job("claims")
    answer = s.post(f"/api/job/{job}/cancel", b"")
    state = s.finish(job, 5)
    FACTS.check("a running job is cancelled", answer.status == 200 and state["end"] == "cancelled")
    FACTS.check("the next one runs", s.finish(waits)["code"] == 0)
    first = s.job(*LONG)
    second = s.job(*LONG)
    s.post(f"/api/job/{second}/cancel", b"")
    FACTS.check("a waiting job is cancelled", s.state(second)["end"] == "cancelled")
    heard = []
    listener = threading.Thread(target=lambda: heard.extend(events(s, first)))
    listener.start()
    time.sleep(0.3)
    s.post(f"/api/job/{first}", b"", method="DELETE")
    listener.join(5)
    FACTS.check("listeners hear of it", heard and heard[-1][0] == "end"
                and heard[-1][1]["end"] == "cancelled")


def crashes(s):
    for number in (signal.SIGSEGV, signal.SIGKILL, signal.SIGABRT):
        job = s.job(*LONG)
        while not s.children():
            time.sleep(0.02)
        time.sleep(0.2)
        os.kill(s.children()[0], number)
        state = s.finish(job, 10)
        FACTS.check(f"a job that dies of {number.name} has crashed",
                    state["end"] == "crashed" and state["signal"] == number,
                    state["end"])  # fmt: skip
        FACTS.check("the server lives", s.alive())
    FACTS.check("and works", s.finish(s.job("claims", "C14"))["code"] == 0)


def queue(s):
    limits = s.ask("/api/about").json()["limits"]
    jobs = [s.job(*LONG) for _ in range(limits["jobs_running"])]
    while any(s.state(job)["state"] != "running" for job in jobs):
        time.sleep(0.02)
    jobs += [s.job("claims") for _ in range(limits["jobs_waiting"])]
    full = s.post("/api/command", {"argv": ["claims"]})
    FACTS.check("a full queue says so", full.status == 429
                and "wait" in full.json()["error"]["message"])
    FACTS.check("no more run than may", len(s.children()) == limits["jobs_running"])
    FACTS.check("postures are solved meanwhile", s.post("/api/pose",
                                                        {"posture": "standing"}).status == 200)
    for job in jobs:
        s.post(f"/api/job/{job}/cancel", b"")
    FACTS.check("all end", all(s.finish(job, 10)["state"] == "done" for job in jobs))


def leaving(s):
    """Listeners that go away leave nothing behind."""
    files = s.files()
    job = s.job(*LONG)
    for _ in range(20):
        listener = s.connect()
        listener.sendall(s.lines(f"/api/job/{job}/events"))
        listener.recv(100)
        listener.close()
    s.post(f"/api/job/{job}/cancel", b"")
    s.finish(job, 10)
    end = time.monotonic() + 15
    while s.files() > files and time.monotonic() < end:
        time.sleep(0.1)
    FACTS.check("listeners that left are forgotten", s.files() <= files, f"{s.files()} > {files}")


# ---- the page, the beginning, the end


def page(place):
    folder = Path(place) / "site"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html><title>test</title>")
    (folder / "assets" / "page-A1B2C3D4.js").write_text("export {};")
    (folder / "engine.wasm").write_bytes(b"\0asm\1\0\0\0")
    (folder / "secret").symlink_to("/etc/passwd")
    s = Server("--site", str(folder))
    try:
        first = s.ask("/")
        FACTS.check("the page of a folder is shown", b"<title>test" in first.body)
        again = s.ask("/", headers=[f"If-None-Match: {first.headers['etag']}"])
        FACTS.check("what has not changed is not sent again",
                    again.status == 304 and again.body == b"")
        other = s.ask("/", headers=['If-None-Match: "0"'])
        FACTS.check("what has changed is", other.status == 200)
        script = s.ask("/assets/page-A1B2C3D4.js")
        FACTS.check("names with a hash are kept", "immutable" in script.headers["cache-control"]
                    and script.headers["content-type"].startswith("text/javascript"))  # fmt: skip
        FACTS.check("others are asked for", "no-cache" in first.headers["cache-control"])
        FACTS.check("the engine has its type",
                    s.ask("/engine.wasm").headers["content-type"] == "application/wasm")
        FACTS.check("links are left out", s.ask("/secret").status == 404)
        (folder / "late.html").write_text("late")
        FACTS.check("the folder is read once", s.ask("/late.html").status == 404)
    finally:
        s.stop()


def restart(place):
    s = Server(environment={"TMPDIR": place, "XDG_RUNTIME_DIR": place})
    job = s.job(*LONG)
    while not s.children():
        time.sleep(0.02)
    child, port, cookie = s.children()[0], s.port, s.cookie
    with s.connect() as listener:
        listener.sendall(s.lines(f"/api/job/{job}/events"))
        listener.recv(100)
        FACTS.check("it ends with a job and a listener", s.stop() == 0)
    FACTS.check("the job has ended with it", not Path(f"/proc/{child}").exists())
    FACTS.check("its folder is gone", not list(Path(place).glob("psoas-serve-*")))
    again = Server("--port", str(port))
    FACTS.check("the same port at once", again.port == port)
    FACTS.check("old cookies are worth nothing", again.ask("/", cookie=cookie).status == 403)
    taken = subprocess.run([PROGRAM, "serve", "--no-open", "--port", str(port)],
                           capture_output=True,
                           text=True, check=False)  # fmt: skip
    FACTS.check("a port that is taken is said", taken.returncode == 3 and "port" in taken.stderr)
    os.kill(again.process.pid, signal.SIGKILL)
    again.process.wait()


def killed(place):
    s = Server(environment={"TMPDIR": place, "XDG_RUNTIME_DIR": place})
    s.job(*LONG)
    while not s.children():
        time.sleep(0.02)
    child = s.children()[0]
    s.process.kill()
    s.process.wait()
    end = time.monotonic() + 5
    while Path(f"/proc/{child}").exists() and time.monotonic() < end:
        time.sleep(0.05)
    FACTS.check("a job does not outlive a server that was killed",
                not Path(f"/proc/{child}").exists())


def main():
    with tempfile.TemporaryDirectory() as place:
        s = Server(environment={"TMPDIR": place, "XDG_RUNTIME_DIR": place})
        s.place = place
        FACTS.check("jobs are confined", s.ask("/api/about").json()["confined"])
        try:
            for fact in (postures, postures_at_once, life, inputs, escapes, links, cancelling,
                         crashes,
                         queue, leaving):  # fmt: skip
                fact(s)
                FACTS.check(f"the server lives after {fact.__name__}", s.alive())
        finally:
            ended = s.stop()
        FACTS.check("it ends as asked", ended == 0,
                    f"exit status {ended} {s.process.stderr.read()}")
        FACTS.check("nothing is left", not list(Path(place).glob("psoas-serve-*")))
        page(place)
        restart(place)
        killed(place)
    FACTS.end()


if __name__ == "__main__":
    sys.exit(main())
