"""The standard interoperability cases on grpcio: `interop_client.py HOST:PORT CA`.

Prints a line for each case: its name and `pass`, `pass NOTE` when grpcio cannot express a part of it, or `FAIL WHY`.
"""
import pathlib
import sys

import grpc
from interop_schema import EMPTY, INITIAL, MESSAGES, SERVICES, TRAILING, zeros

LARGE = dict(response_size=314159, payload=zeros(271828))
UP, DOWN = [27182, 8, 1828, 45904], [31415, 9, 2653, 58979]
GZIP = grpc.Compression.Gzip
ROUNDS = 30


def check(found, wanted, what):
    if found != wanted:
        raise AssertionError(f"{what} is {found!r}, expected {wanted!r}")


def check_large(reply):
    check(reply.payload.body, bytes(314159), "the reply's payload")


def error(call):
    try:
        result = call()
        if result is not None and hasattr(result, "__iter__"):
            list(result)
    except grpc.RpcError as failure:
        return failure
    raise AssertionError("the call succeeded")


def flag(value):
    return MESSAGES.BoolValue(value=value)


def down(*sizes, **more):
    wishes = [MESSAGES.ResponseParameters(size=size) for size in sizes]
    return MESSAGES.StreamingOutputCallRequest(response_parameters=wishes, **more)


def up(size, **more):
    return MESSAGES.StreamingInputCallRequest(payload=zeros(size), **more)


def empty_unary(stub):
    check(stub.EmptyCall(EMPTY.Empty()), EMPTY.Empty(), "the reply")


def large_unary(stub):
    check_large(stub.UnaryCall(MESSAGES.SimpleRequest(**LARGE)))


def client_compressed_unary(stub):
    compressed = MESSAGES.SimpleRequest(expect_compressed=flag(True), **LARGE)
    check(error(lambda: stub.UnaryCall(compressed)).code(), grpc.StatusCode.INVALID_ARGUMENT, "the probe's status")
    check_large(stub.UnaryCall(compressed, compression=GZIP))
    check_large(stub.UnaryCall(MESSAGES.SimpleRequest(expect_compressed=flag(False), **LARGE)))


def server_compressed_unary(stub):
    for wish in (True, False):
        check_large(stub.UnaryCall(MESSAGES.SimpleRequest(response_compressed=flag(wish), **LARGE)))
    return "grpcio does not show whether a message came compressed"


def client_streaming(stub):
    reply = stub.StreamingInputCall(up(size) for size in UP)
    check(reply.aggregated_payload_size, 74922, "the sum of all sizes")


def client_compressed_streaming(stub):
    compressed = up(27182, expect_compressed=flag(True))
    probe = error(lambda: stub.StreamingInputCall(iter([compressed])))
    check(probe.code(), grpc.StatusCode.INVALID_ARGUMENT, "the probe's status")
    reply = stub.StreamingInputCall(iter([compressed]), compression=GZIP)
    check(reply.aggregated_payload_size, 27182, "the size of the compressed one")
    reply = stub.StreamingInputCall(iter([up(45904, expect_compressed=flag(False))]))
    check(reply.aggregated_payload_size, 45904, "the size of the other")
    return "a grpcio client compresses all messages of a call or none: two calls"


def server_streaming(stub):
    sizes = [len(reply.payload.body) for reply in stub.StreamingOutputCall(down(*DOWN))]
    check(sizes, DOWN, "the sizes of the replies")


def server_compressed_streaming(stub):
    request = down(31415, 92653)
    request.response_parameters[0].compressed.value = True
    request.response_parameters[1].compressed.value = False
    check([len(r.payload.body) for r in stub.StreamingOutputCall(request)], [31415, 92653], "the sizes of the replies")
    return "grpcio does not show whether a message came compressed"


class Conversation:
    """Requests sent one by one on a stream."""

    def __init__(self, method, **options):
        import queue

        self.queue = queue.Queue()
        self.call = method(iter(self.queue.get, None), **options)

    def send(self, request):
        self.queue.put(request)

    def finish(self):
        self.queue.put(None)


def ping_pong(stub):
    talk = Conversation(stub.FullDuplexCall)
    for size, wanted in zip(UP, DOWN):
        talk.send(down(wanted, payload=zeros(size)))
        check(len(next(talk.call).payload.body), wanted, "the reply's size")
    talk.finish()
    check(list(talk.call), [], "what follows")


def empty_stream(stub):
    check(list(stub.FullDuplexCall(iter([]))), [], "the replies")


def custom_metadata(stub):
    sent = ((INITIAL, "test_initial_metadata_value"), (TRAILING, b"\xab\xab\xab"))
    reply, call = stub.UnaryCall.with_call(MESSAGES.SimpleRequest(**LARGE), metadata=sent)
    check_large(reply)
    duplex = stub.FullDuplexCall(iter([down(314159, payload=zeros(271828))]), metadata=sent)
    check([len(reply.payload.body) for reply in duplex], [314159], "the sizes of the replies")
    for which in (call, duplex):
        check(dict(which.initial_metadata()).get(INITIAL), sent[0][1], "the initial echo")
        check(dict(which.trailing_metadata()).get(TRAILING), sent[1][1], "the trailing echo")


def check_status(call, message):
    failure = error(call)
    check(failure.code(), grpc.StatusCode.UNKNOWN, "the status")
    check(failure.details(), message, "the message")


def status_code_and_message(stub):
    status = MESSAGES.EchoStatus(code=2, message="test status message")
    check_status(lambda: stub.UnaryCall(MESSAGES.SimpleRequest(response_status=status)), status.message)
    request = MESSAGES.StreamingOutputCallRequest(response_status=status)
    check_status(lambda: stub.FullDuplexCall(iter([request])), status.message)


def special_status_message(stub):
    message = "\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n"
    status = MESSAGES.EchoStatus(code=2, message=message)
    check_status(lambda: stub.UnaryCall(MESSAGES.SimpleRequest(response_status=status)), message)


def unimplemented_method(stub):
    failure = error(lambda: stub.UnimplementedCall(EMPTY.Empty()))
    check(failure.code(), grpc.StatusCode.UNIMPLEMENTED, "the status")


def unimplemented_service(stub):
    other = SERVICES.UnimplementedServiceStub(stub.channel)
    failure = error(lambda: other.UnimplementedCall(EMPTY.Empty()))
    check(failure.code(), grpc.StatusCode.UNIMPLEMENTED, "the status")


def cancel_after_begin(stub):
    talk = Conversation(stub.StreamingInputCall.future)
    talk.call.cancel()
    check(talk.call.code(), grpc.StatusCode.CANCELLED, "the status")
    talk.finish()


def cancel_after_first_response(stub):
    talk = Conversation(stub.FullDuplexCall)
    talk.send(down(31415, payload=zeros(27182)))
    check(len(next(talk.call).payload.body), 31415, "the reply's size")
    talk.call.cancel()
    check(talk.call.code(), grpc.StatusCode.CANCELLED, "the status")
    talk.finish()


def timeout_on_sleeping_server(stub):
    talk = Conversation(stub.FullDuplexCall, timeout=0.001)
    talk.send(MESSAGES.StreamingOutputCallRequest(payload=zeros(27182)))
    check(error(lambda: talk.call).code(), grpc.StatusCode.DEADLINE_EXCEEDED, "the status")
    talk.finish()


def rpc_soak(stub):
    for _ in range(ROUNDS):
        large_unary(stub)


def channel_soak(stub):
    for _ in range(ROUNDS):
        with connect() as other:
            large_unary(other)


CASES = [
    empty_unary, large_unary, client_compressed_unary, server_compressed_unary, client_streaming,
    client_compressed_streaming, server_streaming, server_compressed_streaming, ping_pong, empty_stream,
    custom_metadata, status_code_and_message, special_status_message, unimplemented_method, unimplemented_service,
    cancel_after_begin, cancel_after_first_response, timeout_on_sleeping_server, rpc_soak, channel_soak,
]


class Stub(SERVICES.TestServiceStub):
    """The test service over a channel of its own."""

    def __init__(self, channel):
        super().__init__(channel)
        self.channel = channel

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.channel.close()


def connect():
    endpoint, authority = sys.argv[1:3]
    credentials = grpc.ssl_channel_credentials(root_certificates=pathlib.Path(authority).read_bytes())
    # A pool of its own for every channel: otherwise grpcio shares connections between them.
    options = [("grpc.ssl_target_name_override", "localhost"), ("grpc.use_local_subchannel_pool", 1)]
    return Stub(grpc.secure_channel(endpoint, credentials, options=options))


def main():
    for case in CASES:
        try:
            with connect() as stub:
                print(case.__name__, "pass", case(stub) or "", flush=True)
        except Exception as failure:  # every case has its own line, whatever becomes of it
            why = f"{failure.code()}: {failure.details()}" if isinstance(failure, grpc.RpcError) else failure
            print(case.__name__, "FAIL", f"{type(failure).__name__}: {why}".replace("\n", "\\n"), flush=True)


if __name__ == "__main__":
    main()
