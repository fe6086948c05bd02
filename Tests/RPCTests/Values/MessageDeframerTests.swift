import Testing

@testable import RPC

@Suite("Cutting bytes into messages", .timeLimit(.minutes(2)))
struct MessageDeframerTests {
  static let messages: [[UInt8]] = [[], [1], Array(repeating: 7, count: 300), [], [2, 3]]
  static let bytes = messages.flatMap { MessageFrame(encoded: $0).bytes }

  /// The messages found when the bytes come in pieces of a size.
  static func cut(_ bytes: [UInt8], piece: Int, limit: Int = 1000) throws -> [[UInt8]] {
    var deframer = MessageDeframer(limit: limit)
    var found: [[UInt8]] = []
    for start in stride(from: 0, to: bytes.count, by: piece) {
      let part = Array(bytes[start..<min(start + piece, bytes.count)])
      try part.withUnsafeBytes { try deframer.receive($0) { found.append($0.bytes) } }
    }
    try deframer.finish()
    return found
  }

  @Test("messages are the same however the bytes are cut", arguments: [1, 2, 3, 4, 5, 6, 7, 64, 10_000])
  func pieces(size: Int) throws {
    #expect(try Self.cut(Self.bytes, piece: size) == Self.messages)
  }

  @Test("a message over the limit is refused at its prefix, naming size and limit")
  func tooLarge() {
    #expect(throws: FramingError.tooLarge(length: 1001, limit: 1000)) {
      try Self.cut([0, 0, 0, 3, 233], piece: 5)
    }
    #expect(throws: FramingError.tooLarge(length: 4_294_967_295, limit: 1000)) {
      try Self.cut([0, 255, 255, 255, 255], piece: 1)
    }
    let error = FramingError.tooLarge(length: 1001, limit: 1000).rpcError
    #expect(error.code == .resourceExhausted)
    #expect(error.message.contains("1001") && error.message.contains("1000"))
  }

  @Test("a message of exactly the limit is taken")
  func atLimit() throws {
    let message = [UInt8](repeating: 9, count: 1000)
    #expect(try Self.cut(MessageFrame(encoded: message).bytes, piece: 7) == [message])
  }

  @Test("a flag byte over 1 is refused at once")
  func flag() {
    #expect(throws: FramingError.invalidFlag(2)) { try Self.cut([2], piece: 1) }
    #expect(FramingError.invalidFlag(2).rpcError.code == .internal)
  }

  @Test("a compressed message needs an announced compression that is accepted")
  func compressed() throws {
    #expect(throws: FramingError.unannouncedCompression) { try Self.cut([1, 0, 0, 0, 1, 0], piece: 6) }
    #expect(FramingError.unannouncedCompression.rpcError.code == .internal)
    var deframer = MessageDeframer(limit: 10)
    deframer.encoding = .unsupported("br")
    #expect(throws: FramingError.unsupportedCompression("br")) {
      try ([1, 0, 0, 0, 1, 0] as [UInt8]).withUnsafeBytes { try deframer.receive($0) { _ in } }
    }
    var accepting = MessageDeframer(limit: 10)
    accepting.encoding = .compressed(.gzip)
    var found: [ReceivedMessage] = []
    try ([1, 0, 0, 0, 1, 9, 0, 0, 0, 0, 0] as [UInt8]).withUnsafeBytes {
      try accepting.receive($0) { found.append($0) }
    }
    #expect(
      found == [ReceivedMessage(bytes: [9], isCompressed: true), ReceivedMessage(bytes: [], isCompressed: false)])
  }

  @Test("a stream must not end within a prefix or a message")
  func truncated() {
    #expect(throws: FramingError.truncated(received: 3, expected: 5)) { try Self.cut([0, 0, 0], piece: 3) }
    #expect(throws: FramingError.truncated(received: 2, expected: 4)) { try Self.cut([0, 0, 0, 0, 4, 1, 2], piece: 9) }
  }

  @Test("a frame says its length in four big-endian bytes")
  func frame() {
    #expect(MessageFrame(encoded: [UInt8](repeating: 0, count: 0x01_0203)).bytes.prefix(5) == [0, 0, 1, 2, 3])
    #expect(MessageFrame(encoded: [1], suffix: [2, 3]).bytes == [0, 0, 0, 0, 3, 1, 2, 3])
  }
}
