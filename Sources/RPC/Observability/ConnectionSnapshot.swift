public import EventLoop
public import Transport

/// How one connection of a server stands, as `RPCServer.connections()` lists it.
public struct ConnectionSnapshot: Sendable, Hashable {
  /// The number of the loop, from 0, and of the connection on it, from 1; together they are unique for a server.
  public let loop: Int
  /// See ``loop``.
  public let id: UInt64
  /// The other end: `ipv4:1.2.3.4:5678`, `ipv6:[::1]:5678`, `unix:PATH` or `in-process`.
  public let peer: String
  /// The kind of listener it came in by.
  public let listener: ListenerKind
  /// Whether TLS protects it.
  public let isSecure: Bool
  /// Who the other end has proved to be by a client certificate.
  public let identity: TLSPeerIdentity?
  /// When it was ready.
  public let opened: MonotonicTime
  /// Calls begun on it.
  public let startedCalls: Int
  /// Calls that ended with OK.
  public let succeededCalls: Int
  /// Calls that ended with another status.
  public let failedCalls: Int
  /// Calls that have no status yet.
  public let openCalls: [CallSnapshot]

  init(_ connection: ServerConnection, loop: Int, calls: [CallSnapshot]) {
    self.loop = loop
    id = connection.id
    peer = connection.peer
    listener = connection.listener
    isSecure = connection.isSecure
    identity = connection.identity
    opened = connection.opened
    startedCalls = connection.startedCalls
    succeededCalls = connection.succeededCalls
    failedCalls = connection.failedCalls
    openCalls = calls
  }
}

/// How one open call of a server stands.
public struct CallSnapshot: Sendable, Hashable {
  /// The stream's number on its connection.
  public let stream: Int32
  /// The path called.
  public let path: String
  /// The call's id.
  public let requestID: String
  /// When its headers arrived.
  public let started: MonotonicTime
  /// When the caller stops waiting, nil for never.
  public let deadline: MonotonicTime?
  /// Whole request messages received.
  public let requestMessages: Int
  /// Reply messages handed to the connection.
  public let replyMessages: Int
  /// Bytes that wait to be sent, mostly because the caller does not read.
  public let pendingBytes: Int

  /// The same of a call whose bytes wait elsewhere.
  func with(pendingBytes: Int) -> CallSnapshot {
    CallSnapshot(
      stream: stream, path: path, requestID: requestID, started: started, deadline: deadline,
      requestMessages: requestMessages, replyMessages: replyMessages, pendingBytes: pendingBytes)
  }
}
