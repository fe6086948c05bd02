/// Runs interceptors in order at the beginning of a call and in the reverse order at its end.
struct InterceptorChain: Sendable {
  private let interceptors: [any ServerInterceptor]

  /// A chain in the given order.
  init(_ interceptors: [any ServerInterceptor]) {
    self.interceptors = interceptors
  }

  /// What `begin` came to.
  struct Beginning: Sendable {
    /// How many interceptors have begun and must be finished.
    let begun: Int
    /// The error of the one that refused the call, nil when all let it pass.
    let refusal: RPCError?
  }

  /// Lets every interceptor judge the call, up to the first that refuses it.
  func begin(_ context: ServerContext) -> Beginning {
    for (index, interceptor) in interceptors.enumerated() {
      do throws(RPCError) {
        try interceptor.begin(context)
      } catch {
        return Beginning(begun: index, refusal: error)
      }
    }
    return Beginning(begun: interceptors.count, refusal: nil)
  }

  /// Tells those that have begun how the call ended, the last first.
  func finish(_ context: ServerContext, _ outcome: CallOutcome, begun: Int) {
    for interceptor in interceptors.prefix(begun).reversed() { interceptor.finish(context, outcome) }
  }
}
