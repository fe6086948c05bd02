internal import Glibc

/// Two non-blocking stream sockets that are connected with each other, without an address or a file.
public struct SocketPair: Sendable {
  /// One end; whoever gets it closes it.
  public let first: Int32
  /// The other end; whoever gets it closes it.
  public let second: Int32

  /// Makes the pair.
  public init() throws(SocketError) {
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    var ends: (Int32, Int32) = (-1, -1)
    let code = unsafe withUnsafeMutableBytes(of: &ends) { bytes in
      unsafe socketpair(AF_UNIX, kind, 0, bytes.bindMemory(to: Int32.self).baseAddress)
    }
    guard code == 0 else { throw SocketError("make a pair of sockets", code: errno) }
    (first, second) = ends
  }
}
