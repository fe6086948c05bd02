import Testing

@testable import RPC

@Suite("Which compression replies get", .timeLimit(.minutes(2)))
struct ReplyNegotiationTests {
  static let large = MessageFrame(encoded: [UInt8](repeating: 1, count: 2000))
  static let small = MessageFrame(encoded: [UInt8](repeating: 1, count: 10))

  static func decide(
    accept: String = "identity,gzip,deflate", requests: String? = nil, isStream: Bool = false,
    _ policy: CompressionPolicy = CompressionPolicy(), call: CompressionChoice = .automatic,
    first: MessageFrame? = large
  ) -> SendCompression {
    ReplyNegotiation(
      accepted: CompressionSet(acceptEncoding: accept), requests: MessageEncoding(requests, accepted: policy.accepted),
      isStream: isStream
    ).compression(policy, call: call, first: first)
  }

  @Test("a list of encodings is read with its spaces, and what is unknown is left out")
  func accept() {
    #expect(CompressionSet(acceptEncoding: "identity, deflate ,\tgzip") == [.init(.gzip), .init(.deflate)])
    #expect(CompressionSet(acceptEncoding: "br,zstd,gzipped,xgzip") == [])
    #expect(CompressionSet(acceptEncoding: "") == [])
    #expect(CompressionSet(acceptEncoding: "gzip;q=1").isEmpty)
  }

  @Test("by default replies are compressed for callers that compress, in their way")
  func mirrored() {
    #expect(Self.decide().algorithm == nil)
    #expect(Self.decide(requests: "identity").algorithm == nil)
    #expect(Self.decide(requests: "gzip").algorithm == .gzip)
    #expect(Self.decide(requests: "deflate").algorithm == .deflate)
    #expect(Self.decide(accept: "gzip", requests: "deflate").algorithm == .gzip)
    #expect(Self.decide(accept: "identity", requests: "gzip").algorithm == nil)
  }

  @Test("size decides for messages that do not")
  func size() {
    #expect(Self.decide(requests: "gzip", first: Self.small).algorithm == nil)
    var policy = CompressionPolicy(replies: .always, threshold: 10)
    #expect(Self.decide(policy, first: Self.small).algorithm == .gzip)
    policy.threshold = 11
    #expect(Self.decide(policy, first: Self.small).algorithm == nil)
    #expect(
      Self.decide(first: MessageFrame(encoded: [1], compression: .on)).algorithm == .gzip,
      "whatever its size, on request")
  }

  @Test("a call may switch compression on and off, a message too, and off of a call is last")
  func choices() {
    let never = CompressionPolicy(replies: .onRequest)
    #expect(Self.decide(requests: "gzip", never).algorithm == nil)
    #expect(Self.decide(never, call: .on).algorithm == .gzip)
    #expect(Self.decide(CompressionPolicy(replies: .always), call: .off).algorithm == nil)
    let asks = MessageFrame(encoded: [1, 2], compression: .on)
    #expect(Self.decide(call: .off, first: asks).algorithm == nil)
    let declines = MessageFrame(encoded: [UInt8](repeating: 1, count: 2000), compression: .off)
    #expect(Self.decide(call: .on, first: declines).algorithm == nil)
  }

  @Test("a stream announces what a later reply may ask for")
  func streams() {
    let stream = Self.decide(isStream: true, first: Self.small)
    #expect(stream.algorithm == .gzip)
    let compressor = MessageCompressor(level: 1)
    #expect(!stream.apply(to: Self.large, compressor).isCompressed)
    let asks = MessageFrame(encoded: [1, 2], compression: .on)
    #expect(stream.apply(to: asks, compressor).isCompressed)
    let on = Self.decide(isStream: true, call: .on, first: Self.small)
    #expect(on.apply(to: Self.large, compressor).isCompressed)
    #expect(!on.apply(to: Self.small, compressor).isCompressed)
  }

  @Test("headers that go before the reply announce what it may ask for")
  func early() {
    #expect(Self.decide(first: nil).algorithm == .gzip)
    #expect(Self.decide(requests: "deflate", first: nil).algorithm == .deflate)
    #expect(Self.decide(call: .off, first: nil).algorithm == nil)
    #expect(Self.decide(accept: "identity", first: nil).algorithm == nil)
  }

  @Test("only what the server offers is used, in its order")
  func offered() {
    #expect(Self.decide(CompressionPolicy(offered: [.deflate, .gzip], replies: .always)).algorithm == .deflate)
    #expect(Self.decide(requests: "gzip", CompressionPolicy(offered: [.deflate])).algorithm == .deflate)
    #expect(Self.decide(.none, call: .on).algorithm == nil)
    #expect(CompressionPolicy.none.acceptEncoding == "identity")
    #expect(CompressionPolicy().acceptEncoding == "identity,gzip,deflate")
  }
}
