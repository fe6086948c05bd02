"""Stubs of grpc.testing, made by grpcio-tools from Protocols/."""
import importlib
import pathlib
import tempfile

import grpc
from grpc_tools import protoc

ROOT = pathlib.Path(__file__).resolve().parents[3]


def _load():
    """Generates the stubs into a folder of their own and imports them."""
    out = tempfile.mkdtemp(prefix="interop-stubs-")
    files = sorted(str(p) for p in (ROOT / "Protocols/grpc/testing").glob("*.proto"))
    code = protoc.main(
        ["protoc", f"-I{ROOT / 'Protocols'}", f"--python_out={out}", f"--grpc_python_out={out}"] + files
    )
    if code:
        raise RuntimeError(f"protoc ended with {code}")
    # The generated modules are called grpc.testing...: they have to be found inside the package grpc.
    grpc.__path__.append(f"{out}/grpc")
    names = ["empty_pb2", "messages_pb2", "test_pb2_grpc"]
    return [importlib.import_module(f"grpc.testing.{name}") for name in names]


EMPTY, MESSAGES, SERVICES = _load()
INITIAL = "x-grpc-test-echo-initial"
TRAILING = "x-grpc-test-echo-trailing-bin"


def zeros(count):
    """A payload of so many zeros."""
    return MESSAGES.Payload(body=bytes(count))
