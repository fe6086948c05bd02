/// How a channel stands to its servers, as gRPC's "Connectivity Semantics and API" names it.
public enum ConnectivityState: Sendable, Hashable, CaseIterable {
  /// Not connected and not trying, because no call has asked for it.
  case idle
  /// Looking up the name, connecting, or waiting for the server's first words.
  case connecting
  /// Calls can be made.
  case ready
  /// The last attempts failed; the next come after a wait.
  case transientFailure
  /// Closed for good.
  case shutdown

  /// The state of something whose parts have these states: the best of them, idle when there are none.
  static func combining(_ parts: some Sequence<ConnectivityState>) -> ConnectivityState {
    let order: [ConnectivityState] = [.ready, .connecting, .idle, .transientFailure, .shutdown]
    let states = Set(parts)
    return order.first(where: states.contains) ?? .idle
  }
}

extension ConnectivityState: CustomStringConvertible {
  /// The name gRPC documents use, such as `TRANSIENT_FAILURE`.
  public var description: String {
    switch self {
    case .idle: "IDLE"
    case .connecting: "CONNECTING"
    case .ready: "READY"
    case .transientFailure: "TRANSIENT_FAILURE"
    case .shutdown: "SHUTDOWN"
    }
  }
}
