/// The calls under way on one channel core.
struct OpenCalls {
  /// Those that are told when the core closes.
  private(set) var calls: [ClientCall] = []
  /// Those whose caller sees to them, and that are only counted.
  private var entered = 0

  /// Whether no call is under way.
  var isEmpty: Bool { calls.isEmpty && entered == 0 }

  /// Takes a call.
  mutating func insert(_ call: ClientCall) {
    call.position = calls.count
    calls.append(call)
  }

  /// Lets go of a call; false when it was not there.
  mutating func remove(_ call: ClientCall) -> Bool {
    let position = call.position
    guard position < calls.count, calls[position] === call else { return false }
    calls.swapAt(position, calls.count - 1)
    calls[position].position = position
    calls.removeLast()
    return true
  }

  /// A call begins that is only counted.
  mutating func enter() { entered += 1 }

  /// That call has ended.
  mutating func leave() { entered -= 1 }
}
