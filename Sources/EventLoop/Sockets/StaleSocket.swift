internal import Glibc

/// What a process that died left at the path of its unix socket.
enum StaleSocket {
  /// Removes a socket file that nobody listens on.
  ///
  /// Fails when a process listens there, and when the path holds something other than a socket.
  static func remove(_ path: String) throws(SocketError) {
    let operation = "listen on unix:\(path)"
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFSOCK else {
      throw SocketError(operation, reason: "the path holds a file that is not a socket")
    }
    let address = try SocketAddress(unixPath: path)
    let probe = try SocketOptions.makeStream(family: AF_UNIX, for: operation)
    defer { close(probe) }
    let result = unsafe address.withPointer { unsafe connect(probe, $0, $1) }
    guard result != 0, errno == ECONNREFUSED || errno == ENOENT else {
      throw SocketError(operation, reason: "another process listens there")
    }
    unsafe unlink(path)
  }
}
