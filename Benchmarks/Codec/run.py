"""Runs the codec benchmark: interleaved rounds of the three programs, a table with ratios, and counts of allocations.

Exit code 1 when a side changes a message's meaning or when ours allocates more than thresholds.json allows.
"""

import json
import os
import pathlib
import statistics
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
WORK = HERE.parent / ".work" / "codec"
BIN = WORK / "bin"
ROUNDS = int(os.environ.get("ROUNDS", "25"))
# How long one measurement lasts, in milliseconds: short ones, of which some fall between what else the machine does.
SLICE = float(os.environ.get("SLICE", "30"))
OPERATIONS = {
    "cpp": ["encode", "encode-reuse", "decode", "decode-arena"],
    "swiftprotobuf": ["encode", "decode"],
    "ours": ["encode", "encode-reuse", "decode", "view", "view-read"],
}
# (ours, theirs, the least ratio asked for or None)
RATIOS = [
    ("encode", ("cpp", "encode"), 3.0),
    ("encode-reuse", ("cpp", "encode-reuse"), 3.0),
    ("encode", ("swiftprotobuf", "encode"), 25.0),
    ("decode", ("cpp", "decode"), 1.5),
    ("decode", ("cpp", "decode-arena"), None),
    ("decode", ("swiftprotobuf", "decode"), 3.6),
    ("view", ("cpp", "decode-arena"), 4.0),
    ("view-read", ("cpp", "decode-arena"), None),
]


def execute(program, message, operation, argument, environment=None):
    return subprocess.run(
        [BIN / program, message, operation, WORK / f"{message}.bin", str(argument)],
        capture_output=True, check=True, env={**os.environ, **(environment or {})})


def nanoseconds(program, message, operation, iterations):
    return float(execute(program, message, operation, iterations).stdout)


def check_equality(message):
    """Every side's bytes, read by C++ protobuf, are the message that went in."""
    for program in OPERATIONS:
        rewritten = WORK / f"{message}.{program}.bin"
        rewritten.write_bytes(execute(program, message, "rewrite", 1).stdout)
        execute("cpp", message, "equal", rewritten)


def allocations(program, message, operation):
    """Calls of the allocator for one operation: the difference of two runs, so that the start does not count."""
    def total(iterations):
        text = execute(program, message, operation, iterations, {"LD_PRELOAD": str(BIN / "count.so")}).stderr.decode()
        return int(text.split("allocations ")[-1])
    # The warm-up is an eighth of the iterations and one.
    return (total(16_000) - total(8_000)) / 9_000


def measure(message):
    calls = {}
    for program, operations in OPERATIONS.items():
        for operation in operations:
            once = nanoseconds(program, message, operation, 2_000)
            calls[program, operation] = max(1_000, int(SLICE * 1e6 / once))
    times = {call: [] for call in calls}
    for _ in range(ROUNDS):
        for (program, operation), iterations in calls.items():
            times[program, operation].append(nanoseconds(program, message, operation, iterations))
    return times


def report(message, times, counts):
    size = (WORK / f"{message}.bin").stat().st_size
    print(f"\n{message}, {size} bytes, {ROUNDS} interleaved rounds; ns of processor time per operation")
    print(f"{'':32}{'min':>9}{'median':>9}{'max':>9}{'allocations':>13}")
    for (program, operation), values in times.items():
        count = counts[program, operation]
        print(f"{program + ' ' + operation:32}{min(values):9.0f}{statistics.median(values):9.0f}{max(values):9.0f}{count:13.1f}")
    for ours, theirs, bar in RATIOS:
        # A busy machine makes a round slower, never faster, so the least times are compared.
        least = min(times[theirs]) / min(times["ours", ours])
        middle = statistics.median(b / a for a, b in zip(times["ours", ours], times[theirs]))
        mark = "" if bar is None else f"  {'meets' if least >= bar else 'BELOW'} {bar}"
        label = f"{ours} against {theirs[0]} {theirs[1]}"
        print(f"  {label:45}{least:6.2f}  (median of the rounds {middle:.2f}){mark}")


def main():
    thresholds = json.loads((HERE / "thresholds.json").read_text())
    result, failures = {}, []
    for message in ["response", "request"]:
        check_equality(message)
        times = measure(message)
        counts = {call: allocations(call[0], message, call[1]) for call in times}
        report(message, times, counts)
        result[message] = [
            {"program": p, "operation": o, "nanoseconds": values, "allocations": counts[p, o]}
            for (p, o), values in times.items()
        ]
        for operation, most in thresholds[message].items():
            count = counts["ours", operation]
            if count > most + 0.5:
                failures.append(f"{message} {operation}: {count:.1f} allocations, at most {most} are allowed")
    (WORK / "result.json").write_text(json.dumps(result, indent=1) + "\n")
    print(f"\nall figures: {os.path.relpath(WORK / 'result.json')}")
    for failure in failures:
        print(failure, file=sys.stderr)
    sys.exit(1 if failures else 0)


main()
