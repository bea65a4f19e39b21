#!/usr/bin/env python3
"""What other pages, other programs and broken clients may try on `psoas serve`.

Every case has a name and the answers that refuse it; None is a connection that ends without one.
Afterwards the server runs, answers, and has not grown.
"""
import json
import socket
import time

from serve_kit import Facts, Server

FACTS = Facts()


def refused(name, answer, *statuses):
    FACTS.check(name, answer.status in statuses, f"answers {answer.status}, not {statuses}")


# ---- who may ask


def wrong_hosts(s):
    other = s.port + 1 if s.port < 65535 else s.port - 1
    hosts = {
        "a name that was made to point here": f"attacker.example:{s.port}",
        "a name that looks like ours": f"127.0.0.1.attacker.example:{s.port}",
        "localhost of a domain": f"localhost.attacker.example:{s.port}",
        "no port": "127.0.0.1", "no port, by name": "localhost",
        "another port": f"127.0.0.1:{other}",
        "any address": f"0.0.0.0:{s.port}", "a short address": f"127.1:{s.port}",
        "an address as a number": f"2130706433:{s.port}", "in octal": f"0177.0.0.1:{s.port}",
        "in hexadecimal": f"0x7f000001:{s.port}", "another loopback": f"127.0.0.2:{s.port}",
        "IPv6": f"[::1]:{s.port}", "IPv4 in IPv6": f"[::ffff:127.0.0.1]:{s.port}",
        "a dot behind it": f"localhost.:{s.port}", "large letters": f"LOCALHOST:{s.port}",
        "a user in front": f"x@127.0.0.1:{s.port}", "a blank in it": f"127.0.0.1 :{s.port}",
        "a path behind it": f"127.0.0.1:{s.port}/",
        "two in one": f"127.0.0.1:{s.port}, evil.example",
        "a zero in front of the port": f"127.0.0.1:0{s.port}", "empty": "",
        "digits and more": f"127.0.0.1:{s.port}x",
    }  # fmt: skip
    for name, host in hosts.items():
        refused(f"Host: {name}", s.ask("/api/about", host=host), 400, 421, None)
        refused(f"Host of the link: {name}", s.ask(f"/?token={s.link}", host=host, cookie=None),
                400, 421, None)  # fmt: skip
    refused("no Host", s.send(f"GET / HTTP/1.1\r\nCookie: {s.cookie}\r\n\r\n".encode()), 400, None)
    refused("no Host, old protocol",
            s.send(f"GET / HTTP/1.0\r\nCookie: {s.cookie}\r\n\r\n".encode()),
            400, None)  # fmt: skip
    twice = s.lines("/api/about", headers=["Host: attacker.example"])
    refused("two Hosts", s.send(twice), 400, 421)
    absolute = f"GET http://attacker.example/api/about HTTP/1.1\r\nHost: {s.host}\r\n" \
               f"Cookie: {s.cookie}\r\n\r\n"  # fmt: skip
    refused("another address in the first line", s.send(absolute.encode()), 400, 404)
    FACTS.check("localhost is us", s.ask("/", host=f"localhost:{s.port}").status == 200)


def strangers(s):
    name, value = s.cookie.split("=")
    cookies = {
        "none": None, "empty": f"{name}=", "wrong": f"{name}={'0' * 32}", "short": s.cookie[:-1],
        "long": s.cookie + "0", "of another port": f"psoas_{s.port + 1}={value}",
        "another name": f"xpsoas_{s.port}={value}", "large letters": s.cookie.upper(),
        "in quotes": f'{name}="{value}"', "the link": f"{name}={s.link}",
        "the token": f"{name}={s.token}", "a name in front": f"a{s.cookie}",
    }  # fmt: skip
    for what, cookie in cookies.items():
        for path in ("/", "/api/about", "/api/job/" + "0" * 32):
            refused(f"cookie {what}, {path}", s.ask(path, cookie=cookie), 403)
    for what, token in {"empty": "", "wrong": "0" * 32, "short": s.link[:-1], "long": s.link + "0",
                        "the cookie": value, "the token": s.token, "twice": "x&token=" + "0" * 32,
                        "with a zero": s.link + "%00"}.items():  # fmt: skip
        refused(f"link {what}", s.ask(f"/?token={token}", cookie=None), 403, 400)
    refused("link at another place", s.ask(f"/api/about?token={s.link}", cookie=None), 403)
    good = s.ask(f"/?token={s.link}", cookie=None)
    FACTS.check("the link leads to the page", good.status == 303
                and good.headers["location"] == "/")
    flags = good.headers["set-cookie"]
    FACTS.check("the cookie is kept from scripts and from other sites",
                "HttpOnly" in flags and "SameSite=Strict" in flags
                and "Path=/" in flags)  # fmt: skip
    clicked = s.ask(f"/?token={s.link}", cookie=None, headers=["Sec-Fetch-Site: cross-site"])
    FACTS.check("a click elsewhere gets a page that leads on", clicked.status == 200)
    other = s.ask("/", cookie=f"a=b; {s.cookie}; c=d")
    FACTS.check("ours is found among other cookies", other.status == 200)


def other_sites(s):
    body = {"argv": ["claims"]}
    rights = {
        "no token": {"X_Psoas_Token": None}, "a wrong token": {"X_Psoas_Token": "0" * 32},
        "an empty token": {"X_Psoas_Token": ""}, "a short token": {"X_Psoas_Token": s.token[:-1]},
        "the cookie as token": {"X_Psoas_Token": s.cookie.split("=")[1]},
        "the link as token": {"X_Psoas_Token": s.link},
        "another origin": {"Origin": "http://attacker.example"},
        "origin null": {"Origin": "null"},
        "another port": {"Origin": f"http://127.0.0.1:{s.port + 1}"},
        "https": {"Origin": f"https://{s.host}"},
        "an origin that begins so": {"Origin": s.origin + ".x"},
        "the other name": {"Origin": f"http://localhost:{s.port}"},
        "cross-site": {"Sec_Fetch_Site": "cross-site"},
        "same-site": {"Sec_Fetch_Site": "same-site"},
        "none": {"Sec_Fetch_Site": "none"}, "no word of origin": {"Origin": None,
                                                                  "Sec_Fetch_Site": None},
    }  # fmt: skip
    for what, changed in rights.items():
        refused(f"POST with {what}", s.post("/api/command", body, **changed), 403)
        refused(f"DELETE with {what}",
                s.post("/api/job/" + "0" * 32, b"", method="DELETE", **changed), 403)  # fmt: skip
    for what in ("text/plain", "application/x-www-form-urlencoded",
                 "multipart/form-data; boundary=a",
                 "application/jsonx", "", None):  # fmt: skip
        refused(f"POST of {what}", s.post("/api/command", body, Content_Type=what), 415)
    for what in ("cross-site", "same-site"):
        refused(f"reading from {what}", s.ask("/api/about", headers=[f"Sec-Fetch-Site: {what}"]),
                403)
    for path in ("/", "/api/about"):
        answer = s.ask(path, headers=["Origin: http://attacker.example"])
        FACTS.check(f"no other origin may read {path}",
                    not any(name.startswith("access-control")
                            for name in answer.headers))  # fmt: skip
    refused("asked for permission beforehand",
            s.ask("/api/command", method="OPTIONS",
                  headers=["Origin: http://attacker.example",
                           "Access-Control-Request-Method: POST"]), 405)  # fmt: skip


# ---- what may be asked


def methods(s):
    for method in ("PUT", "PATCH", "TRACE", "CONNECT", "OPTIONS", "PROPFIND", "FOO", "get", "GETX",
                   "A" * 100):  # fmt: skip
        refused(f"method {method[:8]}", s.ask("/", method=method), 400, 405, None)
    refused("posting a file", s.post("/", {}), 405)
    refused("posting what is read", s.post("/api/about", {}), 405)
    refused("reading what is posted", s.ask("/api/command"), 405)
    refused("deleting the page", s.post("/index.html", b"", method="DELETE"), 405)
    refused("deleting all jobs", s.post("/api/job/", b"", method="DELETE"), 404)
    head = s.ask("/", method="HEAD")
    FACTS.check("HEAD has no body", head.status == 200 and head.body == b"")


def upgrades(s):
    key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
    for what, headers in {
        "websocket": ["Upgrade: websocket", "Connection: Upgrade", key,
                      "Sec-WebSocket-Version: 13"],
        "http2": ["Upgrade: h2c", "Connection: Upgrade, HTTP2-Settings",
                  "HTTP2-Settings: AAMAAABk"],
        "tls": ["Upgrade: TLS/1.0", "Connection: Upgrade"], "bare": ["Upgrade: x"],
        "small letters": ["upgrade: websocket"], "key alone": [key],
    }.items():  # fmt: skip
        refused(f"upgrade: {what}", s.ask("/api/about", headers=headers), 400)
    refused("http2 at once", s.send(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), 400, 405, 505, None)
    refused("tls at once", s.send(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 60,
                                  wait=8),
            400, None)  # fmt: skip


def paths(s):
    up = ["../etc/passwd", "..%2fetc%2fpasswd", "%2e%2e/etc/passwd", "%2e%2e%2fetc%2fpasswd",
          "..%252fetc%252fpasswd", "..%c0%af../etc/passwd", "..%5c..%5cetc%5cpasswd",
          "....//etc/passwd",
          "..;/etc/passwd", "%00", "index.html%00.png", "/etc/passwd", "//etc/passwd", ".%2e/x",
          "%2e%2e%00/etc/passwd", "proc/self/environ", "..%u2215etc", "%ff%fe", "index.html/",
          "index.html/..", "INDEX.HTML", ".git/config", "~root", "%"]  # fmt: skip
    for path in up:
        refused(f"file {path}", s.ask("/" + path), 400, 404, None)
        refused(f"job file {path}", s.ask(f"/api/job/{'0' * 32}/file/{path}"), 400, 404, None)
    for path in ("/api", "/api/", "/api/x", "/api/job", "/api/job/", "/api/job/x",
                 "/api/job/" + "g" * 32,
                 "/api/job/" + "0" * 31, "/api/job/" + "0" * 33, "/api/job/" + "0" * 32 + "/x",
                 "/api//about", "/api/about/", "/api/../api/about"):  # fmt: skip
        refused(f"path {path}", s.ask(path), 404)
    refused("a long path", s.ask("/" + "a" * 5000), 400, 414)
    refused("a longer path", s.ask("/" + "a" * 100000), 400, 414, 431, None)
    for what, line in {"odd letters": "/\x01\x02", "a backslash": "/\\..\\x",
                       "high letters": "/\xe4",
                       "no slash": "index.html", "a star": "*"}.items():  # fmt: skip
        refused(f"first line with {what}", s.send(s.lines(line)), 400, 404, None)


# ---- how it is said


def framing(s):
    post = s.lines("/api/command", "POST", headers=s.rights())[:-2]
    body = b'{"argv":["claims"]}'
    length = b"Content-Length: %d\r\n" % len(body)
    smuggled = b"GET /api/about HTTP/1.1\r\nHost: x\r\n\r\n"
    cases = {
        "two lengths": length + b"Content-Length: 5\r\n\r\n" + body,
        "the same length twice": length + length + b"\r\n" + body,
        "length and chunks": length + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + smuggled,
        "chunks and length": b"Transfer-Encoding: chunked\r\n" + length + b"\r\n0\r\n\r\n"
        + smuggled,
        "chunks": b"Transfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n" % (len(body), body),
        "an unknown coding": b"Transfer-Encoding: xchunked\r\n\r\n" + body,
        "two codings": b"Transfer-Encoding: gzip, chunked\r\n\r\n" + body,
        "a huge chunk": b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n",
        "a chunk of nonsense": b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
        "a negative length": b"Content-Length: -1\r\n\r\n" + body,
        "a length with a sign": b"Content-Length: +19\r\n\r\n" + body,
        "a length in hexadecimal": b"Content-Length: 0x13\r\n\r\n" + body,
        "a length that is a list": b"Content-Length: 19, 19\r\n\r\n" + body,
        "a length of words": b"Content-Length: much\r\n\r\n" + body,
        "a length of 30 digits": b"Content-Length: " + b"9" * 30 + b"\r\n\r\n",
        "10 GB": b"Content-Length: 10000000000\r\n\r\n",
        "a byte too much": b"Content-Length: 2000001\r\n\r\n",
    }  # fmt: skip
    for what, rest in cases.items():
        refused(f"body with {what}", s.send(post + rest), 400, 411, 413, None)
    get = s.lines("/api/about")[:-2]
    refused("reading with a body", s.send(get + b"Content-Length: 5\r\n\r\nhello"), 400)
    refused("reading with chunks", s.send(get + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
            411)
    refused("many headers", s.send(get + b"".join(b"X%d: y\r\n" % i for i in range(120)) + b"\r\n"),
            431)
    refused("a large header", s.send(get + b"X: " + b"y" * 17000 + b"\r\n\r\n"), 431, 413)
    refused("a larger header", s.send(get + b"X: " + b"y" * 1000000 + b"\r\n\r\n"), 431, 413, None)
    refused("headers without end", s.send(b"", pieces=(b"X%d: y\r\n" % i for i in range(20000)),
                                          wait=8),
            400, 431, 413, None)  # fmt: skip
    refused("no header at all", s.send(b"\r\n\r\n\r\n", wait=8), 400, None)
    refused("nonsense", s.send(b"\x00" * 4096, wait=8), 400, None)
    refused("a line of nonsense", s.send(b"A" * 100000, wait=8), 400, 414, 431, None)
    refused("another protocol", s.send(b"GET / XTTP/1.1\r\nHost: x\r\n\r\n", wait=8), 400, 505, 421,
            None)


def bad_json(s):
    def text(value):
        return value if isinstance(value, bytes) else value.encode()

    syntax = {
        "nothing": "", "half": '{"argv":', "a list": "[]", "a number": "5", "null": "null",
        "two": "{}{}", "a comma too many": '{"argv":["claims"],}', "single quotes": "{'argv':[]}",
        "the same key twice": '{"argv":["claims"],"argv":["claims"]}',
        "no UTF-8": b'{"a":"\xff\xfe"}',
        "a zero": b'{"a":"\x00"}', "an escaped zero": '{"argv":["cla\\u0000ims"]}',
        "half a surrogate": '{"argv":["\\ud800"]}', "deep lists": "[" * 100000,
        "deep objects": '{"a":' * 5000,
        "deep and closed": '{"argv":' + "[" * 30 + "]" * 30 + "}", "many values": "{\"argv\":["
        + "1," * 50000 + "1]}", "not a number": '{"a":NaN}', "comments": '{/* */"argv":["claims"]}',
    }  # fmt: skip
    for what, body in syntax.items():
        for path in ("/api/command", "/api/pose"):
            refused(f"JSON {what}, {path}", s.post(path, text(body)), 400, 422)
    answer = s.post("/api/pose", b'{"posture":\n "standing",,}')
    error = answer.json()["error"]
    FACTS.check("an error says where", answer.status == 400 and error["line"] == 2
                and error["column"] > 0)
    words = {
        "no words": [], "no list": "claims", "numbers": [1], "a map": {"a": 1},
        "an unknown verb": ["rm"],
        "serve itself": ["serve"], "bench": ["bench"], "an option first": ["--man"], "empty": [""],
        "an absolute path": ["info", "/etc/passwd"], "a way up": ["info", "../x.osim"],
        "a way up inside": ["info", "a/../../x"], "up alone": ["info", ".."],
        "home": ["info", "~/x"],
        "an absolute folder": ["pose", "standing", "-o/tm" "p/x"],
        "with =": ["pose", "standing", "--output=/x"],
        "a set person": ["pose", "standing", "--set", "person=/etc/passwd"],
        "a set way up": ["pose", "standing", "--set", "chair=../c.yaml"],
        "one of two": ["validate", "--rows=a,/etc/passwd"], "odd letters": ["info", "a\nb"],
        "many words": ["pose"] + ["standing"] * 300, "a long word": ["pose", "a" * 5000],
    }  # fmt: skip
    for what, argv in words.items():
        refused(f"command: {what}", s.post("/api/command", {"argv": argv}), 422)
    names = ["/x", "../x", "a/../../x", "..", ".", "", ".ssh", "a/.b", "-o", "a//b", "a/", "a\\b",
             "a\nb",
             "x" * 300, "/".join("abcdefghij"), "con\x7f"]  # fmt: skip
    for name in names:
        refused(f"file named {name[:20]!r}", s.post("/api/command", {"argv": ["claims"],
                                                                    "files": {name: "x"}}),
                                                                    422)  # fmt: skip
    for what, files in {"a list": [], "a number": {"a": 1}, "bad base64": {"a": {"base64": "x"}},
                        "odd base64": {"a": {"base64": "????"}}, "null": {"a": None},
                        "a file as a folder": {"a": "x", "a/b": "x"}}.items():  # fmt: skip
        refused(f"files: {what}", s.post("/api/command", {"argv": ["claims"], "files": files}), 422)


def bad_postures(s):
    cases = {
        "none": {}, "unknown": {"posture": "flying"}, "a file": {"posture": "/etc/passwd"},
        "a number": {"posture": 5}, "both": {"posture": "standing", "yaml": "posture: standing"},
        "bad YAML": {"yaml": "a: [b"}, "a tag": {"yaml": "!!python/object a"},
        "an alias": {"yaml": "a: &b 1\nc: *b"},
        "a person's file": {"posture": "standing", "set": ["person=/etc/passwd"]},
        "a person's file in YAML": {"yaml": "posture: standing\nperson: /etc/passwd"},
        "an unknown key": {"posture": "standing", "set": ["x=1"]},
        "no key": {"posture": "standing", "set": ["x"]},
        "a person out of range": {"posture": "standing", "set": ["height=9"]},
        "not a list": {"posture": "standing", "set": "x"},
        "many": {"posture": "standing", "set": ["height=1.7"] * 200},
        "draws": {"posture": "standing", "draws": 256},
        "detail": {"posture": "standing", "detail": "huge"},
        "criterion": {"posture": "standing", "criterion": "best"},
        "another key": {"posture": "standing", "o": 1},
        "person of nonsense": {"posture": "standing", "person": "x"},
        "person as a list": {"posture": "standing", "person": []},
        "deep YAML": {"yaml": "a: " + "[" * 200}, "a set of numbers": {"posture": "standing",
                                                                       "set": [1]},
    }  # fmt: skip
    for what, body in cases.items():
        answer = s.post("/api/pose", body)
        refused(f"posture: {what}", answer, 413 if what == "deep YAML" else 422)
        FACTS.check(f"posture: {what}, with a reason", bool(answer.json()["error"]["message"]))
        FACTS.check(f"posture: {what}, nothing of the file", b"root:" not in answer.body)


# ---- how long it takes


def slow_ones(s):
    """Peers that say little keep nobody out."""
    many = []
    for _ in range(200):
        try:
            peer = socket.create_connection(("127.0.0.1", s.port), timeout=1)
            peer.sendall(b"GET / HTTP/1.1\r\nX: ")
            many.append(peer)
        except OSError:
            break
    begun = time.monotonic()
    FACTS.check("a page among 200 slow peers", s.ask("/").status == 200)
    FACTS.check("and at once", time.monotonic() - begun < 3, f"{time.monotonic() - begun:.1f} s")
    end = time.monotonic() + 9
    while many and time.monotonic() < end:  # a byte now and then does not help them
        many = [peer for peer in many if still_there(peer)]
        time.sleep(0.3)
    FACTS.check("slow headers are cut off", not many, f"{len(many)} are left")
    body = s.lines("/api/command", "POST", headers=[*s.rights(), "Content-Length: 1000"])
    with s.connect() as slow:
        slow.sendall(body + b"{")
        slow.settimeout(9)
        refused("a slow body is cut off", s.receive(slow), None)
    with s.connect() as silent:
        silent.settimeout(9)
        refused("silence is cut off", s.receive(silent), None)
    one = s.send(b"", pieces=[bytes([c]) for c in s.lines("/api/about")])
    FACTS.check("a byte at a time, but in time", one.status == 200)


def still_there(peer):
    try:
        peer.sendall(b"y")
        peer.settimeout(0.001)
        return bool(peer.recv(1000))
    except socket.timeout:
        return True
    except OSError:
        return False


def many_connections(s):
    idle = [s.connect() for _ in range(120)]
    FACTS.check("a page among 120 silent peers", s.ask("/").status == 200)
    for peer in idle:
        peer.close()
    known = []
    for _ in range(40):
        peer = s.connect()
        peer.sendall(s.lines("/"))
        known.append(peer)
    FACTS.check("40 at a time", all(s.receive(peer).status == 200 for peer in known))
    for peer in known:
        peer.close()
    pipelined = s.send(s.lines("/api/about") * 3)
    FACTS.check("requests in a row", pipelined.status == 200)


def headers_of_all(s):
    asked = {"page": s.ask("/"), "about": s.ask("/api/about"), "nothing": s.ask("/x"),
             "a stranger": s.ask("/", cookie=None),
             "posture": s.post("/api/pose", {"posture": "standing"})}
    for name, answer in asked.items():
        h = answer.headers
        FACTS.check(f"{name}: content policy", h.get("content-security-policy",
                                                     "").startswith("default-src 'none'")
                    and "frame-ancestors 'none'" in h["content-security-policy"]
                    and "unsafe-inline" not in h["content-security-policy"])  # fmt: skip
        FACTS.check(f"{name}: nosniff", h.get("x-content-type-options") == "nosniff")
        FACTS.check(f"{name}: no referrer", h.get("referrer-policy") == "no-referrer")
        FACTS.check(f"{name}: same origin only",
                    h.get("cross-origin-resource-policy") == "same-origin"
                    and h.get("cross-origin-opener-policy") == "same-origin")  # fmt: skip
        FACTS.check(f"{name}: the link is not in it", s.link.encode() not in answer.body
                    and s.link not in json.dumps(h))  # fmt: skip


def other_addresses(s):
    for address in ("127.0.0.2",):
        with socket.socket() as other:
            other.settimeout(2)
            FACTS.check(f"nobody listens at {address}", other.connect_ex((address, s.port)) != 0)
    with socket.socket(socket.AF_INET6) as other:
        other.settimeout(2)
        FACTS.check("nobody listens at ::1", other.connect_ex(("::1", s.port)) != 0)


def main():
    s = Server("--body-mb", "2")
    try:
        s.post("/api/pose", {"posture": "standing"})
        before, files = s.memory_mb(), s.files()
        for attack in (wrong_hosts, strangers, other_sites, methods, upgrades, paths, framing,
                       bad_json,
                       bad_postures, headers_of_all, many_connections, other_addresses,
                       slow_ones):  # fmt: skip
            attack(s)
            FACTS.check(f"the server lives after {attack.__name__}", s.alive())
        time.sleep(1)
        grown = s.memory_mb() - before
        print(f"{grown:.1f} MB more than before, {s.files() - files} more files")
        FACTS.check("it has not grown by 32 MB", grown < 32, f"{grown:.0f} MB")
        FACTS.check("and keeps no connection", s.files() - files <= 2)
        FACTS.check("nothing runs", not s.children())
    finally:
        ended = s.stop()
    FACTS.check("it ends as asked", ended == 0, f"exit status {ended}")
    said = s.process.stderr.read()
    FACTS.check("it has kept its secrets", s.link not in said and s.token not in said, said)
    FACTS.end()


if __name__ == "__main__":
    main()
