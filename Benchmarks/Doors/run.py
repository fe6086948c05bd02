"""What a request costs the server by each door: processor time, beside nghttpd and nginx serving a file of that size.

Every server has one thread, pinned to a core; h2load has the other. Rounds are interleaved; the least of each counts.
"""
import base64
import json
import os
import pathlib
import re
import socket
import struct
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
BIN, STORE = pathlib.Path(os.environ["BIN"]).resolve(), os.environ["STORE"]
ROUNDS, SERVER, LOAD = int(os.environ.get("ROUNDS", "5")), "0", "1"
CERTIFICATE, KEY, AUTHORITY = (ROOT / "certs" / name for name in ("server.pem", "server.key", "ca.pem"))
SEGMENT = {"user_segment": {"segment_id": "simcity_all"}}
ROUTE = "/api/v1/enrichment/real-world-behavior"
METHOD = "/spots.enrichment.v1.EnrichmentService/GetRealWorldBehavior"
BARS = [
    ("a cached answer in JSON over one by gRPC", "JSON", "gRPC", 2.5),
    ("304 over nghttpd's GET", "304", "nghttpd", 1.2),
    ("HTTP/1.1 over HTTP/2, one stream a connection", "GET, HTTP/1.1", "GET, one stream", 1.3),
    ("HTTP/1.1 over nginx", "GET, HTTP/1.1", "nginx, HTTP/1.1", 1.5),
]


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def started(port, command):
    """A server on its core, once it listens."""
    process = subprocess.Popen(["taskset", "-c", SERVER, *map(str, command)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return process
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"{command[0]} does not listen")


def cpu(process):
    """Processor time of a process and its children, in seconds."""
    ids = [process.pid, *map(int, pathlib.Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split())]
    ticks = 0
    for one in ids:
        fields = pathlib.Path(f"/proc/{one}/stat").read_text().rsplit(") ", 1)[1].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


class Case:
    """One way to ask, of one server."""

    def __init__(self, name, server, url, connections, streams, fields=(), body=None, h1=False, expect="2xx"):
        self.name, self.server, self.expect, self.costs = name, server, expect, []
        self.command = ["taskset", "-c", LOAD, "h2load", "-c", connections, "-m", streams]
        self.command += ["--h1"] if h1 else []
        for field in fields:
            self.command += ["-H", field]
        self.command += ["-d", body] if body else []
        self.url = url

    def run(self, count):
        """Microseconds of the server for each of so many requests, all answered as expected."""
        before = cpu(self.server)
        text = subprocess.run([*map(str, self.command), "-n", str(count), self.url], capture_output=True, text=True).stdout
        spent = cpu(self.server) - before
        found = re.search(rf"(\d+) {self.expect}", text)
        if not found or int(found[1]) != count:
            raise SystemExit(f"{self.name}: {text[-400:]}")
        return spent / count * 1e6


def main():
    work = pathlib.Path(tempfile.mkdtemp(prefix="doors."))
    servers = []
    try:
        key = subprocess.run(
            [BIN / "spots", "keys", "create", "--partner", "doors", "--plan", "prod", "--expires", "1d", "--store", f"sqlite:{STORE}"],
            capture_output=True, text=True, check=True).stdout.strip()
        ours, peer, web = free_port(), free_port(), free_port()
        spotsd = started(ours, [
            BIN / "spotsd", "--listen", f"127.0.0.1:{ours}", "--cert", CERTIFICATE, "--key", KEY, "--store", f"sqlite:{STORE}",
            "--release-schedule", "off", "--loops", "1"])
        servers.append(spotsd)
        request = json.dumps(SEGMENT)
        query = f"{ROUTE}?request={base64.urlsafe_b64encode(request.encode()).decode().rstrip('=')}"
        base = f"https://127.0.0.1:{ours}"
        curl = ["curl", "-s", "--cacert", AUTHORITY, "-H", f"authorization: Bearer {key}", "-D", work / "head", f"{base}{query}"]
        (work / "reply").write_bytes(subprocess.run(curl, capture_output=True, check=True).stdout)
        tag = re.search(r"etag: (\S+)", (work / "head").read_text())[1]
        (work / "body").write_text(request)
        # UserSegment is field 1 of the request, segment_id field 1 of it.
        inner = b"\x0a" + bytes([len(SEGMENT["user_segment"]["segment_id"])]) + SEGMENT["user_segment"]["segment_id"].encode()
        message = b"\x0a" + bytes([len(inner)]) + inner
        (work / "frame").write_bytes(struct.pack(">BI", 0, len(message)) + message)
        nghttpd = started(peer, ["nghttpd", "-a", "127.0.0.1", "-d", work, peer, KEY, CERTIFICATE])
        (work / "nginx.conf").write_text(
            f"daemon off; worker_processes 1; pid {work}/pid; error_log {work}/error; user root;\n"
            "events { worker_connections 512; }\n"
            f"http {{ access_log off; keepalive_requests 1000000; server {{ listen 127.0.0.1:{web} ssl http2; root {work};\n"
            f"ssl_certificate {CERTIFICATE}; ssl_certificate_key {KEY}; }} }}\n")
        nginx = started(web, ["nginx", "-p", work, "-c", work / "nginx.conf"])
        servers += [nghttpd, nginx]
        shown, typed = f"authorization: Bearer {key}", "content-type: application/json"
        grpc = [shown, "content-type: application/grpc", "te: trailers"]
        cases = [
            Case("gRPC", spotsd, base + METHOD, 8, 32, grpc, work / "frame"),
            Case("JSON", spotsd, base + ROUTE, 8, 32, [shown, typed], work / "body"),
            Case("Connect, JSON", spotsd, base + METHOD, 8, 32, [shown, typed], work / "body"),
            Case("304", spotsd, base + query, 8, 32, [shown, f"if-none-match: {tag}"], expect="3xx"),
            Case("nghttpd", nghttpd, f"https://127.0.0.1:{peer}/reply", 8, 32),
            Case("GET, one stream", spotsd, base + query, 32, 1, [shown]),
            Case("GET, HTTP/1.1", spotsd, base + query, 32, 1, [shown], h1=True),
            Case("nginx, HTTP/1.1", nginx, f"https://127.0.0.1:{web}/reply", 32, 1, h1=True),
        ]
        for case in cases:
            case.run(2_000)
        for _ in range(ROUNDS):
            for case in cases:
                case.costs.append(case.run(20_000))
    finally:
        for server in servers:
            server.terminate()
            server.wait()
    return report(cases, (work / "reply").stat().st_size)


def report(cases, size):
    least = {case.name: min(case.costs) for case in cases}
    print(f"answers of {size} bytes; server CPU in µs a request, the least of {ROUNDS} rounds")
    for name, cost in least.items():
        print(f"{name:<24}{cost:8.2f}")
    missed = 0
    for what, one, other, bar in BARS:
        ratio = least[one] / least[other]
        missed += ratio > bar
        print(f"{what:<52}{ratio:6.2f}  <= {bar}{'  MISSED' if ratio > bar else ''}")
    return 1 if missed else 0


sys.exit(main())
