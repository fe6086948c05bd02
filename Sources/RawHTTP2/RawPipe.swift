import Glibc

/// Why a raw peer cannot go on.
package struct RawFailure: Error, CustomStringConvertible {
  package let description: String
  package init(_ description: String) { self.description = description }
}

/// Repeats a system call that a signal, or the machine's being suspended, has interrupted.
package func uninterrupted(_ call: () -> Int) -> Int {
  while true {
    let result = call()
    if result >= 0 || errno != EINTR { return result }
  }
}

/// A blocking stream of bytes: a socket, with TLS or without.
package protocol RawPipe: AnyObject {
  /// Writes all; false when the peer has closed.
  func write(_ bytes: [UInt8]) -> Bool
  /// Reads what comes next; nil at the end, an error when nothing comes in time.
  func read() throws -> [UInt8]?
  /// Ends the sending direction.
  func endOutput()
}

/// A plain socket. Owns the descriptor.
package final class SocketPipe: RawPipe {
  package let descriptor: Int32
  private var scratch = [UInt8](repeating: 0, count: 65536)

  /// Takes a connected blocking socket; reads and writes give up after `timeout` seconds.
  package init(descriptor: Int32, timeout: Int = 10) {
    self.descriptor = descriptor
    // Small frames one after another must not wait for the peer's acknowledgements.
    var one: Int32 = 1
    setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
    var limit = timeval(tv_sec: timeout, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
  }

  /// Connects to a port of this machine. `receiveBuffer` bytes of the system's buffer hold what nobody reads.
  package convenience init(port: UInt16, timeout: Int = 10, receiveBuffer: Int32? = nil) throws {
    let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    if var size = receiveBuffer {
      setsockopt(socket, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
    }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(socket, $0, size) }
    }
    guard result == 0 else {
      let code = errno
      close(socket)
      throw RawFailure("connect: errno \(code)")
    }
    self.init(descriptor: socket, timeout: timeout)
  }

  deinit { close(descriptor) }

  package func write(_ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = uninterrupted {
        rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  package func read() throws -> [UInt8]? {
    let count = uninterrupted { recv(descriptor, &scratch, scratch.count, 0) }
    if count > 0 { return Array(scratch[..<count]) }
    if count == 0 || errno == ECONNRESET || errno == EPIPE { return nil }
    throw RawFailure("nothing to read: errno \(errno)")
  }

  package func endOutput() { shutdown(descriptor, Int32(SHUT_WR)) }
}
