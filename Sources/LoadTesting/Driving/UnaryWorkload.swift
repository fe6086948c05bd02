internal import DynamicMessages
package import EventLoop
package import RPC

/// One unary call a turn.
package struct UnaryWorkload: Workload {
  private let descriptor: MethodDescriptor
  private let source: RequestSource
  private let options: CallOptions

  /// PACKAGE.SERVICE/METHOD.
  package var method: String { String(descriptor.path.dropFirst()) }
  /// Unary calls are no streams.
  package var messages: Int { 0 }

  /// Calls of a method.
  package init(_ descriptor: MethodDescriptor, source: RequestSource, options: CallOptions) {
    self.descriptor = descriptor
    self.source = source
    self.options = options
  }

  /// Makes a call.
  package func run(_ turn: Turn) async {
    var times = CallTimes(due: turn.due)
    do {
      let request = try source.message(turn.number, using: &turn.lane.random)
      times.sent = .now()
      let reply = try await turn.channel.unary(descriptor, encoded: request, options: options)
      times.finish(.ok)
      turn.lane.recordBytes(sent: request.count, received: reply.count)
    } catch {
      times.finish(CallEnd(any: error))
    }
    turn.lane.record(times)
  }

  /// Takers that call without a task; where a channel needs one, as with interceptors, those that use one.
  package func takers(on lane: Lane) -> () -> any TurnTaker {
    let routes = lane.channels.compactMap { UnaryRoute(descriptor, over: $0, on: lane.loop, options: options) }
    guard routes.count == lane.channels.count else { return { TaskTurns(self) } }
    let source = PreparedRequests(source)
    return { UnaryTurns(routes, source) }
  }
}

extension CallTimes {
  /// A call that is about to be sent.
  package init(due: MonotonicTime) {
    self.init(due: due, sent: .now(), ended: due, end: .ok)
  }

  /// Takes the time of the end.
  package mutating func finish(_ end: CallEnd) {
    ended = .now()
    self.end = end
  }
}

extension CallEnd {
  /// The end of a turn that threw: a status, or a request that could not be made.
  package init(any error: any Error) {
    if let error = error as? RPCError {
      self.init(error)
    } else {
      self.init(RPCError(code: .invalidArgument, message: "\(error)"))
    }
  }
}
