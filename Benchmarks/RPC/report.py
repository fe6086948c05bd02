"""The table: what each server costs, and by how much the peers cost more than ours."""

import statistics

from servers import NAMES

# What is asked for: (workload, peer) -> (figure, least ratio of the peer's to ours).
BARS = {
    ("batched", "cpp"): ("cpu_us", 4.2), ("batched", "grpcswift"): ("cpu_us", 20.0),
    ("batched", "nghttpd"): ("cpu_us", 1 / 1.7),
    ("wide", "cpp"): ("cpu_us", 2.8), ("wide", "grpcswift"): ("cpu_us", 10.0), ("wide", "nghttpd"): ("cpu_us", 1 / 1.1),
    ("single", "cpp"): ("p50_ms", 1.25),
    ("pingpong", "cpp"): ("cpu_us", 1.7), ("pipelined", "cpp"): ("cpu_us", 1.4),
}


def spread(values):
    return f"{min(values):7.2f} {statistics.median(values):7.2f} {max(values):7.2f}"


def middle(rounds, figure):
    return statistics.median(r[figure] for r in rounds)


def workload_lines(name, workload, rounds):
    yield f"{workload.title}"
    yield (f"  {'':16}{'server CPU, µs/' + workload.unit:^25}{'per s':>9}{'p50 ms':>9}{'p99 ms':>9}{'p99.9 ms':>9}"
           f"{'RSS MB':>8}{'busy':>6}")
    yield f"  {'':16}{'min  median     max':>23}"
    for (each, side), values in rounds.items():
        if each != name:
            continue
        figures = "".join(f"{middle(values, f):9.3f}" for f in ("p50_ms", "p99_ms", "p99.9_ms"))
        yield (f"  {NAMES[side]:16}{spread([v['cpu_us'] for v in values])}  {middle(values, 'per_second'):9.0f}{figures}"
               f"{middle(values, 'rss_mb'):8.1f}{middle(values, 'server_share') * 100:5.0f}%")


def ratio_lines(name, rounds):
    ours = rounds.get((name, "ours"))
    for (each, side), values in rounds.items():
        if each != name or side == "ours" or not ours:
            continue
        figures = {"cpu_us"} | ({BARS[name, side][0]} if (name, side) in BARS else set())
        for figure in sorted(figures):
            each_round = sorted(theirs[figure] / own[figure] for own, theirs in zip(ours, values))
            ratio = statistics.median(each_round)
            bar = BARS.get((name, side))
            mark = "" if not bar or bar[0] != figure else f"  {'meets' if ratio >= bar[1] else 'BELOW'} {bar[1]:.2f}"
            what = "CPU" if figure == "cpu_us" else "p50"
            yield (f"  {NAMES[side] + ' ÷ ours, ' + what:32}{ratio:6.2f}  ({each_round[0]:.2f} to {each_round[-1]:.2f}){mark}")
    if name == "single" and ours and (name, "cpp") in rounds:
        ratio = statistics.median(t["p99_ms"] / o["p99_ms"] for o, t in zip(ours, rounds[name, "cpp"]))
        yield f"  {'gRPC C++ async ÷ ours, p99':32}{ratio:6.2f}  {'meets' if ratio >= 1 else 'BELOW'} 1.00"


def text(workloads, rounds, idle, counts, loops, missing, failures):
    """The whole table."""
    number = max((len(r) for r in rounds.values()), default=0)
    lines = [f"gRPC over TLS 1.3, {number} interleaved rounds; server on one core, load on another"]
    for name, workload in workloads.items():
        lines += ["", *workload_lines(name, workload, rounds), *ratio_lines(name, rounds)]
    lines += ["", "memory at the start, MB: " + ", ".join(f"{NAMES[s]} {m:.1f}" for s, m in idle.items())]
    lines += ["allocations a unary call, ours: " + ", ".join(f"{n} {c:.1f}" for n, c in counts.items())]
    if loops:
        ratio = statistics.median(b / a for a, b in zip(loops[1], loops[2]))
        lines += [f"CPU of a call with two loops ÷ with one: {ratio:.2f}  {'meets' if ratio <= 1.1 else 'ABOVE'} 1.10"
                  f"  ({spread(loops[1])} µs with one, {spread(loops[2])} with two)"]
    lines += [f"not measured: {name}: {why}" for name, why in missing.items()]
    lines += [f"failed: {failure}" for failure in failures]
    return "\n".join(lines)
