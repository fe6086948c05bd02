"""Writes Benchmarks/RESULTS.md from the tables that the benchmarks left in Benchmarks/.work; raw rounds stay there."""

import datetime
import os
import pathlib
import re
import subprocess

HERE = pathlib.Path(__file__).resolve().parent
WORK = HERE / ".work"
# Folder of the results, title, command; what there is to say is in a NOTES.md of the folder of the same name.
BENCHMARKS = [
    ("rpc", "gRPC servers", "make bench-rpc"),
    ("codec", "Protobuf codecs", "make bench-codec"),
    ("memory", "Memory of idle connections and streams", "make bench-memory"),
    ("engine", "The enrichment engine", "make bench-engine"),
    ("storage", "The store", "make bench-storage"),
    ("scale", "Import and simulation as they grow", "make bench-scale"),
    ("service", "The enrichment service", "make bench-service"),
]
FOLDERS = {path.name.lower(): path for path in HERE.iterdir() if path.is_dir()}
PACKAGES = ["libgrpc++1.51", "libprotobuf32", "libnghttp2-14", "nghttp2-server", "nghttp2-client", "libssl3"]


def first_line(*command):
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return None
    return (done.stdout or done.stderr).strip().splitlines()[0] if (done.stdout or done.stderr).strip() else None


def machine():
    processor = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())
    memory = int(re.search(r"MemTotal:\s+(\d+)", pathlib.Path("/proc/meminfo").read_text())[1]) / 1024 / 1024
    system = re.search(r'PRETTY_NAME="(.*)"', pathlib.Path("/etc/os-release").read_text())
    yield "Processor", f"{processor[1] if processor else 'unknown'}, {os.cpu_count()} cores"
    yield "Memory", f"{memory:.0f} GB"
    yield "System", f"{system[1] if system else 'unknown'}, Linux {os.uname().release}"
    yield "Load when this was written", " ".join(f"{x:.2f}" for x in os.getloadavg())


def versions():
    yield "Swift", first_line("swift", "--version")
    yield "C++", first_line("g++", "--version")
    for package in PACKAGES:
        yield package, first_line("dpkg-query", "-W", "-f", "${Version}", package)
    python = HERE.parent / ".venv" / "bin" / "python"
    yield "grpcio", first_line(str(python), "-c", "import grpc; print(grpc.__version__)")
    for name in ("RPC/GRPCSwift", "Codec/SwiftProtobuf"):
        manifest = (HERE / name / "Package.swift").read_text()
        yield from re.findall(r'/([\w-]+)", exact: "([\d.]+)"', manifest)


def plain(text):
    """Without the colours of a terminal."""
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


def main():
    today = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d")
    out = [
        "# Benchmarks", "",
        f"Written by `make bench` on {today}. What counts are the ratios, each taken between neighbours in one round;",
        "absolute figures depend on the machine and on what else it did, and are noisy. Medians of all rounds unless",
        "three figures stand side by side. The raw rounds stay in Benchmarks/.work, which is not kept.", "",
        "| machine | |", "|---|---|", *(f"| {k} | {v} |" for k, v in machine()), "",
        "| version | |", "|---|---|", *(f"| {k} | {v} |" for k, v in versions() if v), ""]
    for name, title, command in BENCHMARKS:
        table = WORK / name / "table.txt"
        if not table.exists():
            out += [f"## {title}", "", f"Not measured; `{command}` does.", ""]
            continue
        notes = FOLDERS.get(name, HERE) / "NOTES.md"
        out += [f"## {title}", "", f"`{command}`", "", *([notes.read_text()] if notes.exists() else []),
                "```", plain(table.read_text()).strip("\n"), "```", ""]
    (HERE / "RESULTS.md").write_text("\n".join(out))
    print("written: Benchmarks/RESULTS.md")


main()
