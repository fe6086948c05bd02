import HTTP2
import RawHTTP2
import Transport

extension ConformanceCase {
  private typealias Kind = RawFrame.Kind
  private typealias Flag = RawFrame.Flag

  /// Expects the next frame on stream 1 to be DATA of so many bytes.
  private static func expectData(_ client: RawClient, _ length: Int) throws {
    let frame = try client.next(Kind.data, stream: 1)
    guard frame?.payload.count == length else {
      throw RawFailure("\(length) bytes of DATA expected, not \(frame as Any)")
    }
  }

  /// RFC 9113 section 6.5: SETTINGS.
  static let settings: [ConformanceCase] = [
    ConformanceCase("6.5", "an acknowledgement with a payload", .connectionError(Code.frameSize)) {
      $0.send(Kind.settings, flags: Flag.ack, RawFrame.setting(3, 1))
    },
    ConformanceCase("6.5", "on a stream", .connectionError(Code.protocolError)) {
      $0.send(Kind.settings, stream: 1, RawFrame.setting(3, 1))
    },
    ConformanceCase("6.5", "a length that is no multiple of six", .connectionError(Code.frameSize)) {
      $0.send(Kind.settings, [0, 3, 0])
    },
    ConformanceCase("6.5.2", "ENABLE_PUSH of 2", .connectionError(Code.protocolError)) {
      $0.send(Kind.settings, RawFrame.setting(2, 2))
    },
    ConformanceCase("6.5.2", "ENABLE_PUSH of 0 and 1", .served(1), settings: [(2, 0), (2, 1)]) {
      $0.request(1, "/unary")
    },
    ConformanceCase("6.5.2", "INITIAL_WINDOW_SIZE of 2^31", .connectionError(Code.flowControl)) {
      $0.send(Kind.settings, RawFrame.setting(4, 0x8000_0000))
    },
    ConformanceCase("6.5.2", "MAX_FRAME_SIZE below 16,384", .connectionError(Code.protocolError)) {
      $0.send(Kind.settings, RawFrame.setting(5, 16_383))
    },
    ConformanceCase("6.5.2", "MAX_FRAME_SIZE of 2^24", .connectionError(Code.protocolError)) {
      $0.send(Kind.settings, RawFrame.setting(5, 1 << 24))
    },
    ConformanceCase("6.5.2", "a setting nobody knows", .served(1), settings: [(0xFFFF, 7)]) { $0.request(1, "/unary") },
    ConformanceCase("6.5.2", "HEADER_TABLE_SIZE of 0 is kept to", .served(1), settings: [(1, 0)]) {
      $0.request(1, "/unary")
    },
    ConformanceCase("6.5.2", "MAX_HEADER_LIST_SIZE of 0 is only advice", .served(1), settings: [(6, 0)]) {
      $0.request(1, "/unary")
    },
    ConformanceCase("6.5.3", "every SETTINGS is acknowledged, the last value counts", .ignored) {
      $0.send(Kind.settings, RawFrame.setting(4, 100) + RawFrame.setting(4, 1))
      _ = try $0.next(Kind.settings)
      $0.request(1, "/large/10")
      try expectData($0, 1)
    },
  ]

  /// RFC 9113 sections 6.6, 6.7 and 6.8: PUSH_PROMISE, PING and GOAWAY.
  static let pushPingGoAway: [ConformanceCase] = [
    ConformanceCase("6.6", "a client cannot push", .connectionError(Code.protocolError)) {
      $0.request(1, "/silent")
      $0.send(
        Kind.pushPromise, flags: Flag.endHeaders, stream: 1, RawFrame.number(2) + HeaderBlock.request("/unary"))
    },
    ConformanceCase("6.7", "PING is answered with the same bytes", .ignored) {
      $0.send(Kind.ping, [1, 2, 3, 4, 5, 6, 7, 8])
      let answer = try $0.next(Kind.ping)
      guard answer?.flags == Flag.ack, answer?.payload == [1, 2, 3, 4, 5, 6, 7, 8] else {
        throw RawFailure("no answer")
      }
    },
    ConformanceCase("6.7", "an answer is not answered", .ignored) {
      $0.send(Kind.ping, flags: Flag.ack, [1, 2, 3, 4, 5, 6, 7, 8])
    },
    ConformanceCase("6.7", "on a stream", .connectionError(Code.protocolError)) {
      $0.send(Kind.ping, stream: 1, [1, 2, 3, 4, 5, 6, 7, 8])
    },
    ConformanceCase("6.7", "of six bytes", .connectionError(Code.frameSize)) {
      $0.send(Kind.ping, [1, 2, 3, 4, 5, 6])
    },
    ConformanceCase("6.7", "of nine bytes", .connectionError(Code.frameSize)) {
      $0.send(Kind.ping, [1, 2, 3, 4, 5, 6, 7, 8, 9])
    },
    ConformanceCase("6.8", "on a stream", .connectionError(Code.protocolError)) {
      $0.send(Kind.goAway, stream: 1, RawFrame.number(0) + RawFrame.number(0))
    },
    ConformanceCase("6.8", "too short", .connectionError(Code.frameSize)) { $0.send(Kind.goAway, [0, 0, 0, 0]) },
    ConformanceCase("6.8", "a client that goes away has its streams answered", .closed) {
      $0.request(1, "/echo", endStream: false)
      $0.send(Kind.goAway, RawFrame.number(0) + RawFrame.number(0))
      $0.data(1, [1, 2], endStream: true)
      guard try $0.answer(1).body == [1, 2] else { throw RawFailure("no answer") }
    },
    ConformanceCase("7", "GOAWAY with an unknown code", .closed) {
      $0.send(Kind.goAway, RawFrame.number(0) + RawFrame.number(0xFFFF_FFFE))
    },
  ]

  /// RFC 9113 sections 5.2 and 6.9: WINDOW_UPDATE and flow control.
  static let flowControl: [ConformanceCase] = [
    ConformanceCase("6.9", "an increment of 0 for the connection", .connectionError(Code.protocolError)) {
      $0.send(Kind.windowUpdate, RawFrame.number(0))
    },
    ConformanceCase("6.9", "an increment of 0 for a stream", .connectionError(Code.protocolError)) {
      $0.request(1, "/silent")
      $0.send(Kind.windowUpdate, stream: 1, RawFrame.number(0))
    },
    ConformanceCase("6.9", "of three bytes", .connectionError(Code.frameSize)) {
      $0.send(Kind.windowUpdate, [0, 0, 1])
    },
    ConformanceCase("6.9", "of five bytes", .connectionError(Code.frameSize)) {
      $0.send(Kind.windowUpdate, [0, 0, 0, 1, 0])
    },
    ConformanceCase("6.9", "the reserved bit is ignored", .ignored) {
      $0.send(Kind.windowUpdate, RawFrame.number(0x8000_0001))
    },
    ConformanceCase("6.9.1", "the connection's window beyond 2^31-1", .connectionError(Code.flowControl)) {
      $0.send(Kind.windowUpdate, RawFrame.number(0x7FFF_FFFF))
    },
    ConformanceCase("6.9.1", "a stream's window beyond 2^31-1", .streamError(Code.flowControl, on: 1)) {
      $0.request(1, "/silent")
      $0.send(Kind.windowUpdate, stream: 1, RawFrame.number(0x7FFF_FFFF))
    },
    ConformanceCase("6.9.1", "more than the stream's window was sent", .streamError(Code.flowControl, on: 1)) {
      client in
      client.request(1, "/hold", endStream: false)
      for _ in 0..<17 { client.data(1, [UInt8](repeating: 0, count: 16_384)) }
    },
    ConformanceCase("6.9.1", "more than the connection's window was sent", .connectionError(Code.flowControl)) {
      client in
      for stream: UInt32 in 0..<9 {
        client.request(2 * stream + 1, "/hold", endStream: false)
        for _ in 0..<16 { client.data(2 * stream + 1, [UInt8](repeating: 0, count: 16_384)) }
      }
    },
    ConformanceCase("6.9.1", "no more is sent than the window allows", .ignored, settings: [(4, 1)]) {
      $0.request(1, "/large/10")
      try expectData($0, 1)
      $0.send(Kind.windowUpdate, stream: 1, RawFrame.number(4))
      try expectData($0, 4)
      $0.send(Kind.windowUpdate, stream: 1, RawFrame.number(100))
      try expectData($0, 5)
    },
    ConformanceCase("6.9.2", "a window that was made smaller may be below zero", .ignored, settings: [(4, 10)]) {
      $0.request(1, "/large/100")
      try expectData($0, 10)
      $0.send(Kind.settings, RawFrame.setting(4, 2))
      // Now at -8: eight more bring it to zero, one more lets one byte through.
      $0.send(Kind.windowUpdate, stream: 1, RawFrame.number(8))
      $0.send(Kind.windowUpdate, stream: 1, RawFrame.number(1))
      try expectData($0, 1)
    },
    ConformanceCase("6.9.2", "a window made larger lets waiting streams go on", .ignored, settings: [(4, 0)]) {
      $0.request(1, "/large/100")
      $0.send(Kind.settings, RawFrame.setting(4, 7))
      try expectData($0, 7)
    },
    ConformanceCase(
      "6.9.2", "SETTINGS that push a stream's window beyond 2^31-1", .streamError(Code.flowControl, on: 1)
    ) {
      $0.request(1, "/silent")
      $0.send(Kind.windowUpdate, stream: 1, RawFrame.number(0x7FFF_0000))
      $0.send(Kind.settings, RawFrame.setting(4, 0x7FFF_FFFF))
    },
  ]
}
