internal import CoreMetrics
internal import Metrics

/// Attempts to connect, connections and their ends (gRFC A94). Confined to its loop.
final class ConnectionMetrics {
  private let factory: any MetricsFactory
  private let target: (String, String)
  private let succeeded: Counter
  private let failed: Counter
  private let open: Meter
  private var count = 0
  private var ends: [String: Counter] = [:]

  /// Metrics of connections to the target as it was written.
  init(_ factory: any MetricsFactory, target: String) {
    self.factory = factory
    self.target = ("grpc.target", target)
    let name = "grpc.subchannel"
    let dimensions = [self.target]
    succeeded = Counter(label: "\(name).connection_attempts_succeeded", dimensions: dimensions, factory: factory)
    failed = Counter(label: "\(name).connection_attempts_failed", dimensions: dimensions, factory: factory)
    open = Meter(label: "\(name).open_connections", dimensions: dimensions, factory: factory)
  }

  /// An attempt is over.
  func attempted(succeeded isSuccess: Bool) { (isSuccess ? succeeded : failed).increment() }

  /// A connection is open.
  func opened() {
    count += 1
    open.set(count)
  }

  /// A connection that was open has ended.
  func closed(_ reason: String) {
    count -= 1
    open.set(count)
    let kind = Self.kind(of: reason)
    let counter =
      ends[kind]
      ?? Counter(
        label: "grpc.subchannel.disconnections", dimensions: [target, ("grpc.disconnect_error", kind)],
        factory: factory)
    ends[kind] = counter
    counter.increment()
  }

  /// Whether the channel has ended the connection itself.
  static func isOwnEnd(_ reason: String) -> Bool {
    reason.contains("closed by the client") || reason.contains("drained")
  }

  /// The few kinds of ends that gRFC A94 tells apart, so that no server can make labels up.
  static func kind(of reason: String) -> String {
    if let range = reason.firstRange(of: "the peer goes away: ") {
      return "GOAWAY \(reason[range.upperBound...].prefix { $0 != "," && $0 != " " }.prefix(32))"
    }
    if isOwnEnd(reason) { return "subchannel shutdown" }
    if reason.contains("Connection reset") { return "connection reset" }
    if reason.contains("timed out") || reason.contains("PING") { return "connection timed out" }
    return "unknown"
  }
}
