import RPC
import interop_server

/// Cases of calls that end with an error on purpose.
enum StatusCases {
  static func codeAndMessage(_ client: TestServiceClient) async throws {
    try await expectEcho("test status message", client)
    let call = try await client.fullDuplexCall()
    var request = StreamingOutputCallRequest()
    request.responseStatus = EchoStatus("test status message")
    try await call.send(request)
    call.finishSending()
    let error = await failure { while try await call.replies.next() != nil {} }
    try expect("the status", error?.code, is: .unknown)
    try expect("the message", error?.message, is: "test status message")
  }

  static func specialMessage(_ client: TestServiceClient) async throws {
    try await expectEcho("\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n", client)
  }

  static func unimplementedMethod(_ client: TestServiceClient) async throws {
    let error = await failure { _ = try await client.unimplementedCall(Empty()) }
    try expect("the status", error?.code, is: .unimplemented)
  }

  static func unimplementedService(_ client: TestServiceClient) async throws {
    let client = UnimplementedServiceClient(channel: client.channel)
    let error = await failure { _ = try await client.unimplementedCall(Empty()) }
    try expect("the status", error?.code, is: .unimplemented)
  }

  private static func expectEcho(_ message: String, _ client: TestServiceClient) async throws {
    var request = SimpleRequest()
    request.responseStatus = EchoStatus(message)
    let error = await failure { _ = try await client.unaryCall(request) }
    try expect("the status", error?.code, is: .unknown)
    try expect("the message", error?.message, is: message)
  }
}

extension EchoStatus {
  /// UNKNOWN with a message.
  init(_ message: String) {
    self.init()
    code = 2
    self.message = message
  }
}

/// The error a call ends with, nil when it succeeds.
func failure(_ body: () async throws -> Void) async -> RPCError? {
  do {
    try await body()
    return nil
  } catch {
    return error as? RPCError ?? .internal("\(error)")
  }
}
