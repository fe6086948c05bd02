/// Where the time comes from: a program hands the wall's in, a test its own.
///
/// Whatever needs to know when something happens is handed one; nothing below the programs asks the system.
package struct TimeSource: Sendable {
  private let read: @Sendable () -> Int64

  /// A source that calls `read` for the time in microseconds since 1970-01-01 UTC; it may be called from any thread.
  package init(_ read: @escaping @Sendable () -> Int64) { self.read = read }

  /// The time now, in microseconds since 1970-01-01 UTC. It can go back, as the wall's can.
  package var now: Int64 { read() }
}
