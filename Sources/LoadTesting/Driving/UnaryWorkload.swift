internal import DynamicMessages
internal import EventLoop
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

/// Takes turns that are a unary call each, without a task. Confined to the lane's loop.
final class UnaryTurns: TurnTaker, UnaryCallOwner {
  private let routes: [UnaryRoute]
  private let requests: PreparedRequests
  private let caller = UnaryCaller()
  private var turn: (lane: Lane, owner: any TurnOwner)?
  private var times = CallTimes(due: .distantFuture)
  private var requestBytes = 0

  /// Calls over these routes, one for each channel of the lane.
  init(_ routes: [UnaryRoute], _ requests: PreparedRequests) {
    self.routes = routes
    self.requests = requests
  }

  func take(_ turn: Turn, for owner: any TurnOwner) {
    self.turn = (turn.lane, owner)
    do throws(MessageEncodingError) {
      let request = try requests.request(turn.number, using: &turn.lane.random)
      requestBytes = request.count
      times = CallTimes(due: turn.due)
      caller.call(request, over: routes[turn.place], for: self)
    } catch {
      times = CallTimes(due: turn.due)
      end(CallEnd(any: error))
    }
  }

  func rest() { caller.rest() }

  func succeeded(_ reply: [UInt8]) {
    turn?.lane.recordBytes(sent: requestBytes, received: reply.count)
    end(.ok)
  }

  func failed(_ error: RPCError) { end(CallEnd(error)) }

  private func end(_ end: CallEnd) {
    times.finish(end)
    guard let (lane, owner) = turn else { return }
    turn = nil
    lane.record(times)
    owner.ended(self, failed: end.status != .ok)
  }
}

/// Requests as they are sent; those that are the same for every call, or for every one of a list, are made once.
final class PreparedRequests {
  private let source: RequestSource
  private let made: [EncodedRequest]

  /// Requests of a source.
  init(_ source: RequestSource) {
    self.source = source
    switch source {
    case .constant(let bytes): made = [EncodedRequest(bytes)]
    case .recorded(let messages): made = messages.map { EncodedRequest($0) }
    case .template: made = []
    }
  }

  /// The request of a call.
  /// - Throws: `MessageEncodingError` when a template's values make no message.
  func request(_ number: Int, using random: inout SeededRandom) throws(MessageEncodingError) -> EncodedRequest {
    if made.isEmpty { return EncodedRequest(try source.message(number, using: &random)) }
    return made[number % made.count]
  }
}
