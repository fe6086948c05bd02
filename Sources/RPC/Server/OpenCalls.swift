/// A call that has no status yet and can be given one from outside.
protocol OpenCall: AnyObject {
  /// Its place among the open calls; kept by `OpenCalls`.
  var position: Int { get set }
  /// Ends the call with the error and cancels its handler.
  func end(with error: RPCError)
  /// How the call stands.
  var snapshot: CallSnapshot { get }
  /// The connection it came in by.
  var connection: ServerConnection { get }
}

/// The open calls of one loop; confined to it.
final class OpenCalls: @unchecked Sendable {
  private var calls: [any OpenCall] = []

  /// How many there are.
  var count: Int { calls.count }

  /// Adds a call.
  func insert(_ call: any OpenCall) {
    call.position = calls.count
    calls.append(call)
  }

  /// Removes a call that has its status, in constant time: the last one takes its place.
  func remove(_ call: any OpenCall) {
    let position = call.position
    guard position < calls.count, calls[position] === call else { return }
    calls.swapAt(position, calls.count - 1)
    calls[position].position = position
    calls.removeLast()
  }

  /// Ends every call with the error.
  func endAll(with error: RPCError) {
    for call in calls { call.end(with: error) }
  }

  /// How the calls stand, by the number of their connection.
  func snapshots() -> [UInt64: [CallSnapshot]] {
    calls.reduce(into: [:]) { $0[$1.connection.id, default: []].append($1.snapshot) }
  }
}
