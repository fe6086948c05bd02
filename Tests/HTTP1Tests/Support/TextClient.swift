import RawHTTP2

/// A client that writes requests as text, right or wrong, and reads responses. Everything it does blocks.
final class TextClient {
  /// A response as it came.
  struct Response {
    var status = 0
    var fields: [(name: String, value: String)] = []
    var body: [UInt8] = []
    var trailers: [(name: String, value: String)] = []

    var text: String { String(decoding: body, as: UTF8.self) }
    subscript(name: String) -> String? { fields.first { $0.name == name }?.value }
  }

  private let pipe: any RawPipe
  private var buffer: [UInt8] = []

  init(_ pipe: any RawPipe) { self.pipe = pipe }

  /// Connects without TLS.
  convenience init(_ server: DoorServer, timeout: Int = 10, receiveBuffer: Int32? = nil) throws {
    self.init(try SocketPipe(port: server.port, timeout: timeout, receiveBuffer: receiveBuffer))
  }

  /// Connects with TLS, offering `protocols`.
  convenience init(_ server: DoorServer, protocols: [String]) throws {
    var tls = RawTLS()
    tls.protocols = protocols
    self.init(try TLSPipe(try SocketPipe(port: server.port), tls))
  }

  /// Writes text; false when the server has closed.
  @discardableResult
  func write(_ text: String) -> Bool { pipe.write(Array(text.utf8)) }

  /// Writes bytes.
  @discardableResult
  func write(_ bytes: [UInt8]) -> Bool { pipe.write(bytes) }

  /// Asks with a GET and answers the response.
  func get(_ path: String, _ fields: String = "") throws -> Response {
    write("GET \(path) HTTP/1.1\r\nHost: a\r\n\(fields)\r\n")
    return try response()
  }

  /// Reads a response; `isHEAD` says that it has no body.
  func response(isHEAD: Bool = false) throws -> Response {
    var response = try head()
    if response.status < 200 || response.status == 204 || response.status == 304 || isHEAD { return response }
    if response["transfer-encoding"] == "chunked" {
      while case let size = Int(try line(), radix: 16) ?? 0, size > 0 {
        response.body += try take(size)
        guard try line().isEmpty else { throw RawFailure("a chunk does not end") }
      }
      response.trailers = try fields()
    } else if let length = response["content-length"] {
      response.body = try take(Int(length) ?? 0)
    } else {
      response.body = try rest()
    }
    return response
  }

  private func head() throws -> Response {
    let first = try line().split(separator: " ", maxSplits: 2)
    guard first.count > 1, first[0] == "HTTP/1.1", let status = Int(first[1]) else {
      throw RawFailure("no status line: \(first)")
    }
    return Response(status: status, fields: try fields())
  }

  private func fields() throws -> [(name: String, value: String)] {
    var found: [(name: String, value: String)] = []
    while case let line = try line(), !line.isEmpty {
      let parts = line.split(separator: ":", maxSplits: 1)
      found.append((String(parts[0]), parts[1].trimmingPrefix(" ").description))
    }
    return found
  }

  /// Everything up to the end of the connection.
  func rest() throws -> [UInt8] {
    while let more = try pipe.read() { buffer += more }
    defer { buffer = [] }
    return buffer
  }

  private func line() throws -> String {
    while true {
      if let end = buffer.firstIndex(of: 10) {
        defer { buffer.removeFirst(end + 1) }
        return String(decoding: buffer[..<max(0, end - 1)], as: UTF8.self)
      }
      try more()
    }
  }

  private func take(_ count: Int) throws -> [UInt8] {
    while buffer.count < count { try more() }
    defer { buffer.removeFirst(count) }
    return Array(buffer[..<count])
  }

  private func more() throws {
    guard let bytes = try pipe.read() else { throw RawFailure("the connection ended; unread: \(buffer.count) bytes") }
    buffer += bytes
  }
}
