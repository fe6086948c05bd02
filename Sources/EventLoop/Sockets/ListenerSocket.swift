internal import CLinux
internal import Glibc

/// A bound, listening, non-blocking stream socket.
///
/// Several listeners of one process may share a TCP address (``sibling()``): the kernel spreads connections over them,
/// one for each event loop. A unix socket has one listener; its duplicates wait for the same connections. The owner
/// closes it with ``close()``.
public struct ListenerSocket: Sendable {
  /// The file descriptor.
  public let descriptor: Int32
  /// Where it listens, with the port the system chose when 0 was asked for.
  public let address: Endpoint
  /// Whether the file of a unix socket goes with this listener.
  private let ownsFile: Bool

  /// Binds and listens.
  ///
  /// A TCP host is a name or a numeric address; an empty host means every interface. A unix socket is made with mode
  /// 0600 and replaces a stale file, that is a socket nobody listens on; anything else in its place is an error.
  /// `backlog` is the longest queue of connections not yet accepted. Resolves names: call it outside a loop. An address
  /// that another listener has, of this process or of another one, is an error.
  public init(_ endpoint: Endpoint, backlog: Int32 = 1024) throws(SocketError) {
    try self.init(endpoint, backlog: backlog, joins: false)
  }

  private init(_ endpoint: Endpoint, backlog: Int32, joins: Bool) throws(SocketError) {
    let operation = "listen on \(endpoint)"
    if case .unix(let path) = endpoint { try StaleSocket.remove(path) }
    let candidates = try Resolver.addresses(of: endpoint, passive: true)
    guard let first = candidates.first else { throw SocketError(operation, reason: "no address") }
    let socket = try SocketOptions.makeStream(family: first.family, for: operation)
    do throws(SocketError) {
      try Self.bind(socket, to: first, operation, joins: joins)
      guard listen(socket, backlog) == 0 else { throw SocketError(operation, code: errno) }
    } catch {
      Glibc.close(socket)
      throw error
    }
    descriptor = socket
    address = SocketOptions.boundAddress(socket)?.endpoint ?? endpoint
    ownsFile = true
  }

  private init(_ descriptor: Int32, _ address: Endpoint) {
    self.descriptor = descriptor
    self.address = address
    ownsFile = false
  }

  /// The same socket once more, for another loop: whichever accepts first gets a connection.
  public func duplicate() throws(SocketError) -> ListenerSocket {
    let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
    guard copy >= 0 else { throw SocketError("share \(address)", code: errno) }
    return ListenerSocket(copy, address)
  }

  /// Another listener at the same TCP address, for another loop.
  public func sibling(backlog: Int32 = 1024) throws(SocketError) -> ListenerSocket {
    try ListenerSocket(address, backlog: backlog, joins: true)
  }

  /// Takes connections only once something has come from them, or after a few seconds: of those that say nothing most
  /// never get a descriptor. For protocols in which the one who connects speaks first; a unix socket takes no notice.
  public func awaitInput() {
    SocketOptions.enable(TCP_DEFER_ACCEPT, level: Int32(IPPROTO_TCP), on: descriptor)
  }

  private static func bind(
    _ socket: Int32, to address: SocketAddress, _ operation: String, joins: Bool
  ) throws(SocketError) {
    guard address.family == AF_UNIX else {
      SocketOptions.enable(SO_REUSEADDR, level: SOL_SOCKET, on: socket)
      // The first shares its address only once it has it: bound as one that shares, it would join another process.
      if joins { SocketOptions.enable(SO_REUSEPORT, level: SOL_SOCKET, on: socket) }
      guard bind(socket, address) else { throw SocketError(operation, code: errno) }
      if !joins { SocketOptions.enable(SO_REUSEPORT, level: SOL_SOCKET, on: socket) }
      return
    }
    // The mode of the descriptor before bind becomes the file's: there is no moment at which others may connect.
    guard fchmod(socket, 0o600) == 0, bind(socket, address) else {
      throw SocketError(operation, code: errno)
    }
  }

  private static func bind(_ socket: Int32, _ address: SocketAddress) -> Bool {
    unsafe address.withPointer { unsafe Glibc.bind(socket, $0, $1) } == 0
  }

  /// Takes a waiting connection: a non-blocking socket and the peer's endpoint; nil when none waits.
  public func accept() throws(SocketError) -> AcceptedSocket? {
    let flags = Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    let socket = clinux_accept(descriptor, flags)
    guard socket >= 0 else {
      switch errno {
      case EAGAIN, ECONNABORTED, EINTR: return nil
      case let code: throw SocketError("accept on \(address)", code: code)
      }
    }
    if case .tcp = address { SocketOptions.disableDelay(socket) }
    return AcceptedSocket(descriptor: socket, peer: peer(of: socket))
  }

  private func peer(of socket: Int32) -> Endpoint {
    if case .unix = address { return address }
    return SocketOptions.peerAddress(socket)?.endpoint ?? .tcp(host: "unknown", port: 0)
  }

  /// Closes the socket and removes the file of a unix socket, unless this is a duplicate.
  public func close() {
    Glibc.close(descriptor)
    if ownsFile, case .unix(let path) = address { unsafe unlink(path) }
  }
}

/// A connection taken from a listener.
public struct AcceptedSocket: Sendable {
  /// The non-blocking socket; the receiver closes it.
  public let descriptor: Int32
  /// The other end; for a unix socket the path that was listened on.
  public let peer: Endpoint

  /// A connected socket that came by another way.
  public init(descriptor: Int32, peer: Endpoint) {
    self.descriptor = descriptor
    self.peer = peer
  }

  /// The same connection under the lowest number that is free, in place of its own.
  public func renumbered() -> AcceptedSocket {
    let lowest = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
    guard lowest >= 0 else { return self }
    guard lowest < descriptor else {
      close(lowest)
      return self
    }
    close(descriptor)
    return AcceptedSocket(descriptor: lowest, peer: peer)
  }
}
