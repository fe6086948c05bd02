import EventLoop
import Glibc
import RawHTTP2

/// A server of one connection that answers with prepared bytes.
enum RawServer {
  /// Takes a connection, reads until so many HEADERS frames have come, writes `bytes`, ends its own direction if told
  /// so, and waits for the peer's end, five seconds at most.
  static func acceptAndWrite(
    _ listener: ListenerSocket, afterHeaders count: Int, _ bytes: [UInt8], ends: Bool = true
  ) {
    let socket = acceptBlocking(listener)
    var limit = timeval(tv_sec: 5, tv_usec: 0)
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    var input: [UInt8] = []
    while headers(in: input) < count, let more = readSome(socket) { input += more }
    _ = bytes.withUnsafeBytes { Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
    if ends { shutdown(socket, Int32(SHUT_WR)) }
    while readSome(socket) != nil {}
    close(socket)
    listener.close()
  }

  private static func acceptBlocking(_ listener: ListenerSocket) -> Int32 {
    while true {
      var waiting = pollfd(fd: listener.descriptor, events: Int16(POLLIN), revents: 0)
      poll(&waiting, 1, 10_000)
      if let accepted = try? listener.accept() {
        _ = fcntl(accepted.descriptor, F_SETFL, 0)
        return accepted.descriptor
      }
    }
  }

  private static func readSome(_ socket: Int32) -> [UInt8]? {
    var buffer = [UInt8](repeating: 0, count: 65536)
    let count = uninterrupted { recv(socket, &buffer, buffer.count, 0) }
    return count > 0 ? Array(buffer[..<count]) : nil
  }

  private static func headers(in input: [UInt8]) -> Int {
    var rest = input.dropFirst(RawClient.preface.count)
    var found = 0
    while rest.count >= 9 {
      let head = Array(rest.prefix(9))
      let length = Int(head[0]) << 16 | Int(head[1]) << 8 | Int(head[2])
      if head[3] == RawClient.Kind.headers { found += 1 }
      rest = rest.dropFirst(9 + length)
    }
    return found
  }
}
