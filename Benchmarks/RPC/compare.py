"""Compares unary calls of this build with those of an earlier one: compare.py DIR, of a checkout whose server is built.

In each of ROUNDS=21 rounds both servers are measured one after the other, SLICE=0.5 seconds each. Exit code 1 when the
median of the ratios of server CPU per call, or the instructions of a call, are over their bounds.
"""

import os
import pathlib
import sys

import check
import instructions
import servers
from loads import frame
from measurement import SERVER, UNARY, Measurement
from servers import WORK, Server

sys.path.insert(0, str(servers.HERE.parent))
from paired import BEFORE, NOW, Comparison, turns

ROUNDS = int(os.environ.get("ROUNDS", "21"))
TIME_BOUND, INSTRUCTION_BOUND = 1.03, 1.02
SIDES = {NOW: "ours", BEFORE: "before"}


def times():
    """Server CPU of a call in microseconds."""
    found = Comparison()
    running = {side: Server(name, SERVER) for side, name in SIDES.items()}
    try:
        for workload in UNARY.values():
            measurements = {side: Measurement(workload, server) for side, server in running.items()}
            # The same calls for both.
            for measurement in measurements.values():
                measurement.count = min(m.count for m in measurements.values())
            for side in turns(ROUNDS):
                measurements[side].round()
                found.add(workload.title, side, measurements[side].rounds[-1]["cpu_us"])
    finally:
        for server in running.values():
            server.stop()
    return found


def instruction_counts(count):
    """User instructions of a call, of full passes of the loop and of calls that come alone."""
    found = Comparison()
    for workload in (UNARY["batched"], UNARY["single"]):
        for side, name in SIDES.items():
            found.add(workload.title, side, count(name, workload))
    return found


def main(folder):
    servers.add_earlier_build(pathlib.Path(folder).resolve())
    (WORK / "request.frame").write_bytes(frame((WORK / "request.bin").read_bytes()))
    found = times()
    print(f"this build beside {folder}, {ROUNDS} rounds, both in each")
    print("\n".join(found.lines("server CPU of a call, µs", TIME_BOUND)), flush=True)
    over = [f"time of {what}" for what in found.misses(TIME_BOUND)]
    count, words = instructions.counter()
    print(f"\ninstructions of a call, {words}", flush=True)
    if count:
        found = instruction_counts(count)
        print("\n".join(found.lines("instructions of a call", INSTRUCTION_BOUND, "{:,.0f}")))
        over += [f"instructions of {what}" for what in found.misses(INSTRUCTION_BOUND)]
    if over:
        sys.exit("over its bound: " + "; ".join(over))


main(sys.argv[1])
