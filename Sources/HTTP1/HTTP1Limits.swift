package import Transport

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
