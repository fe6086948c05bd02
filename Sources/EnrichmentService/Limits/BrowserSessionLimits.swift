/// What the sessions of browsers may take. What a session itself may hold is bounded as that of `EnrichRealTime`.
package struct BrowserSessionLimits: Sendable, Hashable {
  /// Most sessions of a key that are open for browsers at once. 1,000.
  package var perKey = 1_000
  /// Most of them of all keys. 10,000.
  package var inAll = 10_000
  /// How long a token is good for from its last use. 15 min.
  package var tokenLife = Duration.seconds(900)
  /// How long a session that is closed can be watched to its last message. 1 min.
  package var closedMemory = Duration.seconds(60)
  /// Most messages of a session that are kept for a reader that is slow or comes again; it gets the whole view in the
  /// place of those before. 64.
  package var keptMessages = 64
  /// Most bytes of them; the newest message is kept whatever its length. 32 KiB.
  package var keptBytes = 32_768
  /// Most events of one request. 256.
  package var eventsPerRequest = 256
  /// Silence after which a reader is sent a sign of life. 15 s.
  package var signOfLife = Duration.seconds(15)

  /// The defaults; change what differs.
  package init() {}
}
