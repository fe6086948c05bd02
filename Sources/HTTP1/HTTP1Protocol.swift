package import Transport

/// HTTP/1.1, and HTTP/1.0 as far as it goes, beside the first version of a server on one loop.
///
/// A connection has one request at a time: the next one is read when the response to the one before has left.
package final class HTTP1Protocol: AlternativeProtocol, @unchecked Sendable {
  private let limits: HTTP1Limits
  private let dates: DateField

  /// A protocol with limits for every connection; `clock` tells the seconds since 1970, and without it responses do not
  /// say when they were made.
  package init(limits: HTTP1Limits, clock: (@Sendable () -> Int64)?) {
    self.limits = limits
    dates = DateField(clock)
  }

  package func session(on carrier: any SessionCarrier) -> any AlternativeSession {
    HTTP1Session(carrier, limits, dates)
  }
}

/// What one connection of HTTP/1.1 may cost.
package struct HTTP1Limits: Sendable, Hashable {
  /// What does not depend on the version of HTTP.
  package var connection: ConnectionLimits
  /// Bytes of a body that wait to be consumed; then its peer waits.
  package var bodyWindow: Int
  /// Chunks of fewer than five bytes, each set off by one of 1 KiB or more; nil is unlimited.
  package var tinyChunks: ConnectionLimits.Rate?

  /// Limits with the given values.
  package init(connection: ConnectionLimits, bodyWindow: Int, tinyChunks: ConnectionLimits.Rate?) {
    (self.connection, self.bodyWindow, self.tinyChunks) = (connection, bodyWindow, tinyChunks)
  }
}

/// What a peer can go over in HTTP/1.1 alone.
extension ConnectionLimit {
  /// ``HTTP1Limits/tinyChunks``.
  package static let tinyChunks = ConnectionLimit(rawValue: "tinyChunks")
}
