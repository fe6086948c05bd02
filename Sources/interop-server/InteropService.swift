import Glibc
import RPC

/// `grpc.testing.TestService`: every caller says in its request what it wants to be answered.
struct InteropService: TestServiceServer {
  private let serverID = "interop-\(UInt32.random(in: .min ... .max))"

  func emptyCall(_ request: Empty, context: ServerContext) async throws -> Reply<Empty> {
    Reply(Empty())
  }

  func unaryCall(_ request: SimpleRequest, context: ServerContext) async throws -> Reply<SimpleResponse> {
    try request.expectCompressed?.check(context)
    try request.responseStatus?.end()
    var response = SimpleResponse()
    response.payload = try Payload(request.responseType, size: request.responseSize)
    if request.fillServerID { response.serverID = serverID }
    return Reply(response, compression: CompressionChoice(request.responseCompressed))
  }

  func cacheableUnaryCall(_ request: SimpleRequest, context: ServerContext) async throws -> Reply<SimpleResponse> {
    try context.initialMetadata.add("max-age=60, public", for: "cache-control")
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    var response = SimpleResponse()
    response.payload = Payload()
    response.payload?.body = Array("\(time.tv_sec * 1_000_000_000 + time.tv_nsec)".utf8)
    return Reply(response)
  }

  func streamingOutputCall(
    _ request: StreamingOutputCallRequest, replies: ReplyWriter<StreamingOutputCallResponse>, context: ServerContext
  ) async throws {
    try await answer(request, replies)
  }

  func streamingInputCall(
    _ requests: RequestStream<StreamingInputCallRequest>, context: ServerContext
  ) async throws -> Reply<StreamingInputCallResponse> {
    var size = 0
    for try await request in requests {
      try request.expectCompressed?.check(context)
      size += request.payload?.body.count ?? 0
    }
    var response = StreamingInputCallResponse()
    response.aggregatedPayloadSize = Int32(clamping: size)
    return Reply(response)
  }

  func fullDuplexCall(
    _ requests: RequestStream<StreamingOutputCallRequest>, replies: ReplyWriter<StreamingOutputCallResponse>,
    context: ServerContext
  ) async throws {
    // A caller may wait for it before its first request.
    context.sendInitialMetadata()
    for try await request in requests { try await answer(request, replies) }
  }

  func halfDuplexCall(
    _ requests: RequestStream<StreamingOutputCallRequest>, replies: ReplyWriter<StreamingOutputCallResponse>,
    context: ServerContext
  ) async throws {
    context.sendInitialMetadata()
    var kept: [StreamingOutputCallRequest] = []
    for try await request in requests { kept.append(request) }
    for request in kept { try await answer(request, replies) }
  }

  /// Clients learn here what a method without a server is answered with.
  func unimplementedCall(_ request: Empty, context: ServerContext) async throws -> Reply<Empty> {
    throw RPCError.unimplemented("\(context.path) is not served, so that clients can see what comes of it")
  }

  /// Sends the replies a request asks for, each after its interval.
  private func answer(
    _ request: StreamingOutputCallRequest, _ replies: ReplyWriter<StreamingOutputCallResponse>
  ) async throws {
    try request.responseStatus?.end()
    for parameters in request.responseParameters {
      try await Task.sleep(for: .microseconds(max(0, parameters.intervalUs)))
      var response = StreamingOutputCallResponse()
      response.payload = try Payload(request.responseType, size: parameters.size)
      try await replies.write(response, compression: CompressionChoice(parameters.compressed))
    }
  }
}
