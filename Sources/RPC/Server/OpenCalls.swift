/// A call that has no status yet and can be given one from outside.
protocol OpenCall: AnyObject {
  /// Ends the call with the error and cancels its handler.
  func end(with error: RPCError)
}

/// The open calls of one loop; confined to it.
final class OpenCalls: @unchecked Sendable {
  private var calls: [ObjectIdentifier: any OpenCall] = [:]

  /// How many there are.
  var count: Int { calls.count }

  /// Adds a call.
  func insert(_ call: any OpenCall) {
    calls[ObjectIdentifier(call)] = call
  }

  /// Removes a call that has its status.
  func remove(_ call: any OpenCall) {
    calls[ObjectIdentifier(call)] = nil
  }

  /// Ends every call with the error.
  func endAll(with error: RPCError) {
    for call in Array(calls.values) { call.end(with: error) }
  }
}
