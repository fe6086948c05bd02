import HTTP2
import RawHTTP2
import Transport

extension ConformanceCase {
  private typealias Kind = RawFrame.Kind
  private typealias Flag = RawFrame.Flag

  /// RFC 9113 section 4: the form of frames and of header blocks.
  static let frames: [ConformanceCase] = [
    ConformanceCase("4.1", "a frame of an unknown type is ignored", .ignored) { $0.send(0xEE, stream: 0, [1, 2, 3]) },
    ConformanceCase("4.1", "undefined flags are ignored", .served(1)) {
      $0.send(Kind.ping, flags: 0xFE, [UInt8](repeating: 0, count: 8))
      $0.request(1, "/unary")
    },
    ConformanceCase("4.1", "the reserved bit of a stream number is ignored", .served(1)) {
      $0.headers(0x8000_0001, HeaderBlock.request("/unary"))
    },
    ConformanceCase("4.2", "DATA of the largest size is taken", .served(1)) {
      $0.request(1, "/unary", endStream: false)
      $0.data(1, [UInt8](repeating: 1, count: 16_384), endStream: true)
    },
    ConformanceCase("4.2", "DATA above the largest size", .connectionError(Code.frameSize)) {
      $0.request(1, "/unary", endStream: false)
      $0.data(1, [UInt8](repeating: 1, count: 16_385), endStream: true)
    },
    ConformanceCase("4.2", "HEADERS above the largest size", .connectionError(Code.frameSize)) {
      $0.headers(1, HeaderBlock.request("/unary", [("x", String(repeating: "a", count: 16_400))]))
    },
    ConformanceCase("4.2", "SETTINGS above the largest size", .connectionError(Code.frameSize)) {
      $0.send(Kind.settings, [UInt8](repeating: 0, count: 16_386))
    },
    ConformanceCase("4.2", "an unknown frame above the largest size", .connectionError(Code.frameSize)) {
      $0.send(0xEE, [UInt8](repeating: 0, count: 16_385))
    },
    ConformanceCase("4.3", "a header block that cannot be decoded", .connectionError(Code.compression)) {
      $0.headers(1, [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F])
    },
    ConformanceCase("4.3", "PRIORITY within a header block", .connectionError(Code.protocolError)) {
      $0.send(Kind.headers, flags: Flag.endStream, stream: 1, HeaderBlock.request("/unary"))
      $0.send(Kind.priority, stream: 1, [0, 0, 0, 0, 1])
    },
    ConformanceCase("4.3", "HEADERS of another stream within a header block", .connectionError(Code.protocolError)) {
      $0.send(Kind.headers, flags: Flag.endStream, stream: 1, HeaderBlock.request("/unary"))
      $0.request(3, "/unary")
    },
    ConformanceCase("4.3", "an unknown frame within a header block", .connectionError(Code.protocolError)) {
      $0.send(Kind.headers, flags: Flag.endStream, stream: 1, HeaderBlock.request("/unary"))
      $0.send(0xEE, [1])
    },
    ConformanceCase("4.3", "a header block in pieces, cut anywhere", .served(1)) {
      let block = HeaderBlock.request("/unary", [("x-a", "b")])
      $0.send(Kind.headers, flags: Flag.endStream, stream: 1, Array(block[..<5]))
      $0.send(Kind.continuation, stream: 1, Array(block[5..<6]))
      $0.send(Kind.continuation, stream: 1)
      $0.send(Kind.continuation, flags: Flag.endHeaders, stream: 1, Array(block[6...]))
    },
  ]

  /// RFC 9113 section 6.1: DATA.
  static let data: [ConformanceCase] = [
    ConformanceCase("6.1", "DATA on stream 0", .connectionError(Code.protocolError)) { $0.data(0, [1]) },
    ConformanceCase("6.1", "padding as long as the payload", .connectionError(Code.protocolError)) {
      $0.request(1, "/unary", endStream: false)
      $0.send(Kind.data, flags: Flag.padded, stream: 1, [5, 1, 2, 3, 4])
    },
    ConformanceCase("6.1", "a padded frame without a length", .connectionError(Code.protocolError)) {
      $0.request(1, "/unary", endStream: false)
      $0.send(Kind.data, flags: Flag.padded, stream: 1, [])
    },
    ConformanceCase("6.1", "padding is no part of the body", .served(1)) {
      $0.request(1, "/unary", endStream: false, extra: [("content-length", "2")])
      $0.send(Kind.data, flags: Flag.padded | Flag.endStream, stream: 1, [3, 1, 2, 0, 0, 0])
    },
    ConformanceCase("6.1", "nothing but padding", .served(1)) {
      $0.request(1, "/unary", endStream: false)
      $0.send(Kind.data, flags: Flag.padded | Flag.endStream, stream: 1, [3, 0, 0, 0])
    },
  ]

  /// RFC 9113 section 6.2: HEADERS.
  static let headers: [ConformanceCase] = [
    ConformanceCase("6.2", "HEADERS on stream 0", .connectionError(Code.protocolError)) {
      $0.headers(0, HeaderBlock.request("/unary"))
    },
    ConformanceCase("6.2", "padding as long as the payload", .connectionError(Code.protocolError)) {
      let block = HeaderBlock.request("/unary")
      $0.send(Kind.headers, flags: 5 | Flag.padded, stream: 1, [UInt8(block.count + 1)] + block)
    },
    ConformanceCase("6.2", "padding behind the block", .served(1)) {
      let block = HeaderBlock.request("/unary")
      $0.send(Kind.headers, flags: 5 | Flag.padded, stream: 1, [4] + block + [0, 0, 0, 0])
    },
    ConformanceCase("6.2", "priority fields before the block", .served(1)) {
      $0.send(Kind.headers, flags: 5 | Flag.priority, stream: 1, [0, 0, 0, 0, 9] + HeaderBlock.request("/unary"))
    },
    ConformanceCase("6.2", "padding and priority together", .served(1)) {
      let block = HeaderBlock.request("/unary")
      let payload = [2, 0, 0, 0, 0, 9] + block + [0, 0]
      $0.send(Kind.headers, flags: 5 | Flag.priority | Flag.padded, stream: 1, payload)
    },
    ConformanceCase("6.2", "too short for its priority fields", .connectionError(Code.frameSize)) {
      $0.send(Kind.headers, flags: 5 | Flag.priority, stream: 1, [0, 0])
    },
  ]

  /// RFC 9113 sections 6.3 and 6.4: PRIORITY and RST_STREAM.
  static let priorityAndReset: [ConformanceCase] = [
    ConformanceCase("6.3", "PRIORITY on stream 0", .connectionError(Code.protocolError)) {
      $0.send(Kind.priority, [0, 0, 0, 0, 1])
    },
    ConformanceCase("6.3", "PRIORITY of four bytes", .connectionError(Code.frameSize)) {
      $0.send(Kind.priority, stream: 1, [0, 0, 0, 0])
    },
    ConformanceCase("6.3", "PRIORITY of an idle stream", .ignored) {
      $0.send(Kind.priority, stream: 9, [0, 0, 0, 0, 1])
    },
    ConformanceCase("6.4", "RST_STREAM on stream 0", .connectionError(Code.protocolError)) { $0.reset(0) },
    ConformanceCase("6.4", "RST_STREAM of an idle stream", .connectionError(Code.protocolError)) { $0.reset(1) },
    ConformanceCase("6.4", "RST_STREAM of three bytes", .connectionError(Code.frameSize)) {
      $0.request(1, "/silent")
      $0.send(Kind.reset, stream: 1, [0, 0, 0])
    },
    ConformanceCase("6.4", "RST_STREAM of five bytes", .connectionError(Code.frameSize)) {
      $0.request(1, "/silent")
      $0.send(Kind.reset, stream: 1, [0, 0, 0, 0, 0])
    },
    ConformanceCase("6.4", "RST_STREAM ends its stream only", .served(3)) {
      $0.request(1, "/silent")
      $0.reset(1)
      $0.request(3, "/unary")
    },
    ConformanceCase("7", "RST_STREAM with an unknown code", .served(3)) {
      $0.request(1, "/silent")
      $0.reset(1, code: 0xFFFF_FFFE)
      $0.request(3, "/unary")
    },
  ]

  /// RFC 9113 section 6.10: CONTINUATION.
  static let continuation: [ConformanceCase] = [
    ConformanceCase("6.10", "several CONTINUATION frames", .served(1)) {
      $0.send(Kind.headers, flags: Flag.endStream, stream: 1, HeaderBlock.request("/unary"))
      $0.send(Kind.continuation, stream: 1, HeaderBlock.literals([("x-a", "1")]))
      $0.send(Kind.continuation, flags: Flag.endHeaders, stream: 1, HeaderBlock.literals([("x-b", "2")]))
    },
    ConformanceCase("6.10", "followed by another frame than CONTINUATION", .connectionError(Code.protocolError)) {
      $0.send(Kind.headers, stream: 1, HeaderBlock.request("/unary"))
      $0.send(Kind.continuation, stream: 1, HeaderBlock.literals([("x-a", "1")]))
      $0.data(1, [1])
    },
    ConformanceCase("6.10", "on stream 0", .connectionError(Code.protocolError)) {
      $0.send(Kind.headers, stream: 1, HeaderBlock.request("/unary"))
      $0.send(Kind.continuation, flags: Flag.endHeaders, stream: 0, [])
    },
    ConformanceCase("6.10", "on another stream", .connectionError(Code.protocolError)) {
      $0.send(Kind.headers, stream: 1, HeaderBlock.request("/unary"))
      $0.send(Kind.continuation, flags: Flag.endHeaders, stream: 3, [])
    },
    ConformanceCase("6.10", "after a block that was complete", .connectionError(Code.protocolError)) {
      $0.request(1, "/silent", endStream: false)
      $0.send(Kind.continuation, flags: Flag.endHeaders, stream: 1, HeaderBlock.literals([("x-a", "1")]))
    },
    ConformanceCase("6.10", "after a block that CONTINUATION had completed", .connectionError(Code.protocolError)) {
      $0.send(Kind.headers, stream: 1, HeaderBlock.request("/silent"))
      $0.send(Kind.continuation, flags: Flag.endHeaders, stream: 1, [])
      $0.send(Kind.continuation, flags: Flag.endHeaders, stream: 1, [])
    },
    ConformanceCase("6.10", "after DATA", .connectionError(Code.protocolError)) {
      $0.request(1, "/silent", endStream: false)
      $0.data(1, [1])
      $0.send(Kind.continuation, flags: Flag.endHeaders, stream: 1, [])
    },
  ]
}
