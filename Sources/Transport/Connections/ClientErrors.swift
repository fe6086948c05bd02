public import EventLoop

/// Why a connection could not be made.
public struct ConnectError: Error, Hashable, CustomStringConvertible {
  /// How far it came.
  public enum Stage: Sendable, Hashable {
    /// The name has no address.
    case resolution
    /// No address could be reached.
    case connection
    /// The peer was reached but did not become a TLS peer: its certificate, its alert, no protocol in common.
    case tls
    /// Something took too long.
    case timeout
  }

  /// Where to.
  public let endpoint: Endpoint
  /// How far it came.
  public let stage: Stage
  /// What went wrong: the system's, the TLS library's or our own words.
  public let reason: String

  /// An error at one stage.
  package init(endpoint: Endpoint, stage: Stage, reason: String) {
    self.endpoint = endpoint
    self.stage = stage
    self.reason = reason
  }

  /// The error in words.
  public var description: String { "no connection to \(endpoint): \(reason)" }
}

/// Why a stream could not be opened; nothing was sent.
public enum StreamOpenError: Error, Hashable, CustomStringConvertible {
  /// The connection is gone; the text says why.
  case closed(String)
  /// One of both ends has said that it goes away: use another connection.
  case draining
  /// The numbers of streams are used up: use another connection.
  case exhausted

  /// The error in words.
  public var description: String {
    switch self {
    case .closed(let why): "the connection is closed: \(why)"
    case .draining: "the connection takes no new streams"
    case .exhausted: "the connection has no stream numbers left"
    }
  }
}
