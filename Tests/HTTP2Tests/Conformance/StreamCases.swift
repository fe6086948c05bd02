import HTTP2
import RawHTTP2
import Transport

extension ConformanceCase {
  private typealias Kind = RawFrame.Kind
  private typealias Flag = RawFrame.Flag

  /// Opens stream 1, whose request has ended, and leaves it without an answer.
  private static let halfClosed: @Sendable (RawClient) throws -> Void = { $0.request(1, "/silent") }
  /// Lets stream 1 run to its end.
  private static let ended: @Sendable (RawClient) throws -> Void = {
    $0.request(1, "/unary")
    _ = try $0.answer(1)
  }
  /// Opens stream 1 and resets it.
  private static let reset: @Sendable (RawClient) throws -> Void = {
    $0.request(1, "/silent", endStream: false)
    $0.reset(1)
  }

  /// RFC 9113 section 5.1: the states of streams.
  static let streamStates: [ConformanceCase] = [
    ConformanceCase("5.1", "idle: DATA", .connectionError(Code.protocolError)) { $0.data(1, [1]) },
    ConformanceCase("5.1", "idle: RST_STREAM", .connectionError(Code.protocolError)) { $0.reset(1) },
    ConformanceCase("5.1", "idle: WINDOW_UPDATE", .connectionError(Code.protocolError)) {
      $0.send(Kind.windowUpdate, stream: 1, RawFrame.number(1))
    },
    ConformanceCase("5.1", "idle: CONTINUATION", .connectionError(Code.protocolError)) {
      $0.send(Kind.continuation, flags: Flag.endHeaders, stream: 1, HeaderBlock.request("/unary"))
    },
    ConformanceCase("5.1", "idle: PRIORITY is ignored", .ignored) {
      $0.send(Kind.priority, stream: 1, [0, 0, 0, 0, 1])
    },
    ConformanceCase("5.1", "half-closed (remote): DATA", .connectionError(Code.streamClosed)) {
      try halfClosed($0)
      $0.data(1, [1])
    },
    ConformanceCase("5.1", "half-closed (remote): HEADERS", .connectionError(Code.streamClosed)) {
      try halfClosed($0)
      $0.request(1, "/unary")
    },
    ConformanceCase("5.1", "half-closed (remote): CONTINUATION", .connectionError(Code.protocolError)) {
      try halfClosed($0)
      $0.send(Kind.continuation, flags: Flag.endHeaders, stream: 1, [])
    },
    ConformanceCase("5.1", "half-closed (remote): WINDOW_UPDATE, PRIORITY", .ignored) {
      try halfClosed($0)
      $0.send(Kind.windowUpdate, stream: 1, RawFrame.number(100))
      $0.send(Kind.priority, stream: 1, [0, 0, 0, 0, 1])
    },
    ConformanceCase("5.1", "half-closed (remote): RST_STREAM", .served(3)) {
      try halfClosed($0)
      $0.reset(1)
      $0.request(3, "/unary")
    },
    ConformanceCase("5.1", "closed by END_STREAM: WINDOW_UPDATE, RST_STREAM, PRIORITY are ignored", .ignored) {
      try ended($0)
      $0.send(Kind.windowUpdate, stream: 1, RawFrame.number(100))
      $0.reset(1)
      $0.send(Kind.priority, stream: 1, [0, 0, 0, 0, 1])
    },
    ConformanceCase("5.1", "closed by END_STREAM: DATA", .connectionError(Code.streamClosed)) {
      try ended($0)
      $0.data(1, [1])
    },
    ConformanceCase("5.1", "closed by END_STREAM: HEADERS", .connectionError(Code.streamClosed)) {
      try ended($0)
      $0.request(1, "/silent")
    },
    ConformanceCase("5.1", "closed by the server's RST_STREAM: DATA is discarded", .ignored) {
      $0.request(1, "/reset", endStream: false)
      _ = try $0.next(Kind.reset, stream: 1)
      $0.data(1, [1])
    },
    ConformanceCase(
      "5.1", "closed by the server's RST_STREAM: HEADERS are discarded, their fields enter the table", .served(3)
    ) {
      $0.request(1, "/reset", endStream: false)
      _ = try $0.next(Kind.reset, stream: 1)
      $0.headers(1, HeaderBlock.literals([("x-a", "b")]) + HeaderBlock.indexedLiteral(":path", "/unary"))
      $0.headers(
        3,
        HeaderBlock.literals([(":method", "POST"), (":scheme", "http")]) + HeaderBlock.reference(62)
          + HeaderBlock.literals([(":authority", "h")]))
    },
    ConformanceCase("5.1", "closed by END_STREAM: CONTINUATION", .connectionError(Code.protocolError)) {
      try ended($0)
      $0.send(Kind.continuation, flags: Flag.endHeaders, stream: 1, [])
    },
    ConformanceCase("5.1", "closed by RST_STREAM: DATA", .connectionError(Code.streamClosed)) {
      try reset($0)
      $0.data(1, [1])
    },
    ConformanceCase("5.1", "closed by RST_STREAM: HEADERS", .connectionError(Code.streamClosed)) {
      try reset($0)
      $0.headers(1, HeaderBlock.literals([("x-a", "b")]))
    },
    ConformanceCase("5.1", "closed by RST_STREAM: CONTINUATION", .connectionError(Code.protocolError)) {
      try reset($0)
      $0.send(Kind.continuation, flags: Flag.endHeaders, stream: 1, [])
    },
    ConformanceCase("5.1", "DATA on closed streams gives the connection's window back", .served(3)) { client in
      client.request(1, "/reset", endStream: false)
      _ = try client.next(Kind.reset, stream: 1)
      for _ in 0..<200 { client.data(1, [UInt8](repeating: 0, count: 16_384)) }
      client.request(3, "/unary", endStream: false)
      client.data(3, [UInt8](repeating: 0, count: 16_384), endStream: true)
    },
  ]

  /// RFC 9113 sections 5.1.1, 5.1.2 and 5.3: numbers of streams, how many there may be, what depends on what.
  static let streamNumbers: [ConformanceCase] = [
    ConformanceCase("5.1.1", "an even number", .connectionError(Code.protocolError)) { $0.request(2, "/unary") },
    ConformanceCase(
      "5.1.1", "a number below one that was used, never used itself", .connectionError(Code.protocolError)
    ) {
      $0.request(5, "/silent")
      $0.request(3, "/unary")
    },
    ConformanceCase("5.1.1", "numbers may be left out", .served(101)) { $0.request(101, "/unary") },
    ConformanceCase("5.1.1", "the largest number", .served(0x7FFF_FFFF)) { $0.request(0x7FFF_FFFF, "/unary") },
    ConformanceCase("5.1.2", "a stream too many", .connectionError(Code.protocolError)) { client in
      for index: UInt32 in 0...100 { client.request(2 * index + 1, "/silent") }
    },
    ConformanceCase("5.1.2", "streams that have ended make room", .served(203)) { client in
      for index: UInt32 in 0..<100 { client.request(2 * index + 1, "/silent") }
      client.reset(1)
      client.request(203, "/unary")
    },
    ConformanceCase("5.3", "PRIORITY of a stream on itself", .connectionError(Code.protocolError)) {
      $0.send(Kind.priority, stream: 1, [0, 0, 0, 1, 1])
    },
    ConformanceCase("5.3", "HEADERS of a stream that depends on itself", .connectionError(Code.protocolError)) {
      $0.send(Kind.headers, flags: 5 | Flag.priority, stream: 1, [0, 0, 0, 1, 9] + HeaderBlock.request("/unary"))
    },
    ConformanceCase("5.5", "an extension frame on a stream", .served(1)) {
      $0.request(1, "/unary", endStream: false)
      $0.send(0x77, flags: 0xFF, stream: 1, [1, 2, 3])
      $0.data(1, [], endStream: true)
    },
  ]
}
