internal import CLinux
internal import Glibc

/// A bound, listening, non-blocking stream socket.
///
/// Several listeners may share one TCP address (`SO_REUSEPORT`): the kernel spreads connections over them, one for
/// each event loop. A unix socket has one listener; its duplicates wait for the same connections. The owner closes it
/// with ``close()``.
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
  /// `backlog` is the longest queue of connections not yet accepted. Resolves names: call it outside a loop.
  public init(_ endpoint: Endpoint, backlog: Int32 = 1024) throws(SocketError) {
    let operation = "listen on \(endpoint)"
    if case .unix(let path) = endpoint { try StaleSocket.remove(path) }
    let candidates = try Resolver.addresses(of: endpoint, passive: true)
    guard let first = candidates.first else { throw SocketError(operation, reason: "no address") }
    let socket = try SocketOptions.makeStream(family: first.family, for: operation)
    do throws(SocketError) {
      try Self.bind(socket, to: first, operation)
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

  private static func bind(_ socket: Int32, to address: SocketAddress, _ operation: String) throws(SocketError) {
    guard address.family == AF_UNIX else {
      SocketOptions.enable(SO_REUSEADDR, level: SOL_SOCKET, on: socket)
      SocketOptions.enable(SO_REUSEPORT, level: SOL_SOCKET, on: socket)
      guard bind(socket, address) else {
        throw SocketError(operation, code: errno)
      }
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
}
