"""The workloads, and one of them measured on one server in rounds."""

import os

import check
from loads import Streams, Unary, percentiles

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
