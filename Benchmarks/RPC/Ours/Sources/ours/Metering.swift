import EventLoop
import RPC
import Synchronization

/// Counts the calls of each partner against limits per second, minute and day, high enough never to be reached.
final class Metering: ServerInterceptor {
  private struct Window {
    let seconds: Int64
    var number: Int64 = 0
    var count = 0
  }

  private static let most = 1_000_000_000
  private let windows = Mutex<[Int: (Window, Window, Window)]>([:])

  func begin(_ context: ServerContext) throws(RPCError) {
    guard let partner = context[Caller.self] else { return }
    let second = Int64(clamping: context.started.nanoseconds) / 1_000_000_000
    let isAdmitted = windows.withLock { table in Self.count(&table[partner, default: Self.fresh], at: second) }
    if !isAdmitted { throw .resourceExhausted("the plan allows no more calls now") }
  }

  private static let fresh = (Window(seconds: 1), Window(seconds: 60), Window(seconds: 86_400))

  private static func count(_ windows: inout (Window, Window, Window), at second: Int64) -> Bool {
    let (a, b, c) = (
      count(&windows.0, at: second), count(&windows.1, at: second), count(&windows.2, at: second)
    )
    return a && b && c
  }

  private static func count(_ window: inout Window, at second: Int64) -> Bool {
    let number = second / window.seconds
    if number != window.number { (window.number, window.count) = (number, 0) }
    window.count += 1
    return window.count <= most
  }
}
