"""A partner's backend in Python: stock grpcio, stubs made by grpcio-tools from Protocols/."""
import importlib
import os
import pathlib
import sys
import tempfile

import grpc
import grpc_tools
from grpc_tools import protoc

ROOT = pathlib.Path(__file__).resolve().parents[3]
ENDPOINT = os.environ["SPOTS_ENDPOINT"]
SEGMENT = os.environ.get("SPOTS_SEGMENT", "")
KEY = os.environ.get("SPOTS_KEY", "")
POC_KEY = os.environ.get("SPOTS_POC_KEY", "")
CA = pathlib.Path(os.environ["SPOTS_CA"]).read_bytes()


def _stubs():
    """Generates the stubs into a folder of their own and imports them."""
    out = tempfile.mkdtemp(prefix="spots-stubs-")
    names = ("google/api", "spots/enrichment", "spots/consent", "spots/options")
    folders = [ROOT / "Protocols" / name for name in names]
    files = [str(p.relative_to(ROOT / "Protocols")) for folder in folders for p in folder.rglob("*.proto")]
    include = pathlib.Path(grpc_tools.__file__).parent / "_proto"
    code = protoc.main(
        ["protoc", f"-I{include}", f"-I{ROOT / 'Protocols'}", f"--python_out={out}", f"--grpc_python_out={out}"]
        + sorted(files)
    )
    if code:
        raise RuntimeError(f"protoc ended with {code}")
    sys.path.insert(0, out)
    names = ["common", "behavior", "personality", "influence", "affinity", "products", "actions", "session", "service"]
    modules = {n: importlib.import_module(f"spots.enrichment.v1.{n}_pb2") for n in names}
    return modules, importlib.import_module("spots.enrichment.v1.service_pb2_grpc")


PB, SERVICE = _stubs()


def channel():
    """A TLS channel that trusts the development CA."""
    return grpc.secure_channel(
        ENDPOINT,
        grpc.ssl_channel_credentials(root_certificates=CA),
        options=[("grpc.max_send_message_length", 64 << 20), ("grpc.ssl_target_name_override", "localhost")],
    )


def stub(over):
    """The enrichment service over a channel."""
    return SERVICE.EnrichmentServiceStub(over)


def key(text=None):
    """Call metadata with a key."""
    return (("authorization", f"Bearer {KEY if text is None else text}"),)


def segment(segment_id=None):
    """A user segment by id."""
    return PB["common"].UserSegment(segment_id=SEGMENT if segment_id is None else segment_id)
