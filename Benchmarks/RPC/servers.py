"""The servers of the benchmark: how each is started, pinned, watched and stopped."""

import os
import pathlib
import signal
import socket
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
WORK = HERE.parent / ".work" / "rpc"
BIN = WORK / "bin"
CERTIFICATE, KEY, AUTHORITY = (ROOT / "certs" / name for name in ("server.pem", "server.key", "ca.pem"))
# The key the load generators show; ours asks for it, the peers ignore it.
PARTNER_KEY = "spots_prod_bench_0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef00000000"

COMMANDS = {
    "ours": lambda port: [BIN / "ours", port, CERTIFICATE, KEY, WORK / "reply.bin"],
    "sync": lambda port: [BIN / "ours", port, CERTIFICATE, KEY, WORK / "reply.bin", 1, "synchronous"],
    "cpp": lambda port: [BIN / "cpp", port, CERTIFICATE, KEY, WORK / "reply.bin"],
    "grpcswift": lambda port: [BIN / "grpcswift", port, CERTIFICATE, KEY, WORK / "reply.bin"],
    "python": lambda port: [sys.executable, HERE / "Python" / "server.py", port, CERTIFICATE, KEY, WORK / "reply.bin"],
    "nghttpd": lambda port: ["nghttpd", "-a", "127.0.0.1", "-d", WORK / "www", port, KEY, CERTIFICATE],
}
NAMES = {
    "ours": "ours",
    "sync": "ours, no task",
    "cpp": "gRPC C++ async",
    "grpcswift": "grpc-swift-2",
    "python": "Python grpcio",
    "nghttpd": "nghttpd, GET",
}


def add_earlier_build(folder):
    """Makes "before" a side: our server as it is built in the checkout `folder`."""
    program = folder / "Benchmarks" / ".work" / "rpc" / "bin" / "ours"
    if not program.exists():
        raise SystemExit(f"{program} is missing; {folder}/Benchmarks/RPC/build ours makes it")
    COMMANDS["before"] = lambda port: [program, port, CERTIFICATE, KEY, WORK / "reply.bin"]
    NAMES["before"] = "ours, before"


def is_built(side):
    return side in ("python", "nghttpd") or (BIN / side).exists() or side == "sync"


def why_missing(side):
    log = WORK / f"{side}.log"
    lines = log.read_text(errors="replace").strip().splitlines() if log.exists() else []
    return lines[-1] if lines else "not built"


class Server:
    """A running server, pinned to `cores` and run by the command `under` if there is one; stopped by `stop()`."""

    def __init__(self, side, cores="0", extra=(), environment=None, under=()):
        self.side, self.name = side, NAMES[side]
        self.port = free_port()
        command = [*under, *COMMANDS[side](self.port), *extra]
        self.log = (WORK / f"{side}.out").open("wb")
        self.process = subprocess.Popen(
            ["taskset", "-c", cores, *map(str, command)], stdin=subprocess.PIPE, stdout=self.log, stderr=self.log,
            env={**os.environ, **(environment or {})})
        self.wait_until_it_listens()
        self.idle_memory = self.memory()

    def wait_until_it_listens(self):
        """Half a minute and more is for a server under callgrind on a busy machine."""
        for _ in range(1200):
            if self.process.poll() is not None:
                break
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            except OSError:
                time.sleep(0.05)
        self.process.kill()
        raise SystemExit(f"{self.name} does not listen; see {os.path.relpath(self.log.name)}")

    def cpu(self):
        """CPU seconds of all its threads so far, by the clock the kernel keeps for the process."""
        return time.clock_gettime((~self.process.pid << 3) | 2)

    def memory(self):
        """Resident megabytes now."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0]) / 1024

    def stop(self):
        """Closes its input, which ends ours in good order, and then insists."""
        self.process.stdin.close()
        if self.side in ("ours", "sync", "before"):
            try:
                self.process.wait(timeout=60)
            except subprocess.TimeoutExpired:
                pass
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(timeout=3)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.log.close()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
