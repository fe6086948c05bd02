"""What is done to a server: h2load for unary calls, spots-load for streams; each checks what came back."""

import json
import os
import pathlib
import re
import struct
import subprocess
import tempfile

from servers import AUTHORITY, BIN, HERE, PARTNER_KEY, WORK

SERVICE = "spots.bench.v1.Bench"


class Failed(Exception):
    """A measurement that must not count."""


class Unary:
    """Unary calls of h2load over `connections` with `streams` calls at once on each."""

    unit = "call"

    def __init__(self, title, connections, streams, threads=1):
        self.title, self.connections, self.streams, self.threads = title, connections, streams, threads
        self.least = connections

    def command(self, server, count, log):
        command = ["h2load", "-n", count, "-c", self.connections, "-m", self.streams, "-t", self.threads]
        if log:
            command += [f"--log-file={log}"]
        base = f"https://127.0.0.1:{server.port}"
        if server.side == "nghttpd":
            return [*command, f"{base}/reply"]
        headers = {"content-type": "application/grpc", "te": "trailers", "grpc-timeout": "10S",
                   "authorization": f"Bearer {PARTNER_KEY}"}
        for name, value in headers.items():
            command += ["-H", f"{name}: {value}"]
        return [*command, "-d", WORK / "request.frame", f"{base}/{SERVICE}/Unary"]

    def run(self, server, count, cores):
        """Makes `count` calls; answers (seconds, latencies in milliseconds, sorted)."""
        with tempfile.NamedTemporaryFile(dir="/dev/shm", suffix=".log") as log:
            text = execute(self.command(server, count, log.name), cores)
            latencies = sorted(int(line.split("\t")[2]) / 1000 for line in pathlib.Path(log.name).read_text().splitlines())
        self.check(text, count)
        return seconds_of(text), latencies

    @staticmethod
    def check(text, count):
        """Every answer came with 200 and with all the bytes a reply has; h2load does not see trailers."""
        good = int(re.search(r"(\d+) 2xx", text)[1])
        data = int(re.search(r"\((\d+)\) data", text)[1])
        wanted = count * ((WORK / "reply.bin").stat().st_size + 5)
        if good != count or data != wanted:
            raise Failed(f"{good} of {count} answers are 200, {data} bytes of {wanted} came")


class Streams:
    """Streams of spots-load: bidirectional with `window` messages without their reply, or server streams."""

    unit = "message"

    def __init__(self, title, method, window=1, replies=0):
        self.title, self.method, self.window, self.replies = title, method, window, replies
        self.least = max(1, replies)

    def run(self, server, count, cores):
        request = json.loads((WORK / "request.json").read_text())
        command = [BIN / "spots-load", "--endpoint", f"127.0.0.1:{server.port}", "--ca", AUTHORITY, "--proto_path",
                   HERE / "Schema", "--proto", "bench.proto", "--method", f"{SERVICE}/{self.method}", "--warmup", "0s",
                   "--concurrency", 1, "--metadata", f"authorization:Bearer {PARTNER_KEY}", "--timeout", "60s"]
        if self.replies:
            request["replies"] = self.replies
            command += ["--count", max(1, count // self.replies)]
        else:
            command += ["--count", 1, "--messages", count, "--window", self.window]
        with tempfile.NamedTemporaryFile(dir="/dev/shm", suffix=".json") as result:
            execute([*command, "--data", json.dumps(request), "--json", result.name], cores)
            outcome = json.loads(pathlib.Path(result.name).read_text())
        received = int(outcome["traffic"]["message_bytes_received"])
        wanted = count * (WORK / "reply.bin").stat().st_size
        if int(outcome["failed"]) or received != wanted:
            raise Failed(f"{outcome['failed']} streams failed, {received} bytes of {wanted} came")
        spread = outcome.get("message_latency") or outcome["latency_from_send"]
        return float(outcome["seconds"]), {str(p["percent"]): p["milliseconds"] for p in spread["percentiles"]}


def execute(command, cores):
    done = subprocess.run(
        ["taskset", "-c", cores, *map(str, command)], capture_output=True, text=True, timeout=600,
        env={k: v for k, v in os.environ.items() if k != "SPOTS_KEY"})
    if done.returncode:
        raise Failed(f"{pathlib.Path(str(command[0])).name} ended with {done.returncode}: {(done.stderr or done.stdout)[-300:]}")
    return done.stdout


def seconds_of(text):
    number, unit = re.search(r"finished in ([\d.]+)(us|ms|s|m)?,", text).groups()
    return float(number) * {"us": 1e-6, "ms": 1e-3, "s": 1, "m": 60}[unit or "s"]


def percentiles(latencies):
    """p50, p99 and p99.9 in milliseconds."""
    if isinstance(latencies, dict):
        by_percent = {float(k): v for k, v in latencies.items()}
        return [by_percent.get(p, float("nan")) for p in (50, 99, 99.9)]
    last = len(latencies) - 1
    return [latencies[min(last, int(p * len(latencies)))] for p in (0.5, 0.99, 0.999)]


def frame(message):
    """A gRPC message with its prefix."""
    return struct.pack(">BI", 0, len(message)) + message
