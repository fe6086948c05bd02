internal import Glibc

/// The socket calls used by listeners and connections, each with its error in words.
enum SocketOptions {
  /// A non-blocking stream socket that does not survive `exec`.
  static func makeStream(family: Int32, for operation: String) throws(SocketError) -> Int32 {
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    let socket = Glibc.socket(family, kind, 0)
    guard socket >= 0 else { throw SocketError(operation, code: errno) }
    return socket
  }

  /// Turns an integer option of a socket on; false when the system refuses.
  @discardableResult
  static func enable(_ option: Int32, level: Int32, on socket: Int32) -> Bool {
    var one: Int32 = 1
    return unsafe setsockopt(socket, level, option, &one, socklen_t(MemoryLayout<Int32>.size)) == 0
  }

  /// Small answers must not wait for Nagle's algorithm; sockets other than TCP ignore the request.
  static func disableDelay(_ socket: Int32) {
    enable(TCP_NODELAY, level: Int32(IPPROTO_TCP), on: socket)
  }

  /// The pending error of a socket after a non-blocking connect, 0 when it stands.
  static func pendingError(_ socket: Int32) -> Int32 {
    var value: Int32 = 0
    var length = socklen_t(MemoryLayout<Int32>.size)
    let result = unsafe getsockopt(socket, SOL_SOCKET, SO_ERROR, &value, &length)
    return result == 0 ? value : errno
  }

  /// The address this end of a socket is bound to.
  static func boundAddress(_ socket: Int32) -> SocketAddress? {
    unsafe SocketAddress { unsafe getsockname(socket, $0, $1) }
  }

  /// The address of the socket's other end.
  static func peerAddress(_ socket: Int32) -> SocketAddress? {
    unsafe SocketAddress { unsafe getpeername(socket, $0, $1) }
  }
}
