import RPC
import RawHTTP2
import WireFormat

@testable import EnrichmentService

/// What came back of a request, over whichever version of HTTP.
struct RawAnswer: Sendable {
  var status = ""
  var fields: [String: String] = [:]
  var body: [UInt8] = []
}

/// A client of HTTP/2 without TLS that asks one request after another on one connection. Blocks.
final class FrameClient {
  private let client: RawClient
  private var stream: UInt32 = 1

  /// Connects to a port of this machine.
  init(port: UInt16) throws {
    client = try RawClient(port: port, timeout: 120)
    try client.settle()
  }

  func ask(_ verb: String, _ path: String, _ fields: [(String, String)], _ body: [UInt8]) throws -> RawAnswer {
    defer { stream += 2 }
    let head = [(":method", verb), (":scheme", "http"), (":path", path), (":authority", "localhost")]
    client.headers(stream, HeaderBlock.literals(head + fields), endStream: body.isEmpty)
    for start in stride(from: 0, to: body.count, by: 16_384) {
      let end = min(start + 16_384, body.count)
      client.data(stream, Array(body[start..<end]), endStream: end == body.count)
    }
    let answer = try client.answer(stream)
    // What was read opens no windows by itself: each answer is smaller, but not all of them together.
    client.send(RawClient.Kind.windowUpdate, RawFrame.number(UInt32(max(1, answer.body.count))))
    return RawAnswer(status: answer.headers[":status"] ?? "", fields: answer.headers, body: answer.body)
  }
}

/// The same of HTTP/1.1.
final class TextClient {
  private let pipe: SocketPipe
  private var buffer: [UInt8] = []

  /// Connects to a port of this machine.
  init(port: UInt16) throws { pipe = try SocketPipe(port: port, timeout: 120) }

  func ask(_ verb: String, _ path: String, _ fields: [(String, String)], _ body: [UInt8]) throws -> RawAnswer {
    var head = "\(verb) \(path) HTTP/1.1\r\nhost: localhost\r\n"
    for (name, value) in fields { head += "\(name): \(value)\r\n" }
    if verb == "POST" { head += "content-length: \(body.count)\r\n" }
    guard pipe.write(Array((head + "\r\n").utf8) + body) else { throw RawFailure("the server has closed") }
    var answer = try readHead()
    if verb == "HEAD" || answer.status == "304" || answer.status == "204" { return answer }
    if let length = answer.fields["content-length"].flatMap(Int.init) {
      answer.body = try take(length)
    } else {
      answer.body = try readChunks()
    }
    return answer
  }

  private func readHead() throws -> RawAnswer {
    var lines = try String(decoding: takeLines(), as: UTF8.self).split(separator: "\r\n")
    var answer = RawAnswer()
    guard !lines.isEmpty else { throw RawFailure("no status line") }
    answer.status = String(lines.removeFirst().split(separator: " ")[1])
    for line in lines {
      guard let colon = line.firstIndex(of: ":") else { throw RawFailure("a field without a colon: \(line)") }
      answer.fields[line[..<colon].lowercased()] = String(line[colon...].dropFirst().drop { $0 == " " })
    }
    return answer
  }

  /// Up to the empty line.
  private func takeLines() throws -> [UInt8] {
    let end = Array("\r\n\r\n".utf8)
    while true {
      if buffer.count >= 4, let place = (0...(buffer.count - 4)).first(where: { Array(buffer[$0..<$0 + 4]) == end }) {
        return try take(place + 4)
      }
      try fill()
    }
  }

  private func readChunks() throws -> [UInt8] {
    var body: [UInt8] = []
    while true {
      while !buffer.contains(0x0A) { try fill() }
      let line = try take((buffer.firstIndex(of: 0x0A) ?? 0) + 1)
      guard let size = Int(String(decoding: line.dropLast(2), as: UTF8.self), radix: 16) else {
        throw RawFailure("no size of a chunk")
      }
      body += try take(size)
      _ = try take(2)
      if size == 0 { return body }
    }
  }

  private func take(_ count: Int) throws -> [UInt8] {
    while buffer.count < count { try fill() }
    defer { buffer.removeFirst(count) }
    return Array(buffer.prefix(count))
  }

  private func fill() throws {
    guard let more = try pipe.read() else { throw RawFailure("the server has closed") }
    buffer += more
  }
}
