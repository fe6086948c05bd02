import Glibc

/// The server's end of a connection, frame by frame on a blocking socket: nothing keeps it from breaking the rules.
final class RawConnection {
  struct Frame {
    let type: UInt8
    let flags: UInt8
    let stream: UInt32
    let payload: [UInt8]

    /// Whether a HEADERS or DATA frame ends the request.
    var endsStream: Bool { flags & 1 == 1 }
    /// Whether a PING or SETTINGS frame answers one of ours.
    var isAcknowledgement: Bool { flags & 1 == 1 }
  }

  enum Kind {
    static let data: UInt8 = 0
    static let headers: UInt8 = 1
    static let reset: UInt8 = 3
    static let settings: UInt8 = 4
    static let ping: UInt8 = 6
    static let goAway: UInt8 = 7
    static let windowUpdate: UInt8 = 8
  }

  private static let prefaceLength = 24
  private let socket: Int32
  private var buffer: [UInt8] = []

  /// Takes the connection over: waits for the client's preface, then sends settings and opens all windows wide.
  init?(socket: Int32, maxConcurrentStreams: UInt32?) {
    self.socket = socket
    _ = fcntl(socket, F_SETFL, 0)
    guard take(Self.prefaceLength) != nil else { return nil }
    var settings: [UInt8] = [0, 4] + Self.bytes(1 << 20)
    if let maxConcurrentStreams { settings += [0, 3] + Self.bytes(maxConcurrentStreams) }
    send(Kind.settings, settings)
    send(Kind.windowUpdate, Self.bytes(1 << 30))
  }

  deinit { close(socket) }

  /// The next frame; nil when the client has closed.
  func next() -> Frame? {
    guard let head = take(9) else { return nil }
    let length = head[0..<3].reduce(0) { $0 << 8 | Int($1) }
    guard let payload = take(length) else { return nil }
    let stream = head[5..<9].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    return Frame(type: head[3], flags: head[4], stream: stream, payload: payload)
  }

  /// Whether the client has sent more, or does so within some milliseconds.
  func hasMore(within milliseconds: Int32) -> Bool {
    var waiting = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
    return !buffer.isEmpty || poll(&waiting, 1, milliseconds) > 0
  }

  /// Sends a frame.
  func send(_ type: UInt8, _ payload: [UInt8] = [], flags: UInt8 = 0, stream: UInt32 = 0) {
    let count = payload.count
    var rest = [UInt8(count >> 16), UInt8(count >> 8 & 255), UInt8(count & 255), type, flags][...]
    rest += Self.bytes(stream) + payload
    while !rest.isEmpty {
      let sent = rest.withUnsafeBytes { Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      guard sent > 0 else { return }
      rest = rest.dropFirst(sent)
    }
  }

  /// Sends header fields, as literals that are neither indexed nor compressed (RFC 7541 section 6.2.2).
  func send(fields: [(String, String)], stream: UInt32, endStream: Bool = false) {
    var block: [UInt8] = []
    for (name, value) in fields {
      block += [0, UInt8(name.utf8.count)] + Array(name.utf8) + [UInt8(value.utf8.count)] + Array(value.utf8)
    }
    send(Kind.headers, block, flags: 4 | (endStream ? 1 : 0), stream: stream)
  }

  private func take(_ count: Int) -> [UInt8]? {
    while buffer.count < count {
      var chunk = [UInt8](repeating: 0, count: 65536)
      let received = recv(socket, &chunk, chunk.count, 0)
      guard received > 0 else { return nil }
      buffer += chunk[..<received]
    }
    defer { buffer.removeFirst(count) }
    return Array(buffer[..<count])
  }

  static func bytes(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) } }
}
