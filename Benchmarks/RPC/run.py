"""Runs the RPC benchmark: interleaved rounds of all servers, a table with ratios, allocations of a unary call.

ROUNDS=11 rounds; SLICE=0.5 seconds for each measurement; QUICK=1 only ours, gRPC C++ and nghttpd, and unary calls only;
SIDES and WORKLOADS, names with commas, narrow it further. Exit code 1 when ours allocates more than thresholds.json
allows.
"""

import json
import os
import sys

import check
import report
from loads import Failed, Streams, Unary, frame, percentiles
from servers import BIN, HERE, NAMES, WORK, Server, is_built, why_missing

QUICK = os.environ.get("QUICK") == "1"
ROUNDS = int(os.environ.get("ROUNDS", "5" if QUICK else "11"))
SLICE = float(os.environ.get("SLICE", "0.5"))
# The server's core and the load's.
SERVER, LOAD = "0", "1"
UNARY = {
    "batched": Unary("unary, 8 connections × 32 streams", 8, 32),
    "wide": Unary("unary, 32 connections × 1 stream", 32, 1),
    "single": Unary("unary, one call at a time", 1, 1),
}
STREAMS = {
    "serverstream": Streams("server streaming, 200 replies a call", "ServerStream", replies=200),
    "pingpong": Streams("bidirectional, ping-pong", "Bidi"),
    "pipelined": Streams("bidirectional, 64 messages on their way", "Bidi", window=64),
}


def chosen(variable, everything):
    names = os.environ.get(variable)
    return [n for n in everything if names is None or n in names.split(",")]


class Measurement:
    """One workload on one server: how many calls fill a slice, and what each round found."""

    def __init__(self, workload, server):
        self.workload, self.server, self.rounds = workload, server, []
        trial = max(200, workload.least * 4)
        workload.run(server, trial, LOAD)
        while True:
            seconds, _ = workload.run(server, trial, LOAD)
            if seconds > SLICE / 8:
                break
            trial *= 4
        step = workload.least
        self.count = max(step * 4, int(trial / seconds * SLICE) // step * step)

    def cpu_of(self, count):
        before = self.server.cpu()
        seconds, latencies = self.workload.run(self.server, count, LOAD)
        return self.server.cpu() - before, seconds, latencies

    def round(self):
        """Connections cost the same in a run of a few calls; that is taken off."""
        base = self.cpu_of(self.workload.least)[0]
        cpu, seconds, latencies = self.cpu_of(self.count)
        check.check(self.server)
        p50, p99, p999 = percentiles(latencies)
        self.rounds.append({
            "cpu_us": (cpu - base) / (self.count - self.workload.least) * 1e6,
            "per_second": self.count / seconds, "p50_ms": p50, "p99_ms": p99, "p99.9_ms": p999,
            "rss_mb": self.server.memory(), "server_share": cpu / seconds})


def measure(sides, workloads):
    servers = [Server(side, SERVER) for side in sides]
    found, failures = [], []
    try:
        for server in servers:
            check.check(server)
        for name, workload in workloads.items():
            for server in servers:
                if server.side in ("nghttpd", "sync") and name in STREAMS:
                    continue
                try:
                    found.append((name, Measurement(workload, server)))
                except Failed as failure:
                    failures.append(f"{server.name}, {workload.title}: {failure}")
        for number in range(ROUNDS):
            print(f"round {number + 1} of {ROUNDS}", file=sys.stderr)
            for name, measurement in found:
                try:
                    measurement.round()
                except Failed as failure:
                    failures.append(f"{measurement.server.name}, {measurement.workload.title}: {failure}")
    finally:
        for server in servers:
            server.stop()
    idle = {server.side: server.idle_memory for server in servers}
    return {(name, m.server.side): m.rounds for name, m in found if m.rounds}, idle, failures


def measure_loops():
    """CPU of a call with one and with two loops, all threads free on all cores, both saturated."""
    workload = Unary("unary, 16 connections × 32 streams", 16, 32, threads=2)
    cores = f"0-{(os.cpu_count() or 1) - 1}"
    servers = [Server("ours", cores, extra=[loops]) for loops in (1, 2)]
    found = {1: [], 2: []}
    try:
        for _ in range(ROUNDS + 1):
            for loops, server in zip((1, 2), servers):
                before, count = server.cpu(), int(100_000 * SLICE)
                workload.run(server, count, cores)
                found[loops].append((server.cpu() - before) / count * 1e6)
    finally:
        for server in servers:
            server.stop()
    return {loops: values[1:] for loops, values in found.items()}


def allocations(workload):
    """Calls of the allocator for one call: the difference of two runs, so that the start does not count."""
    def total(count):
        server = Server("ours", SERVER, environment={"LD_PRELOAD": str(BIN / "count.so")})
        workload.run(server, count, LOAD)
        server.stop()
        return int((WORK / "ours.out").read_text().split("allocations ")[-1].split()[0])
    return (total(12_000) - total(2_000)) / 10_000


def main():
    (WORK / "request.frame").write_bytes(frame((WORK / "request.bin").read_bytes()))
    check.write_request_as_json()
    sides = chosen("SIDES", ["ours", "sync", "cpp", "nghttpd"] if QUICK else list(NAMES))
    missing = {side: why_missing(side) for side in sides if not is_built(side)}
    workloads = UNARY if QUICK or not (BIN / "spots-load").exists() else {**UNARY, **STREAMS}
    workloads = {name: workloads[name] for name in chosen("WORKLOADS", workloads)}
    rounds, idle, failures = measure([side for side in sides if side not in missing], workloads)
    counts = {name: allocations(UNARY[name]) for name in ("batched", "single")}
    loops = {} if QUICK or (os.cpu_count() or 1) < 2 else measure_loops()
    result = {
        "rounds": [{"workload": w, "server": s, "rounds": r} for (w, s), r in rounds.items()],
        "idle_rss_mb": idle, "allocations_per_call": counts, "loops_cpu_us": loops, "failures": failures}
    (WORK / "result.json").write_text(json.dumps(result, indent=1) + "\n")
    text = report.text(workloads, rounds, idle, counts, loops, {NAMES[s]: why for s, why in missing.items()}, failures)
    (WORK / "table.txt").write_text(text + "\n")
    print(text)
    thresholds = json.loads((HERE / "thresholds.json").read_text())["allocations"]
    over = [f"{n}: {counts[n]:.1f} allocations a call, at most {most} are allowed" for n, most in thresholds.items()
            if counts[n] > most + 0.5]
    for line in over:
        print(line, file=sys.stderr)
    sys.exit(1 if over else 0)


main()
