"""Programs of this build and of an earlier one."""

import pathlib
import resource
import subprocess
import time

from paired import BEFORE, NOW

ROOT = pathlib.Path(__file__).resolve().parents[1]


def folders(earlier=None):
    """Where each side's programs lie; `earlier` is the checkout of the earlier build."""
    found = {NOW: ROOT / ".build" / "release"}
    if earlier:
        found[BEFORE] = pathlib.Path(earlier).resolve() / ".build" / "release"
    for folder in found.values():
        if not folder.is_dir():
            raise SystemExit(f"{folder} is missing; `make -C {folder.parents[1]} build` makes it")
    return found


def run(*command, **options):
    """Runs a program and answers (what it printed, its seconds, its CPU seconds)."""
    used, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, **options)
    seconds, now = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        words = " ".join(map(str, command))
        raise SystemExit(f"{words} ended with {done.returncode}: {(done.stderr or done.stdout)[-500:]}")
    return done.stdout, seconds, now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime
