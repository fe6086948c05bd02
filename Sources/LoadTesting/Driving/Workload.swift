package import EventLoop
package import RPC

/// One turn of a run: a call to make, or a session to live through.
package struct Turn: Sendable {
  /// Its number from 0 within the run.
  package let number: Int
  /// When it was due.
  package let due: MonotonicTime
  /// The channel to use.
  package let channel: Channel
  /// Where to report.
  package let lane: Lane
}

/// What a run does again and again.
package protocol Workload: Sendable {
  /// PACKAGE.SERVICE/METHOD, for the report.
  var method: String { get }
  /// Messages of each stream; 0 for unary calls.
  var messages: Int { get }
  /// Does it once, on the lane's loop, and reports to the lane. It never throws: a failure is reported too.
  func run(_ turn: Turn) async
}
