import RawHTTP2
import Testing
import Transport

@testable import HTTP2

/// What the library would read of a client's bytes, piece by piece.
private struct Rewriting {
  private var input = ClientInput()

  mutating func callAsFunction(_ piece: [UInt8]) -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: 48 * 1024)
    return piece.withUnsafeBytes { piece in
      buffer.withUnsafeMutableBytes { Array(input.read(piece, in: $0)) }
    }
  }
}

/// A frame as it was sent.
private struct SentFrame: Equatable {
  let head: [UInt8]
  let payload: [UInt8]

  static func all(in bytes: [UInt8]) -> [SentFrame] {
    var rest = bytes.dropFirst(RawClient.preface.count)
    var frames: [SentFrame] = []
    while rest.count >= 9 {
      let head = Array(rest.prefix(9))
      let length = head[..<3].reduce(0) { $0 << 8 | Int($1) }
      frames.append(SentFrame(head: Array(head[3...]), payload: Array(rest.dropFirst(9).prefix(length))))
      rest = rest.dropFirst(9 + length)
    }
    return frames
  }
}

@Suite("Values that come with every request", .timeLimit(.minutes(2)))
struct PlainLiteralTests {
  private static let keys = [
    "Bearer " + String(repeating: "k3y-", count: 20), String(repeating: "a", count: 2600),
    String(repeating: "b", count: 4000), "short",
  ]

  /// A request as a client writes it that keeps `authorization` out of its table.
  private static func request(_ writer: HeaderBlockWriter, _ key: String, _ path: String) -> [UInt8] {
    writer.write([
      (":method", "POST"), (":path", "/a.service/OfSome/\(path)"), ("authorization", key), ("x-after", "\(path)!"),
    ])
  }

  private static func headers(_ stream: UInt32, _ block: [UInt8], flags: UInt8 = 4) -> [UInt8] {
    RawFrame.encode(RawFrame.Kind.headers, flags, stream, block)
  }

  @Test("a value that has come twice loses its code, and only it")
  func learned() throws {
    let (writer, reader) = (HeaderBlockWriter(), HeaderBlockReader())
    var rewriting = Rewriting()
    _ = rewriting(RawClient.preface)
    let sizes = try (0..<4).map { number in
      let block = Self.request(writer, Self.keys[0], "\(number)")
      let output = rewriting(Self.headers(1, block))
      #expect(output.count == 9 + output[..<3].reduce(0) { $0 << 8 | Int($1) })
      let fields = try #require(reader.read(Array(output.dropFirst(9))))
      #expect(fields.map(\.value) == ["POST", "/a.service/OfSome/\(number)", Self.keys[0], "\(number)!"])
      return output.count - block.count - 9
    }
    let coded = Self.keys[0].utf8.count - sizes[1]
    #expect(sizes[0] == 0 && sizes[1] > 0 && sizes[1] == sizes[2] && sizes[2] == sizes[3])
    #expect(coded < Self.keys[0].utf8.count)
  }

  @Test("only so many values of a block are looked at")
  func most() {
    var rewriting = Rewriting()
    _ = rewriting(RawClient.preface)
    let names = ["authorization", "etag", "if-none-match", "location", "set-cookie", ":path"]
    let block = HeaderBlockWriter().write(names.map { ($0, $0 + String(repeating: "-", count: 30)) })
    let outputs = (0..<3).map { _ in rewriting(Self.headers(1, block)) }
    #expect(outputs.map { Self.codedValues($0.dropFirst(9)) } == [6, 2, 2])
  }

  /// How many long values of a block are coded.
  private static func codedValues(_ block: ArraySlice<UInt8>) -> Int {
    block.withUnsafeBytes { block in
      var reader = RepresentationReader(block)
      var count = 0
      while let field = reader.next() { count += field.unindexed?.isHuffman == true ? 1 : 0 }
      return count
    }
  }

  @Test("a value that no code stands for goes through, for the library to refuse")
  func malformed() {
    var rewriting = Rewriting()
    _ = rewriting(RawClient.preface)
    // The code's longest symbol, which ends a string and must not be there.
    let value = [UInt8](repeating: 0xFF, count: 30)
    let frame = Self.headers(1, [0x1F, 0x08, 0x80 | 30] + value)
    for _ in 0..<4 { #expect(rewriting(frame) == frame) }
  }

  @Test("a frame is not made larger than the peer may send")
  func largest() {
    var rewriting = Rewriting()
    _ = rewriting(RawClient.preface)
    let coded = HeaderBlockWriter().write([("authorization", Self.keys[0])])
    let filling = HeaderBlock.literal(Array("x".utf8), [UInt8](repeating: 1, count: 16_384 - coded.count - 9))
    let frame = Self.headers(1, coded + filling)
    for _ in 0..<4 { #expect(rewriting(frame).count - 9 <= 16_384) }
    #expect(rewriting(frame) == frame)
  }

  @Test("however it is cut, what the library reads says the same", arguments: 0..<60)
  func anyPieces(seed: UInt64) throws {
    var generator = Seeded(state: seed)
    let sent = Self.conversation(&generator)
    var rewriting = Rewriting()
    var rest = sent[...]
    var read: [UInt8] = []
    while !rest.isEmpty {
      let most = [8, 30, 400, 20_000].randomElement(using: &generator) ?? 1
      let piece = rest.prefix(Int.random(in: 1...most, using: &generator))
      read += rewriting(Array(piece))
      rest = rest.dropFirst(piece.count)
    }
    try Self.expectSame(SentFrame.all(in: sent), SentFrame.all(in: read))
  }

  private static func expectSame(_ sent: [SentFrame], _ read: [SentFrame]) throws {
    #expect(sent.map(\.head) == read.map(\.head))
    let (first, second) = (HeaderBlockReader(), HeaderBlockReader())
    for (frame, other) in zip(sent, read) where frame != other || frame.head[0] == RawFrame.Kind.headers {
      let skipped = frame.head[1] & 0x20 != 0 ? 5 : 0
      #expect(frame.head[0] == RawFrame.Kind.headers)
      let expected = try #require(first.read(Array(frame.payload.dropFirst(skipped))))
      let fields = try #require(second.read(Array(other.payload.dropFirst(skipped))))
      #expect(fields.map(\.name) == expected.map(\.name) && fields.map(\.value) == expected.map(\.value))
    }
  }

  /// Requests, some with a priority, between bodies that look like requests.
  private static func conversation(_ generator: inout Seeded) -> [UInt8] {
    let writer = HeaderBlockWriter()
    var sent = RawClient.preface + RawFrame.encode(RawFrame.Kind.settings, 0, 0, [])
    var key = keys[0]
    for number in 0..<40 {
      if Int.random(in: 0..<8, using: &generator) == 0 { key = keys.randomElement(using: &generator) ?? key }
      let block = request(writer, key, "\(number % 6)")
      let hasPriority = Int.random(in: 0..<4, using: &generator) == 0
      let stream = UInt32(2 * number + 1)
      sent += headers(stream, (hasPriority ? [0, 0, 0, 0, 15] : []) + block, flags: hasPriority ? 0x24 : 4)
      let body = headers(stream, block) + [UInt8](repeating: 0, count: Int.random(in: 0..<30, using: &generator))
      sent += RawFrame.encode(RawFrame.Kind.data, 1, stream, body)
    }
    return sent
  }

  @Test("a handler sees the same of every request")
  func live() async throws {
    try await withRaw { _, client async throws in
      let writer = HeaderBlockWriter()
      for number: UInt32 in 0..<6 {
        let fields = [
          (":method", "POST"), (":scheme", "http"), (":path", "/headers"),
          (":authority", "localhost"), ("authorization", Self.keys[0]),
        ]
        client.headers(2 * number + 1, writer.write(fields))
        let answer = try client.answer(2 * number + 1)
        #expect(String(decoding: answer.body, as: UTF8.self).contains("authorization=\(Self.keys[0])\n"))
      }
    }
  }
}
