/// What one connection may cost, in whichever version of HTTP. Every limit has a default that is on.
///
/// Times are checked once a second, or four times in the shortest of them if that is less.
public struct ConnectionLimits: Sendable, Hashable {
  /// So many events in so much time, counted in windows that follow each other.
  public struct Rate: Sendable, Hashable {
    /// The most events of one window.
    public var count: Int
    /// The length of a window.
    public var window: Duration

    /// `count` events in each `window`.
    public init(_ count: Int, per window: Duration) {
      self.count = count
      self.window = window
    }
  }

  /// How many bytes of waiting output must leave within ``stalledStreamTimeout``: 1 KiB.
  package static let leastProgress = 1024

  // MARK: Size

  /// Bytes of a header list, each field counted as name + value + 32 (RFC 9113 section 10.5.1). 16 KiB. A stream with
  /// more is reset with `ENHANCE_YOUR_CALM` and never accepted; nine times as much, which is what a header block of
  /// HTTP/2 may have on the wire, ends the connection. A head of HTTP/1.1 may have as many on the wire; it is answered 414
  /// or 431, and ends the connection.
  public var maxHeaderListSize = 16 * 1024
  /// Fields of a header list; a stream with more is reset as above. 100.
  public var maxHeaderFields = 100
  /// From how many waiting bytes a stream counts as congested (``Stream/isWritable``). 64 KiB.
  public var sendBufferSize = 64 * 1024
  /// Connections of one server, that is of one loop. 10,000. For one more, one that does no work is ended; where all
  /// work, the new one is closed as it comes.
  public var maxConnections = 10_000
  /// Connections from one IPv4 address or one /64 of IPv6, over all loops, with the same consequences; nil stands for
  /// half of what the server can hold, so that a proxy's address is not in the way of its users.
  public var maxConnectionsPerNetwork: Int?
  /// Connections from one network, on one loop, that have not ended their TLS handshake. For one more the one that has
  /// come least far in it is ended, of these the oldest: what only begins handshakes has little room, and connections
  /// that are open have theirs. Nil stands for a half of the loop's share of what one network may hold, at least 8.
  public var maxHandshakesPerNetwork: Int?
  /// Descriptors of the process that connections leave free, because files and the system's libraries need some too;
  /// nil stands for a sixteenth of `RLIMIT_NOFILE`, from 32 to 512. When only these are left, it is as with
  /// ``maxConnections``.
  public var reservedDescriptors: Int?

  // MARK: Time

  /// From the connection to the end of its TLS handshake. 10 s.
  public var handshakeTimeout = Duration.seconds(10)
  /// How long a header block or a message (``Stream/isInputIncomplete``) may be incomplete, and how long output may
  /// wait behind a closed window or a full socket while less than 1 KiB of it leaves. In HTTP/1.1 also how long a head may
  /// be incomplete, and a body come by less than 1 KiB. 30 s.
  public var stalledStreamTimeout = Duration.seconds(30)
  /// A connection without open streams for so long is drained, PINGs or not; nil never. 5 min.
  public var idleTimeout: Duration? = .seconds(300)
  /// A connection as old as this is drained; nil never. 1 h.
  public var maxAge: Duration? = .seconds(3600)
  /// How long the streams of a connection drained for its age may go on before it is closed. 10 min.
  public var maxAgeGrace = Duration.seconds(600)

  /// The limits of a server.
  public init() {}

  /// The limits of a server: the default of every property.
  public static let server = ConnectionLimits()

  /// The limits of a client, which chooses its server: sizes and stalls as on a server, no age, no idle time.
  public static let client: ConnectionLimits = {
    var limits = ConnectionLimits()
    limits.idleTimeout = nil
    limits.maxAge = nil
    return limits
  }()

  /// The times a connection is looked at for; nil for what is off.
  package var times: [Duration?] { [handshakeTimeout, stalledStreamTimeout, idleTimeout, maxAge, maxAgeGrace] }
}
