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
from loads import Failed, Unary, frame
from measurement import LOAD, SERVER, SLICE, STREAMS, UNARY, Measurement
from servers import BIN, HERE, NAMES, WORK, Server, is_built, why_missing

QUICK = os.environ.get("QUICK") == "1"
ROUNDS = int(os.environ.get("ROUNDS", "5" if QUICK else "11"))


def chosen(variable, everything):
    names = os.environ.get(variable)
    return [n for n in everything if names is None or n in names.split(",")]


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
