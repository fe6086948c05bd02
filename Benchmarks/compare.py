"""Runs a benchmark program of this build beside that of an earlier one: compare.py PROGRAM DIR [ARGUMENT…]

Both print lines of a text and a figure with its unit; what they say of their own bars does not count here. In each of
ROUNDS=7 rounds both run one after the other; exit code 1 when the median of a figure's ratios is over BOUND=1.05.
"""

import os
import re
import subprocess
import sys

from paired import Comparison, turns
from programs import folders

ROUNDS, BOUND = int(os.environ.get("ROUNDS", "7")), float(os.environ.get("BOUND", "1.05"))
UNITS = {"ns": 1e-3, "us": 1, "ms": 1e3, "s": 1e6, "bytes": 1}
# "idle stream: 2000 bytes (…)" and "10,000 products ranked    3.2 ms    <= 5.0 ms".
LINE = re.compile(r"^(\S.*?)(?:: |\s{2,})([\d.]+) (ns|us|ms|s|bytes)\b", re.MULTILINE)


def figures(program, arguments):
    """What it prints as {text: figure}: times in microseconds, memory in bytes."""
    done = subprocess.run([program, *arguments], capture_output=True, text=True)
    found = {what: float(figure) * UNITS[unit] for what, figure, unit in LINE.findall(done.stdout)}
    if not found:
        raise SystemExit(f"{program} ended with {done.returncode} and without figures: {done.stderr[-500:]}")
    return found


def main(name, earlier, *arguments):
    programs = {side: folder / name for side, folder in folders(earlier).items()}
    found = Comparison()
    for side in turns(ROUNDS):
        for what, figure in figures(programs[side], arguments).items():
            found.add(what, side, figure)
    print(f"{name} of this build beside {earlier}, {ROUNDS} rounds, both in each")
    print("\n".join(found.lines("µs or bytes", BOUND)))
    if over := found.misses(BOUND):
        sys.exit("over its bound: " + "; ".join(over))


main(*sys.argv[1:])
