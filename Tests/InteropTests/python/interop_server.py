"""grpc.testing.TestService on grpcio: `interop_server.py CERTIFICATE KEY` says `listening HOST:PORT` and serves.

grpcio shows a handler nothing of whether a request came compressed, so `expect_compressed` is not judged here.
"""
import pathlib
import sys
import time
from concurrent import futures

import grpc
from interop_schema import EMPTY, INITIAL, MESSAGES, SERVICES, TRAILING, zeros

CODES = {code.value[0]: code for code in grpc.StatusCode}


def echo_metadata(context):
    given = context.invocation_metadata()
    context.send_initial_metadata([(k, v) for k, v in given if k == INITIAL])
    context.set_trailing_metadata([(k, v) for k, v in given if k == TRAILING])


def end_if_asked(request, context):
    if request.response_status.code:
        context.abort(CODES.get(request.response_status.code, grpc.StatusCode.UNKNOWN), request.response_status.message)


class TestService(SERVICES.TestServiceServicer):
    def EmptyCall(self, request, context):
        echo_metadata(context)
        return EMPTY.Empty()

    def UnaryCall(self, request, context):
        if request.response_compressed.value:
            context.set_compression(grpc.Compression.Gzip)
        echo_metadata(context)
        end_if_asked(request, context)
        return MESSAGES.SimpleResponse(payload=zeros(request.response_size))

    def StreamingOutputCall(self, request, context):
        if any(wish.compressed.value for wish in request.response_parameters):
            context.set_compression(grpc.Compression.Gzip)
        echo_metadata(context)
        yield from self.answer(request, context)

    def StreamingInputCall(self, requests, context):
        echo_metadata(context)
        size = sum(len(request.payload.body) for request in requests)
        return MESSAGES.StreamingInputCallResponse(aggregated_payload_size=size)

    def FullDuplexCall(self, requests, context):
        echo_metadata(context)
        for request in requests:
            yield from self.answer(request, context)

    def HalfDuplexCall(self, requests, context):
        echo_metadata(context)
        for request in list(requests):
            yield from self.answer(request, context)

    def answer(self, request, context):
        end_if_asked(request, context)
        for wish in request.response_parameters:
            time.sleep(wish.interval_us / 1e6)
            if not wish.compressed.value:
                context.disable_next_message_compression()
            yield MESSAGES.StreamingOutputCallResponse(payload=zeros(wish.size))


def main():
    certificate, key = (pathlib.Path(path).read_bytes() for path in sys.argv[1:3])
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=8))
    SERVICES.add_TestServiceServicer_to_server(TestService(), server)
    port = server.add_secure_port("127.0.0.1:0", grpc.ssl_server_credentials([(key, certificate)]))
    server.start()
    print(f"listening 127.0.0.1:{port}", flush=True)
    server.wait_for_termination()


if __name__ == "__main__":
    main()
