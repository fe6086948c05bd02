import RPC
import interop_server

extension SimpleRequest {
  /// The request most cases make: 271,828 bytes up, 314,159 bytes down.
  static let large: SimpleRequest = {
    var request = SimpleRequest()
    request.responseSize = 314_159
    request.payload = Payload(zeros: 271_828)
    return request
  }()
}

extension Payload {
  /// A payload of this many zeros.
  init(zeros count: Int) {
    self.init()
    body = [UInt8](repeating: 0, count: count)
  }
}

/// Fails the case unless the reply is of the size that `SimpleRequest.large` asks for.
func expectLarge(_ response: SimpleResponse) throws {
  try expect("the reply's payload", response.payload, is: Payload(zeros: 314_159))
}

/// Cases of unary calls.
enum UnaryCases {
  private static let initialName = "x-grpc-test-echo-initial"
  private static let trailingName = "x-grpc-test-echo-trailing-bin"

  static func empty(_ client: TestServiceClient) async throws {
    try expect("the reply", try await client.emptyCall(Empty()), is: Empty())
  }

  static func large(_ client: TestServiceClient) async throws {
    try expectLarge(try await client.unaryCall(.large))
  }

  static func customMetadata(_ client: TestServiceClient) async throws {
    var options = CallOptions()
    try options.metadata.add("test_initial_metadata_value", for: initialName)
    try options.metadata.add(binary: [0xAB, 0xAB, 0xAB], for: trailingName)

    let unary: UnaryResponse<SimpleResponse> = try await client.channel.unaryResponse(
      TestServiceMethods.unaryCall, SimpleRequest.large, options: options)
    try expectLarge(unary.message)
    try expectEcho(unary.initialMetadata, unary.trailingMetadata)

    let duplex = try await client.fullDuplexCall(options: options)
    try await duplex.send(.asking(for: 314_159, payload: 271_828))
    duplex.finishSending()
    try expect("the reply's size", try await duplex.replies.next()?.payload?.body.count, is: 314_159)
    try expect("the end", try await duplex.replies.next() == nil, is: true)
    try expectEcho(try await duplex.replies.initialMetadata(), duplex.replies.trailingMetadata ?? Metadata())
  }

  private static func expectEcho(_ initial: Metadata, _ trailing: Metadata) throws {
    try expect("the initial echo", initial[initialName], is: "test_initial_metadata_value")
    try expect("the trailing echo", trailing.binaries(for: trailingName), is: [[0xAB, 0xAB, 0xAB]])
  }
}
