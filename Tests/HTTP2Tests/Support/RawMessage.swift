import RawHTTP2

/// A request as it goes over the wire, right or wrong.
struct RawMessage: Sendable {
  typealias Fields = [(String, String)]

  var head: Fields
  /// The lengths of the DATA frames.
  var body: [Int] = []
  var trailers: Fields?
  /// Whether the last frame ends the stream.
  var ends = true

  /// The frames on a stream; `encode` writes header blocks.
  func frames(_ stream: UInt32, _ encode: (Fields) -> [UInt8]) -> [UInt8] {
    let last = ends ? RawFrame.Flag.endStream : 0
    let isAlone = body.isEmpty && trailers == nil
    let flags = RawFrame.Flag.endHeaders
    var bytes = RawFrame.encode(RawFrame.Kind.headers, flags | (isAlone ? last : 0), stream, encode(head))
    for (index, length) in body.enumerated() {
      let isLast = trailers == nil && index == body.count - 1
      let data = [UInt8](repeating: 7, count: length)
      bytes += RawFrame.encode(RawFrame.Kind.data, isLast ? last : 0, stream, data)
    }
    if let trailers { bytes += RawFrame.encode(RawFrame.Kind.headers, flags | last, stream, encode(trailers)) }
    return bytes
  }
}

/// Sends messages one after the other on a connection and says what became of each.
final class MessageProbe {
  /// What became of a message.
  struct Verdict: Equatable {
    /// The code its stream was reset with.
    var reset: UInt32?
    /// Whether the response came to its end.
    var isAnswered = false
  }

  private let client: RawClient
  private var last: UInt32 = 0
  private let writer: HeaderBlockWriter?

  /// A probe that has begun; `isIndexed` says whether fields that come again are references.
  init(_ server: TestServer, isIndexed: Bool) throws {
    client = try RawClient(port: server.port, timeout: 5)
    writer = isIndexed ? HeaderBlockWriter() : nil
    try client.settle()
  }

  /// The frames of a message on the next stream.
  func frames(_ message: RawMessage) -> (stream: UInt32, bytes: [UInt8]) {
    last = last == 0 ? 1 : last + 2
    return (last, message.frames(last) { writer?.write($0) ?? HeaderBlock.literals($0) })
  }

  /// Sends a message and answers what became of it; its stream is over afterwards.
  func send(_ message: RawMessage) throws -> Verdict {
    let (stream, bytes) = frames(message)
    return try send(bytes, stream)
  }

  /// Sends the frames of a message; two round trips, as answers to PINGs overtake other frames.
  func send(_ bytes: [UInt8], _ stream: UInt32) throws -> Verdict {
    var verdict = Verdict()
    client.write(bytes)
    for _ in 0..<2 {
      client.send(RawFrame.Kind.ping, [8, 7, 6, 5, 4, 3, 2, 1])
      while let frame = try client.next(), frame.type != RawFrame.Kind.ping {
        if frame.type == RawFrame.Kind.goAway { throw RawFailure("the connection ended: \(frame)") }
        guard frame.stream == stream else { continue }
        if frame.type == RawFrame.Kind.reset { verdict.reset = frame.number(at: 0) }
        if frame.endsStream { verdict.isAnswered = true }
      }
    }
    if !verdict.isAnswered, verdict.reset == nil { client.reset(stream) }
    return verdict
  }
}
