"""User instructions of a unary call: counted by the processor where `perf` may ask it, else by callgrind.

COUNTER=perf, callgrind or none chooses. Each is the difference of two runs, so that the start does not count.
"""

import os
import pathlib
import re
import shutil
import subprocess
import tempfile

from loads import execute
from measurement import LOAD, SERVER
from servers import Server

# A server under callgrind is fifty times as slow.
FEW, MANY = 1_000, 5_000
EVENT = "instructions:u"


def counter():
    """What counts instructions on this machine, and words on it: (function or None, words)."""
    wanted = os.environ.get("COUNTER")
    if wanted == "none":
        return None, "not counted, as asked for"
    if wanted in (None, "perf") and perf_works():
        return by_perf, f"counted by perf stat -e {EVENT}"
    if wanted in (None, "callgrind") and shutil.which("valgrind"):
        return by_callgrind, "counted by callgrind" + ("" if wanted else f": perf cannot count {EVENT} here")
    return None, f"not counted: perf cannot count {EVENT} here; install valgrind for callgrind"


def perf_works():
    if not shutil.which("perf"):
        return False
    done = subprocess.run(["perf", "stat", "-x", ",", "-e", EVENT, "true"], capture_output=True, text=True)
    return done.returncode == 0 and counted(done.stderr) is not None


def counted(text):
    """The number in perf's line of the event; None when it says that it is not supported."""
    found = re.search(rf"^(\d+),[^,]*,{EVENT}", text, re.MULTILINE)
    return int(found[1]) if found else None


def by_perf(side, workload):
    def total(server, count):
        with tempfile.NamedTemporaryFile(suffix=".perf") as log:
            perf = ["perf", "stat", "-x", ",", "-e", EVENT, "-p", server.process.pid, "-o", log.name, "--"]
            workload.check(execute([*perf, *workload.command(server, count, None)], LOAD), count)
            return counted(pathlib.Path(log.name).read_text())
    server = Server(side, SERVER)
    try:
        workload.run(server, FEW, LOAD)
        return (total(server, MANY) - total(server, FEW)) / (MANY - FEW)
    finally:
        server.stop()


def by_callgrind(side, workload):
    def total(count):
        with tempfile.TemporaryDirectory() as folder:
            out = pathlib.Path(folder) / "callgrind.out"
            server = Server(side, SERVER, under=["valgrind", "-q", "--tool=callgrind", f"--callgrind-out-file={out}"])
            try:
                workload.run(server, count, LOAD)
            finally:
                server.stop()
            return int(re.search(r"^totals: (\d+)", out.read_text(), re.MULTILINE)[1])
    return (total(MANY) - total(FEW)) / (MANY - FEW)
