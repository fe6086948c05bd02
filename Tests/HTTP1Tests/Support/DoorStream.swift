import EventLoop
import Transport

/// One request at a test server.
final class DoorStream: StreamHandler {
  static let head = ConstantHeaders([":status": "200", "content-type": "text/plain"])
  private let path: String
  private let journal: DoorJournal
  private var remaining = 0
  private var received = 0
  private var sum: UInt64 = 0
  private let fields: [HeaderField]
  var keepsConnection: Bool { path != "/watch" }

  init(_ path: String, _ headers: [HeaderField], _ journal: DoorJournal, _ stream: Transport.Stream) {
    self.path = path
    self.journal = journal
    fields = headers
    begin(stream)
  }

  /// What is answered before the body has come.
  private func begin(_ stream: Transport.Stream) {
    switch path {
    case "/echo", "/head-only", "/drip": stream.sendHeaders([], constant: Self.head)
    case "/early": answer("early", on: stream)
    case "/incomplete": stream.isInputIncomplete = true
    case "/reset": stream.reset(.cancel)
    case let path where path.hasPrefix("/large/"):
      remaining = Int(path.dropFirst(7)) ?? 0
      stream.sendHeaders([], constant: Self.head)
      fill(stream)
    default: break
    }
  }

  private func answer(_ text: String, on stream: Transport.Stream) {
    stream.sendHeaders([], constant: Self.head)
    stream.send(Array(text.utf8), endStream: true)
  }

  private func fill(_ stream: Transport.Stream) {
    while remaining > 0, stream.isWritable {
      let size = min(remaining, 10_000)
      stream.send([UInt8](repeating: UInt8(ascii: "x"), count: size))
      remaining -= size
    }
    if remaining == 0 { stream.send([], endStream: true) }
  }

  func received(data: UnsafeRawBufferPointer, on stream: Transport.Stream) {
    received += data.count
    journal.note(data.count)
    for byte in data { sum = sum &* 31 &+ UInt64(byte) }
    if path == "/hold" { return }
    if path == "/echo" { stream.send(Array(data)) }
    stream.consume(data.count)
  }

  func receivedEnd(trailers: [HeaderField], on stream: Transport.Stream) {
    switch path {
    case "/echo": stream.sendTrailers(trailers)
    case "/hello": answer("hello", on: stream)
    case "/collect": answer("\(received) \(sum) \(trailers.map { "\($0.name)=\($0.value)" })", on: stream)
    case "/fields": answer(fields.map { "\($0.name)=\($0.value)\n" }.joined(), on: stream)
    case "/empty": stream.sendHeaders([HeaderField("x-end", "yes")], constant: Self.head, endStream: true)
    case "/promised": stream.sendHeaders([HeaderField("content-length", "9")], constant: Self.head, endStream: true)
    case "/no-content": stream.sendHeaders([HeaderField(":status", "204")], endStream: true)
    case "/not-modified":
      stream.sendHeaders([HeaderField(":status", "304"), HeaderField("etag", "x")], endStream: true)
    case "/cut":
      stream.sendHeaders([], constant: Self.head)
      stream.send(Array("begun".utf8))
      _ = stream.connection.loop.schedule(after: .milliseconds(50)) { stream.reset(.internalError) }
    case "/short", "/long":
      stream.sendHeaders([HeaderField("content-length", "10")], constant: Self.head)
      stream.send([UInt8](repeating: 7, count: path == "/short" ? 5 : 15), endStream: true)
    case "/split":
      stream.sendHeaders([HeaderField("x-split", "a\r\nset-cookie: b")], constant: Self.head)
      stream.send(Array("never".utf8), endStream: true)
    default: break
    }
  }

  func writable(on stream: Transport.Stream) { if remaining > 0 { fill(stream) } }

  func closed(on stream: Transport.Stream, reason: StreamCloseReason) { journal.note(reason) }
}
