"""Asks a server by a real gRPC client, so that a fast wrong answer does not count."""

import pathlib
import sys

import grpc

from servers import AUTHORITY, PARTNER_KEY, WORK

sys.path.insert(0, str(WORK / "python"))
import bench_pb2
import bench_pb2_grpc

from google.protobuf import json_format

METADATA = [("authorization", f"Bearer {PARTNER_KEY}")]


def request(**changes):
    message = bench_pb2.ProfileRequest.FromString((WORK / "request.bin").read_bytes())
    for name, value in changes.items():
        setattr(message, name, value)
    return message


def reply(request):
    message = bench_pb2.ProfileReply.FromString((WORK / "reply.bin").read_bytes())
    message.request_id = request.request_id
    return message


def write_request_as_json():
    (WORK / "request.json").write_text(json_format.MessageToJson(request()))


def check(server):
    """Every kind of call ends with OK and answers with the right messages; raises what is wrong otherwise."""
    if server.side == "nghttpd":
        return
    credentials = grpc.ssl_channel_credentials(pathlib.Path(AUTHORITY).read_bytes())
    with grpc.secure_channel(f"localhost:{server.port}", credentials) as channel:
        bench = bench_pb2_grpc.BenchStub(channel)
        one = request(request_id="checked")
        assert bench.Unary(one, timeout=10, metadata=METADATA) == reply(one), "unary"
        several = request(replies=3)
        answers = list(bench.ServerStream(several, timeout=10, metadata=METADATA))
        assert answers == [reply(several)] * 3, "server stream"
        asked = [request(request_id=f"r{i}") for i in range(5)]
        answers = list(bench.Bidi(iter(asked), timeout=10, metadata=METADATA))
        assert answers == [reply(r) for r in asked], "bidirectional stream"
