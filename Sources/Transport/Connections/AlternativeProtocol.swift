package import EventLoop

/// Another version of HTTP that a server speaks on its port, with peers that do not speak its first one.
///
/// The server's connection keeps the socket, TLS, the place among the others and the end; what is spoken is the session's.
package protocol AlternativeProtocol: Sendable {
  /// Makes what speaks with one peer; it must not keep the carrier alive.
  func session(on carrier: any SessionCarrier) -> any AlternativeSession
}

/// The connection beneath an ``AlternativeSession``.
package protocol SessionCarrier: HTTPConnection {
  /// A peer has begun a request; answers its handler, nil to refuse it.
  func accept(_ stream: Stream, headers: [HeaderField]) -> (any StreamHandler)?
  /// A limit was gone over.
  func hit(_ limit: ConnectionLimit)
  /// There is something to write, or to end: it is asked for at the end of the loop's pass.
  func outputRequested()
  /// The session takes input again, after it took none.
  func inputRequested()
  /// The last open stream has closed.
  func streamsEnded()
}

/// One end of a connection without socket and TLS: bytes in, calls to stream handlers; calls from streams, bytes out.
///
/// Of its connection's loop only. Whatever is called, its end is carried out by the connection, which looks at
/// ``ending`` when all output has been taken.
package protocol AlternativeSession: AnyObject {
  /// What is spoken.
  var applicationProtocol: ApplicationProtocol { get }
  /// The stream that is open; nil between requests.
  var openStream: Stream? { get }
  /// Whether a request has come.
  var hasBegun: Bool { get }
  /// Whether nothing of a request is there.
  var isIdle: Bool { get }
  /// Whether input is to be read; its peer waits otherwise.
  var wantsInput: Bool { get }
  /// How the connection is to end once output has been taken; nil while it goes on.
  var ending: SessionEnding? { get }
  /// Takes input.
  func receive(_ bytes: UnsafeRawBufferPointer)
  /// Writes output to memory; answers how many bytes, 0 when there is none.
  func gather(into memory: UnsafeMutableRawBufferPointer) -> Int
  /// Goes on with what waited for output to leave.
  func outputLeft()
  /// Ends what has taken too long at `now`.
  func sweep(_ now: MonotonicTime)
  /// Ends after the request that is under way.
  func drain()
  /// The connection has ended; open streams close with `reason`.
  func end(_ reason: String)
}

/// How a session wants its connection to end.
package struct SessionEnding: Sendable {
  /// Why.
  package let reason: String
  /// Whether the peer is to see that something is missing: nothing is waited for, not even that it reads.
  package let isAbrupt: Bool

  /// An ending for a reason.
  package init(_ reason: String, isAbrupt: Bool = false) {
    (self.reason, self.isAbrupt) = (reason, isAbrupt)
  }
}
