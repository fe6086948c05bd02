import RPC
import interop_server

/// Cases of compressed messages; they answer a note when the server cannot judge what comes to it.
enum CompressionCases {
  /// What the matrix says below itself of a server on grpcio.
  private static let blindServer = "grpcio does not show a handler whether a request came compressed: no probe"

  static func clientUnary(_ client: TestServiceClient, _ peer: Peer) async throws -> String? {
    var request = SimpleRequest.large
    request.expectCompressed = flag(true)
    let compressed = request
    if peer.seesCompression {
      let probe = await failure { _ = try await client.unaryCall(compressed) }
      try expect("the probe's status", probe?.code, is: .invalidArgument)
    }
    try expectLarge(try await client.unaryCall(compressed, options: CallOptions(compression: .on)))
    request.expectCompressed = flag(false)
    try expectLarge(try await client.unaryCall(request))
    return peer.seesCompression ? nil : blindServer
  }

  static func serverUnary(_ client: TestServiceClient) async throws {
    for wish in [true, false] {
      var request = SimpleRequest.large
      request.responseCompressed = flag(wish)
      let response: UnaryResponse<SimpleResponse> = try await client.channel.unaryResponse(
        TestServiceMethods.unaryCall, request)
      try expectLarge(response.message)
      try expect("whether the reply came compressed", response.wasCompressed, is: wish)
    }
  }

  static func clientStreaming(_ client: TestServiceClient, _ peer: Peer) async throws -> String? {
    var compressed = StreamingInputCallRequest.sized(27182)
    compressed.expectCompressed = flag(true)
    var plain = StreamingInputCallRequest.sized(45904)
    plain.expectCompressed = flag(false)
    if peer.seesCompression { try await probe(client, compressed) }
    let call = try await client.streamingInputCall(options: CallOptions(compression: .on))
    try await call.send(compressed, compression: .on)
    try await call.send(plain, compression: .off)
    try expect("the sum of all sizes", try await call.finish().aggregatedPayloadSize, is: 73086)
    return peer.seesCompression ? nil : blindServer
  }

  /// A server that can tell refuses a message that is not compressed as it says.
  private static func probe(_ client: TestServiceClient, _ request: StreamingInputCallRequest) async throws {
    let call = try await client.streamingInputCall()
    let error = await failure {
      try await call.send(request, compression: .off)
      _ = try await call.finish()
    }
    try expect("the probe's status", error?.code, is: .invalidArgument)
  }

  static func serverStreaming(_ client: TestServiceClient) async throws {
    var request = StreamingOutputCallRequest.asking(for: [31415, 92653])
    request.responseParameters[0].compressed = flag(true)
    request.responseParameters[1].compressed = flag(false)
    let replies = try await client.streamingOutputCall(request)
    for (size, wish) in [(31415, true), (92653, false)] {
      try expect("the reply's size", try await replies.next()?.payload?.body.count, is: size)
      try expect("whether the reply of \(size) came compressed", replies.lastWasCompressed, is: wish)
    }
    try expect("the end", try await replies.next() == nil, is: true)
  }

  private static func flag(_ value: Bool) -> BoolValue {
    var flag = BoolValue()
    flag.value = value
    return flag
  }
}
