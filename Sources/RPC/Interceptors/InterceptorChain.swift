/// Runs interceptors in order at the beginning of a call and in the reverse order at its end.
struct InterceptorChain: Sendable {
  private let interceptors: [any ServerInterceptor]
  private let observers: Int
  private let messageInterceptors: [any MessageInterceptor]
  /// Those that run around handlers, the outermost first.
  let handlerInterceptors: [any HandlerInterceptor]

  /// A chain in the given order.
  init(_ interceptors: [any ServerInterceptor]) {
    self.interceptors = interceptors
    observers = interceptors.prefix { $0 is any CallObserver }.count
    messageInterceptors = interceptors.compactMap { $0 as? any MessageInterceptor }
    handlerInterceptors = interceptors.compactMap { $0 as? any HandlerInterceptor }
  }

  /// What `begin` came to.
  struct Beginning: Sendable {
    /// How many interceptors have begun and must be finished.
    let begun: Int
    /// The error of the one that refused the call, nil when all let it pass.
    let refusal: RPCError?
  }

  /// Lets every interceptor judge the call, up to the first that refuses it; `admit` is asked after those that only
  /// observe.
  func begin(_ context: ServerContext, admit: () -> RPCError?) -> Beginning {
    let interceptors = interceptors.span
    for index in interceptors.indices {
      if index == observers, let refusal = admit() { return Beginning(begun: index, refusal: refusal) }
      do throws(RPCError) {
        try interceptors[index].begin(context)
      } catch {
        return Beginning(begun: index, refusal: error)
      }
    }
    return Beginning(begun: interceptors.count, refusal: observers == interceptors.count ? admit() : nil)
  }

  /// Tells those that have begun how the call ended, the last first.
  func finish(_ context: ServerContext, begun: Int, _ outcome: () -> CallOutcome) {
    guard begun > 0 else { return }
    let outcome = outcome()
    let interceptors = interceptors.span
    for index in (0..<begun).reversed() { interceptors[index].finish(context, outcome) }
  }

  // MARK: Messages

  /// Whether any interceptor looks at messages.
  var seesMessages: Bool { !messageInterceptors.isEmpty }

  /// What the handler gets in place of the request.
  func request(_ message: [UInt8], _ context: ServerContext) throws(RPCError) -> [UInt8] {
    var message = message
    for interceptor in messageInterceptors { message = try interceptor.request(message, context) }
    return message
  }

  /// What is sent in place of the reply.
  func reply(_ frame: MessageFrame, _ context: ServerContext) throws(RPCError) -> MessageFrame {
    guard seesMessages else { return frame }
    var message = frame.message
    for interceptor in messageInterceptors.reversed() { message = try interceptor.reply(message, context) }
    return MessageFrame(encoded: message, compression: frame.compression)
  }
}
