import RPC
import interop_server

/// Cases of calls whose caller gives up.
enum CancellationCases {
  static func afterBegin(_ client: TestServiceClient) async throws {
    let call = try await client.streamingInputCall()
    call.cancel()
    try expect("the status", await failure { _ = try await call.finish() }?.code, is: .cancelled)
  }

  static func afterFirstResponse(_ client: TestServiceClient) async throws {
    let call = try await client.fullDuplexCall()
    try await call.send(.asking(for: 31415, payload: 27182))
    try expect("the reply's size", try await call.replies.next()?.payload?.body.count, is: 31415)
    call.cancel()
    try expect("the status", await failure { _ = try await call.replies.next() }?.code, is: .cancelled)
  }

  static func timeout(_ client: TestServiceClient) async throws {
    let call = try await client.fullDuplexCall(options: CallOptions(timeout: .milliseconds(1)))
    let error = await failure {
      var request = StreamingOutputCallRequest()
      request.payload = Payload(zeros: 27182)
      try await call.send(request)
      _ = try await call.replies.next()
    }
    try expect("the status", error?.code, is: .deadlineExceeded)
  }
}
