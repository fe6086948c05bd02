"""Measures the store through the programs that use it: import, snapshot and durable events.

In each of ROUNDS=5 rounds a city of PEOPLE=20000 is simulated into a new store (`spots simulate`), a copy is released
(`spots release`: one snapshot read from end to end), and eight sessions send events to a server on that copy for
DURATION=3 seconds, each event durable before it is answered (`spots-load --session`). With BEFORE=DIR, a checkout with
a release build, the programs there do the same in the same rounds; exit code 1 when the median of a figure's ratios is
over 1.05.
"""

import contextlib
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from paired import NOW, Comparison, turns
from programs import ROOT, folders, run

ROUNDS = int(os.environ.get("ROUNDS", "5"))
PEOPLE = int(os.environ.get("PEOPLE", "20000"))
DURATION = int(os.environ.get("DURATION", "3"))
BOUND, SESSIONS = 1.05, 8
WORK = HERE.parent / ".work" / "storage"
CERTS = ROOT / "certs"


def spots(programs, store, *arguments):
    """Runs the operator's program on a store."""
    return run(programs / "spots", *arguments, "--store", f"sqlite:{store}")


def imported(programs, store):
    """Simulates a city into a new store."""
    _, seconds, cpu = spots(programs, store, "simulate", "--people", PEOPLE, "--seed", 1)
    return {"import: seconds": seconds, "import: CPU seconds": cpu}


def released(programs, store):
    """Draws the first release."""
    _, seconds, cpu = spots(programs, store, "release", "--policy", "default")
    return {"snapshot and release: seconds": seconds, "snapshot and release: CPU seconds": cpu}


def durable(programs, store):
    """Sends events of sessions to a server on the store."""
    key, _, _ = spots(programs, store, "keys", "create", "--partner", "bench", "--plan", "prod")
    outcome = store.with_suffix(".json")
    with served(programs, store) as (server, endpoint):
        began = cpu_seconds(server)
        run(programs / "spots-load", "--endpoint", endpoint, "--ca", CERTS / "ca.pem", "--session", "--concurrency",
            SESSIONS, "--duration", f"{DURATION}s", "--warmup", "1s", "--json", outcome,
            env={**os.environ, "SPOTS_KEY": key.strip()})
        cpu = cpu_seconds(server) - began
    result = json.loads(outcome.read_text())
    messages = result["message_latency"]
    count = int(messages["count"])
    middle = next(p["milliseconds"] for p in messages["percentiles"] if p["percent"] == 50)
    return {"durable event: ms, all sessions": float(result["seconds"]) * 1e3 / count,
            "durable event: ms to its answer, median": middle,
            # The warm-up's events are the server's work too.
            "durable event: server CPU, ms": cpu * 1e3 / (count * (DURATION + 1) / DURATION)}


@contextlib.contextmanager
def served(programs, store):
    """A running spotsd and where it listens."""
    command = [programs / "spotsd", "--listen", "127.0.0.1:0", "--cert", CERTS / "server.pem",
               "--key", CERTS / "server.key", "--store", f"sqlite:{store}"]
    with store.with_suffix(".log").open("w") as log:
        server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True)
    try:
        line = next((line for line in server.stdout if line.startswith("listening ")), None)
        if line is None:
            raise SystemExit(f"spotsd did not start: {store.with_suffix('.log').read_text()[-500:]}")
        yield server, line.split()[1]
    finally:
        server.terminate()
        server.wait(timeout=30)


def cpu_seconds(process):
    """By the clock the kernel keeps for the process."""
    return time.clock_gettime((~process.pid << 3) | 2)


def measured(programs):
    """All figures of one build, on a store of its own that does not stay."""
    with tempfile.TemporaryDirectory(dir=WORK) as folder:
        store, copy = pathlib.Path(folder) / "city.db", pathlib.Path(folder) / "copy.db"
        found = imported(programs, store)
        # The store is more than one file.
        for made in store.parent.glob(f"{store.name}*"):
            shutil.copy(made, made.with_name(made.name.replace(store.name, copy.name)))
        return {**found, **released(programs, copy), **durable(programs, copy)}


def lines(found, earlier):
    if earlier:
        yield from found.lines(f"the store of this build beside {earlier}", BOUND, "{:.3f}")
        return
    yield f"{'least, median and most of ' + str(ROUNDS) + ' rounds':48}"
    for what, sides in found.figures.items():
        values = sides[NOW]
        yield f"{what:48}{min(values):10.3f}{statistics.median(values):10.3f}{max(values):10.3f}"


def main():
    WORK.mkdir(parents=True, exist_ok=True)
    earlier = os.environ.get("BEFORE")
    programs, found = folders(earlier), Comparison()
    for side in turns(ROUNDS, tuple(programs)):
        for what, figure in measured(programs[side]).items():
            found.add(what, side, figure)
    text = "\n".join(lines(found, earlier))
    print(text)
    if not earlier:
        (WORK / "table.txt").write_text(text + "\n")
    elif over := found.misses(BOUND):
        sys.exit("over its bound: " + "; ".join(over))


main()
