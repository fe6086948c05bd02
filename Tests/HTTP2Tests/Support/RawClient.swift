import Glibc

/// A client that writes frames byte by byte over a plain socket: it can be as rude as a test needs.
final class RawClient {
  struct Failure: Error { let what: String }

  struct Frame: CustomStringConvertible {
    let type: UInt8
    let flags: UInt8
    let stream: UInt32
    let payload: [UInt8]

    var description: String { "type \(type) flags \(flags) stream \(stream), \(payload.count) bytes" }
    /// The 32-bit number at `offset`.
    func number(at offset: Int) -> UInt32 { payload[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) } }
  }

  enum Kind {
    static let data: UInt8 = 0
    static let headers: UInt8 = 1
    static let priority: UInt8 = 2
    static let reset: UInt8 = 3
    static let settings: UInt8 = 4
    static let ping: UInt8 = 6
    static let goAway: UInt8 = 7
    static let windowUpdate: UInt8 = 8
    static let continuation: UInt8 = 9
  }

  static let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)
  private let socket: Int32
  private var buffer: [UInt8] = []

  /// Connects to a port of this machine; reads give up after `timeout` seconds.
  init(port: UInt16, timeout: Int = 10) throws {
    socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(socket, $0, size) }
    }
    guard result == 0 else { throw Failure(what: "connect: errno \(errno)") }
    var limit = timeval(tv_sec: timeout, tv_usec: 0)
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
  }

  deinit { close(socket) }

  /// The preface and an empty SETTINGS, or other settings as pairs of number and value.
  func begin(settings: [(UInt16, UInt32)] = []) {
    var payload: [UInt8] = []
    for (id, value) in settings { payload += [UInt8(id >> 8), UInt8(id & 255)] + Self.bytes(value) }
    write(Self.preface + Self.frame(Kind.settings, 0, 0, payload))
  }

  /// Writes bytes; false when the server has closed.
  @discardableResult
  func write(_ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  /// Writes a frame.
  @discardableResult
  func send(_ type: UInt8, flags: UInt8 = 0, stream: UInt32 = 0, _ payload: [UInt8] = []) -> Bool {
    write(Self.frame(type, flags, stream, payload))
  }

  /// Opens a stream with a POST to `path`.
  @discardableResult
  func request(_ stream: UInt32, _ path: String, endStream: Bool = true, extra: [(String, String)] = []) -> Bool {
    let block = Self.block(
      [(":method", "POST"), (":scheme", "http"), (":path", path), (":authority", "localhost")] + extra)
    return send(Kind.headers, flags: 4 | (endStream ? 1 : 0), stream: stream, block)
  }

  /// The next frame; nil when the server has closed.
  func next() throws -> Frame? {
    guard let head = try take(9) else { return nil }
    let length = head[0..<3].reduce(0) { $0 << 8 | Int($1) }
    guard let payload = try take(length) else { throw Failure(what: "the connection ended inside a frame") }
    let stream = head[5..<9].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    return Frame(type: head[3], flags: head[4], stream: stream, payload: payload)
  }

  /// Reads until a frame of this type comes; nil when the server closes before.
  func next(_ type: UInt8, stream: UInt32? = nil) throws -> Frame? {
    while let frame = try next() {
      if frame.type == type, stream == nil || frame.stream == stream { return frame }
    }
    return nil
  }

  /// Reads to the end and answers the error code and the text of the GOAWAY on the way; nil when there was none.
  func goAway() throws -> (code: UInt32, text: String)? {
    var found: (UInt32, String)?
    while let frame = try next() {
      guard frame.type == Kind.goAway else { continue }
      found = (frame.number(at: 4), String(decoding: frame.payload.dropFirst(8), as: UTF8.self))
    }
    return found
  }

  private func take(_ count: Int) throws -> [UInt8]? {
    while buffer.count < count {
      var chunk = [UInt8](repeating: 0, count: 65536)
      let received = recv(socket, &chunk, chunk.count, 0)
      if received == 0 || (received < 0 && errno == ECONNRESET) { return nil }
      guard received > 0 else { throw Failure(what: "nothing to read: errno \(errno)") }
      buffer += chunk[..<received]
    }
    defer { buffer.removeFirst(count) }
    return Array(buffer[..<count])
  }

  static func bytes(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) } }

  static func frame(_ type: UInt8, _ flags: UInt8, _ stream: UInt32, _ payload: [UInt8]) -> [UInt8] {
    let length = payload.count
    return [UInt8(length >> 16), UInt8(length >> 8 & 255), UInt8(length & 255), type, flags] + bytes(stream) + payload
  }

  /// A header block of literals that are neither indexed nor compressed (RFC 7541 section 6.2.2).
  static func block(_ fields: [(String, String)]) -> [UInt8] {
    fields.flatMap { [0] + text($0.0) + text($0.1) }
  }

  private static func text(_ value: String) -> [UInt8] {
    let bytes = Array(value.utf8)
    guard bytes.count >= 127 else { return [UInt8(bytes.count)] + bytes }
    var length: [UInt8] = [127]
    var rest = bytes.count - 127
    while rest >= 128 {
      length.append(UInt8(rest & 127 | 128))
      rest >>= 7
    }
    return length + [UInt8(rest)] + bytes
  }
}
