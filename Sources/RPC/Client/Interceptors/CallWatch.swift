internal import Transport

/// The interceptors of one call: used by its task before it begins, on its loop afterwards.
final class CallWatch: @unchecked Sendable {
  private let interceptors: [any ClientInterceptor]
  private var begun = 0
  /// What they know.
  private(set) var context: ClientCallContext

  /// Interceptors that have not begun.
  init(_ interceptors: [any ClientInterceptor], _ context: ClientCallContext) {
    self.interceptors = interceptors
    self.context = context
  }

  /// Lets every interceptor judge the call, up to the first that refuses it.
  func begin() async throws(RPCError) {
    for interceptor in interceptors {
      try await interceptor.begin(&context)
      begun += 1
    }
  }

  /// Tells them that the reply has begun.
  func replyBegan(_ headers: [HeaderField]) {
    guard begun > 0 else { return }
    let metadata = StatusTrailers.metadata(in: headers)
    for interceptor in interceptors.prefix(begun) { interceptor.received(initialMetadata: metadata, context) }
  }

  /// Tells those that have begun how the call ended, the last first.
  func finish(_ outcome: CallOutcome) {
    for interceptor in interceptors.prefix(begun).reversed() { interceptor.finish(context, outcome) }
    begun = 0
  }

  /// Tells those that have begun that the call never did.
  func finish(refused error: RPCError) {
    finish(
      CallOutcome(
        status: error.status, requestMessages: 0, replyMessages: 0, requestBytes: 0, replyBytes: 0,
        durationNanoseconds: 0))
  }
}
