"""The service on grpcio: `server.py PORT CERT KEY REPLY` serves what the file REPLY holds."""

import concurrent.futures
import pathlib
import sys

import grpc

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / ".work" / "rpc" / "python"))
import bench_pb2
import bench_pb2_grpc


class Bench(bench_pb2_grpc.BenchServicer):
    def __init__(self, reply):
        self.reply = reply

    def answer(self, request):
        reply = bench_pb2.ProfileReply()
        reply.CopyFrom(self.reply)
        reply.request_id = request.request_id
        return reply

    def Unary(self, request, context):
        return self.answer(request)

    def ServerStream(self, request, context):
        for _ in range(request.replies):
            yield self.answer(request)

    def Bidi(self, requests, context):
        for request in requests:
            yield self.answer(request)


def main():
    port, certificate, key, reply = sys.argv[1:]
    server = grpc.server(concurrent.futures.ThreadPoolExecutor(max_workers=8))
    message = bench_pb2.ProfileReply.FromString(pathlib.Path(reply).read_bytes())
    bench_pb2_grpc.add_BenchServicer_to_server(Bench(message), server)
    pair = (pathlib.Path(key).read_bytes(), pathlib.Path(certificate).read_bytes())
    server.add_secure_port(f"127.0.0.1:{port}", grpc.ssl_server_credentials([pair]))
    server.start()
    server.wait_for_termination()


main()
