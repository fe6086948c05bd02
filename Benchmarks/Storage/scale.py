"""Measures how memory, time and disk of import and simulation grow: the largest figures of each program run.

Folders of ROWS="1500000 3000000 6000000" check-ins (checkins.py) are imported and cities of PEOPLE="60000 150000 300000"
simulated, each into a new store. Exit code 1 when one of them takes more than 400 MB of resident memory, or the largest
more than 1.25 times as long per row or person as the smallest.
"""

import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
import checkins
from programs import folders

ROWS = [int(word) for word in os.environ.get("ROWS", "1500000 3000000 6000000").split()]
PEOPLE = [int(word) for word in os.environ.get("PEOPLE", "60000 150000 300000").split()]
MEMORY, GROWTH = 400e6, 1.25
WORK = HERE.parent / ".work" / "scale"


class Sizes:
    """The largest sizes of a store's files while a program writes them."""

    def __init__(self, store):
        self.store, self.log, self.running = store, 0, True
        self.thread = threading.Thread(target=self.look)
        self.thread.start()

    def look(self):
        while self.running:
            self.log = max(self.log, size(self.store, "-wal"))
            time.sleep(0.05)

    def end(self):
        self.running = False
        self.thread.join()
        return self.log, size(self.store)


def size(store, suffix=""):
    try:
        return os.stat(f"{store}{suffix}").st_size
    except FileNotFoundError:
        return 0


def measured(program, *arguments):
    """Runs the operator's program on a new store: seconds, CPU seconds, bytes resident, of the log, of the store."""
    with tempfile.TemporaryDirectory(dir=WORK) as folder:
        store = pathlib.Path(folder) / "store.db"
        sizes, began = Sizes(store), time.monotonic()
        process = subprocess.Popen([program, *map(str, arguments), "--store", f"sqlite:{store}"],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        words = process.stderr.read()
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.monotonic() - began
        if status:
            raise SystemExit(f"{arguments}: {words[-500:]}")
        return seconds, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024, *sizes.end()


def runs(program):
    """Each run: what, how many of it, and its figures."""
    for rows in ROWS:
        with tempfile.TemporaryDirectory(dir=WORK) as folder:
            checkins.write(pathlib.Path(folder) / "city", rows)
            yield "import, check-ins", rows, measured(
                program, "import", "folder", pathlib.Path(folder) / "city", "--consent", "all", "--tz", "Asia/Jakarta",
                "--as-of", "2013-02-01")
    for people in PEOPLE:
        yield "simulate, people", people, measured(program, "simulate", "--people", people, "--seed", 1)


def main():
    WORK.mkdir(parents=True, exist_ok=True)
    lines, costs, over = [], {}, []
    lines.append(f"{'':18}{'count':>10}{'seconds':>9}{'a second':>10}{'CPU s':>8}{'resident':>10}{'log':>10}{'store':>10}")
    print(lines[-1])
    for what, count, (seconds, cpu, resident, log, store) in runs(folders()["now"] / "spots"):
        sizes = "".join(f"{bytes_ / 1e6:7.0f} MB" for bytes_ in (resident, log, store))
        lines.append(f"{what:18}{count:10,}{seconds:9.1f}{count / seconds:10,.0f}{cpu:8.1f}{sizes}")
        print(lines[-1], flush=True)
        costs.setdefault(what, []).append(cpu / count)
        over += [f"{what} {count:,}: {resident / 1e6:.0f} MB"] if resident > MEMORY else []
    over += [f"{what}: {each[-1] / each[0]:.2f} times the CPU of the smallest" for what, each in costs.items()
             if each[-1] > GROWTH * each[0]]
    (WORK / "table.txt").write_text("\n".join(lines) + "\n")
    if over:
        sys.exit("over its bound: " + "; ".join(over))


main()
