import Testing

@testable import RPC

@Suite("Compressing one message", .timeLimit(.minutes(2)))
struct MessageCompressorTests {
  static let text = Array(String(repeating: "the same words again and again, ", count: 200).utf8)
  /// Bytes no compressor makes smaller.
  static let noise: [UInt8] = {
    var state: UInt64 = 88_172_645_463_325_252
    return (0..<4096).map { _ in
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return UInt8(truncatingIfNeeded: state >> 24)
    }
  }()

  static func body(_ frame: MessageFrame) -> [UInt8] { Array(frame.bytes.dropFirst(MessageFrame.prefixLength)) }

  @Test("a message comes back, whatever its size, one after another", arguments: CompressionAlgorithm.allCases)
  func roundTrip(algorithm: CompressionAlgorithm) throws {
    let compressor = MessageCompressor(level: 1)
    for message in [[], [7], Self.text, Self.noise, Array(repeating: 0, count: 3_000_000), Self.text] {
      let frame = compressor.compress(MessageFrame(encoded: message), with: algorithm, mayGrow: true)
      #expect(frame.isCompressed)
      let length = frame.bytes[1...4].reduce(0) { $0 << 8 | Int($1) }
      #expect(length == frame.messageLength)
      #expect(try compressor.expand(Self.body(frame), with: algorithm, limit: message.count) == message)
    }
  }

  @Test("a message that does not get smaller stays as it is, unless it may grow")
  func noGain() {
    let compressor = MessageCompressor(level: 9)
    for message in [[], [1], Self.noise] {
      let frame = MessageFrame(encoded: message)
      #expect(compressor.compress(frame, with: .gzip, mayGrow: false) == frame)
      #expect(compressor.compress(frame, with: .gzip, mayGrow: true).messageLength > message.count)
    }
    #expect(compressor.compress(MessageFrame(encoded: Self.text), with: .gzip, mayGrow: false).messageLength < 300)
  }

  @Test("a message of the limit is taken, one byte more is not", arguments: CompressionAlgorithm.allCases)
  func limit(algorithm: CompressionAlgorithm) throws {
    let compressor = MessageCompressor(level: 1)
    let bomb = [UInt8](repeating: 0, count: 100_000)
    let bytes = Self.body(compressor.compress(MessageFrame(encoded: bomb), with: algorithm, mayGrow: true))
    #expect(try compressor.expand(bytes, with: algorithm, limit: 100_000).count == 100_000)
    #expect(throws: InflateError.tooLarge(limit: 99_999)) {
      try compressor.expand(bytes, with: algorithm, limit: 99_999)
    }
    #expect(throws: InflateError.tooLarge(limit: 0)) { try compressor.expand(bytes, with: algorithm, limit: 0) }
  }

  @Test("what is cut, changed or followed by more is refused, and the next message is not harmed")
  func malformed() throws {
    let compressor = MessageCompressor(level: 1)
    for algorithm in CompressionAlgorithm.allCases {
      let whole = Self.body(compressor.compress(MessageFrame(encoded: Self.text), with: algorithm, mayGrow: true))
      for count in 0..<whole.count {
        #expect(throws: InflateError.truncated(algorithm)) {
          try compressor.expand(Array(whole.prefix(count)), with: algorithm, limit: 10_000)
        }
      }
      #expect(throws: InflateError.trailing(algorithm, count: 2)) {
        try compressor.expand(whole + [0, 0], with: algorithm, limit: 10_000)
      }
      #expect(throws: InflateError.trailing(algorithm, count: whole.count)) {
        try compressor.expand(whole + whole, with: algorithm, limit: 100_000)
      }
      var changed = whole
      changed[changed.count - 2] ^= 1
      let error = #expect(throws: InflateError.self) { try compressor.expand(changed, with: algorithm, limit: 10_000) }
      guard case .malformed = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
      #expect(try compressor.expand(whole, with: algorithm, limit: 10_000) == Self.text)
    }
  }

  @Test("the formats are not mistaken for each other")
  func formats() {
    let compressor = MessageCompressor(level: 1)
    let gzip = Self.body(compressor.compress(MessageFrame(encoded: Self.text), with: .gzip, mayGrow: true))
    #expect(gzip.prefix(2) == [0x1F, 0x8B])
    #expect(throws: InflateError.self) { try compressor.expand(gzip, with: .deflate, limit: 10_000) }
    let deflate = Self.body(compressor.compress(MessageFrame(encoded: Self.text), with: .deflate, mayGrow: true))
    #expect(deflate.first == 0x78)
    #expect(throws: InflateError.self) { try compressor.expand(deflate, with: .gzip, limit: 10_000) }
  }
}
