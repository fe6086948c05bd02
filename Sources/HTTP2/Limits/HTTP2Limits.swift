public import Transport

/// What one connection of HTTP/2 may cost. Every limit has a default that is on.
///
/// A limit that a stream breaks resets the stream; one that the connection breaks ends it with GOAWAY
/// `ENHANCE_YOUR_CALM`, where single streams were the cause after the open ones have ended.
public struct HTTP2Limits: Sendable, Hashable {
  /// What does not depend on the version of HTTP.
  public var connection = ConnectionLimits.server

  // MARK: Size

  /// Streams the peer may have open at once; always announced. 100.
  public var maxConcurrentStreams = 100
  /// The window of each stream the peer may fill before it is consumed, in bytes: 1 to 2^31-1. 256 KiB.
  public var streamWindow = 256 * 1024
  /// The window of the whole connection, in bytes: 65,535 to 2^31-1. 2 MiB. It bounds the memory a peer can fill.
  public var connectionWindow = 2 * 1024 * 1024
  /// Frames that may wait for a peer that does not read (answers to its PING, SETTINGS and the like). 1,000.
  public var maxOutputFrames = 1000

  // MARK: Time

  /// From the end of the TLS handshake to the peer's preface and SETTINGS, or to its first request in another version of
  /// HTTP. 10 s.
  public var prefaceTimeout = Duration.seconds(10)
  /// How long a client may go on sending a request whose response is complete, before the stream is reset with
  /// `NO_ERROR`; what it sends meanwhile is dropped. 1 s.
  public var answeredRequestGrace = Duration.seconds(1)
  /// How long after the first GOAWAY of a drain the second follows if the peer does not answer a PING. 1 s.
  public var drainNotice = Duration.seconds(1)

  /// A connection on which nothing has arrived for so long is asked for an answer with a PING; nil never. 2 min on a
  /// server, nil on a client.
  public var keepaliveInterval: Duration? = .seconds(120)
  /// How long the answer to such a PING, or anything else, may take before the connection is closed. 20 s.
  public var keepaliveTimeout = Duration.seconds(20)
  /// Whether connections without open streams are asked too. True on a server; false on a client, whose server may
  /// take PINGs amiss on a connection that has no work.
  public var keepaliveWithoutStreams = true

  // MARK: Rate; nil is unlimited

  // A call that ends in order pays for one event more of each kind that single streams cause: resets, tiny DATA, frames
  // without use, broken rules. What a busy connection may waste grows with what it gets done.

  /// Streams reset by either side, whoever was the cause ("rapid reset" and "made you reset"), before anything of the
  /// response's body has left and within ``wastedStreamAge``. Beyond that new streams are refused with `REFUSED_STREAM`;
  /// when a quarter as many have been refused or reset, the connection takes no more, and ends when the open ones have
  /// ended. 200 in 30 s.
  public var resets: ConnectionLimits.Rate? = .init(200, per: .seconds(30))
  /// How soon a stream must be reset to count for ``resets``. Those that live longer are few: as many as may be open at
  /// once in that time, and a deadline that is missed, or a user who goes, is no abuse. 20 ms.
  public var wastedStreamAge = Duration.milliseconds(20)
  /// PINGs that come sooner than this after the one before, with no header or data sent in between, are strikes; more
  /// than two end the connection. 10 s.
  public var pingInterval: Duration? = .seconds(10)
  /// SETTINGS frames. 100 in 30 s.
  public var settings: ConnectionLimits.Rate? = .init(100, per: .seconds(30))
  /// DATA frames of fewer than five bytes that do not end a stream, each set off by one of 1 KiB or more. 1,000 in 30 s.
  public var tinyData: ConnectionLimits.Rate? = .init(1000, per: .seconds(30))
  /// Frames that ask for nothing: PRIORITY, PRIORITY_UPDATE, unknown types, answers to no PING, resets of streams that
  /// are over. 1,000 in 30 s.
  public var uselessFrames: ConnectionLimits.Rate? = .init(1000, per: .seconds(30))
  /// WINDOW_UPDATEs that follow each other with no header or data sent in between. 10,000 in 30 s.
  public var windowUpdates: ConnectionLimits.Rate? = .init(10_000, per: .seconds(30))
  /// Frames and header blocks that break a rule without ending the connection by that alone. Beyond that the connection
  /// takes no new streams, and ends when the open ones have ended. 100 in 30 s.
  public var glitches: ConnectionLimits.Rate? = .init(100, per: .seconds(30))

  /// The limits of a server.
  public init() {}

  /// The limits of a server: the default of every property.
  public static let server = HTTP2Limits()

  /// The limits of a client, which chooses its server: sizes and stalls as on a server, no rates, no age, no idle
  /// time, no keepalive.
  public static let client: HTTP2Limits = {
    var limits = HTTP2Limits()
    limits.connection = .client
    limits.resets = nil
    limits.pingInterval = nil
    limits.settings = nil
    limits.tinyData = nil
    limits.uselessFrames = nil
    limits.windowUpdates = nil
    limits.glitches = nil
    limits.keepaliveInterval = nil
    limits.keepaliveWithoutStreams = false
    return limits
  }()

  /// The times a connection is looked at for; nil for what is off.
  var times: [Duration?] {
    connection.times + [
      prefaceTimeout, keepaliveInterval, keepaliveInterval == nil ? nil : keepaliveTimeout,
    ]
  }
}
