import Glibc

/// A client that writes frames byte by byte: it can be as rude as a test needs. Everything it does blocks.
package final class RawClient {
  package typealias Frame = RawFrame
  package typealias Kind = RawFrame.Kind

  package static let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)
  package let pipe: any RawPipe
  /// Reads the header blocks the server sends; used by ``answer(_:)``.
  package let fields = HeaderBlockReader()
  private var buffer: [UInt8] = []
  private var consumed = 0

  /// A client over a pipe.
  package init(_ pipe: any RawPipe) { self.pipe = pipe }

  /// Connects without TLS to a port of this machine; reads give up after `timeout` seconds.
  package convenience init(port: UInt16, timeout: Int = 10) throws {
    self.init(try SocketPipe(port: port, timeout: timeout))
  }

  /// Connects with TLS.
  package convenience init(port: UInt16, tls: RawTLS, timeout: Int = 10) throws {
    self.init(try TLSPipe(try SocketPipe(port: port, timeout: timeout), tls))
  }

  // MARK: Sending

  /// The preface and a SETTINGS frame, empty or with pairs of number and value.
  package func begin(settings: [(UInt16, UInt32)] = []) {
    write(Self.preface + RawFrame.encode(Kind.settings, 0, 0, settings.flatMap { RawFrame.setting($0.0, $0.1) }))
  }

  /// Begins, and waits until each side has acknowledged the other's SETTINGS.
  package func settle(settings: [(UInt16, UInt32)] = []) throws {
    begin(settings: settings)
    while let frame = try next(Kind.settings) {
      guard frame.flags & RawFrame.Flag.ack == 0 else { return }
      send(Kind.settings, flags: RawFrame.Flag.ack)
    }
    throw RawFailure("the server closed before it had acknowledged the SETTINGS")
  }

  /// Writes bytes; false when the server has closed.
  @discardableResult
  package func write(_ bytes: [UInt8]) -> Bool { pipe.write(bytes) }

  /// Writes a frame; `length` in its header may differ from that of the payload.
  @discardableResult
  package func send(
    _ type: UInt8, flags: UInt8 = 0, stream: UInt32 = 0, _ payload: [UInt8] = [], length: Int? = nil
  ) -> Bool {
    write(RawFrame.encode(type, flags, stream, payload, length: length))
  }

  /// Opens a stream with a POST to `path`.
  @discardableResult
  package func request(
    _ stream: UInt32, _ path: String, endStream: Bool = true, extra: [(String, String)] = []
  ) -> Bool {
    headers(stream, HeaderBlock.request(path, extra), endStream: endStream)
  }

  /// Sends a whole header block in one frame.
  @discardableResult
  package func headers(_ stream: UInt32, _ block: [UInt8], endStream: Bool = true) -> Bool {
    let flags = RawFrame.Flag.endHeaders | (endStream ? RawFrame.Flag.endStream : 0)
    return send(Kind.headers, flags: flags, stream: stream, block)
  }

  /// Sends a whole header block in as many frames of the default maximum size as it takes.
  package func largeHeaders(_ stream: UInt32, _ block: [UInt8], endStream: Bool = true) {
    for start in stride(from: 0, to: block.count, by: 16_384) {
      let piece = Array(block[start..<min(start + 16_384, block.count)])
      var flags = start + piece.count == block.count ? RawFrame.Flag.endHeaders : 0
      if start == 0, endStream { flags |= RawFrame.Flag.endStream }
      send(start == 0 ? Kind.headers : Kind.continuation, flags: flags, stream: stream, piece)
    }
  }

  /// Sends DATA.
  @discardableResult
  package func data(_ stream: UInt32, _ bytes: [UInt8], endStream: Bool = false) -> Bool {
    send(Kind.data, flags: endStream ? RawFrame.Flag.endStream : 0, stream: stream, bytes)
  }

  /// Resets a stream; by default with CANCEL.
  @discardableResult
  package func reset(_ stream: UInt32, code: UInt32 = 8) -> Bool {
    send(Kind.reset, stream: stream, RawFrame.number(code))
  }

  // MARK: Receiving

  /// The next frame; nil when the server has closed.
  package func next() throws -> Frame? {
    guard let head = try take(9) else { return nil }
    let length = head[0..<3].reduce(0) { $0 << 8 | Int($1) }
    guard let payload = try take(length) else { throw RawFailure("the connection ended inside a frame") }
    let stream = head[5..<9].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    return Frame(type: head[3], flags: head[4], stream: stream, payload: payload)
  }

  /// Reads until a frame of this type comes; nil when the server closes before.
  package func next(_ type: UInt8, stream: UInt32? = nil) throws -> Frame? {
    while let frame = try next() {
      if frame.type == type, stream == nil || frame.stream == stream { return frame }
    }
    return nil
  }

  /// Reads to the end and answers the error code and the text of the GOAWAY on the way; nil when there was none.
  package func goAway() throws -> (code: UInt32, text: String)? {
    var found: (UInt32, String)?
    while let frame = try next() {
      guard frame.type == Kind.goAway else { continue }
      found = (frame.number(at: 4), String(decoding: frame.payload.dropFirst(8), as: UTF8.self))
    }
    return found
  }

  private func take(_ count: Int) throws -> [UInt8]? {
    while buffer.count - consumed < count {
      if consumed > 0 { buffer.removeFirst(consumed) }
      consumed = 0
      guard let more = try pipe.read() else { return nil }
      buffer += more
    }
    defer { consumed += count }
    return Array(buffer[consumed..<consumed + count])
  }
}
