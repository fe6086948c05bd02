import CNghttp2
import RawHTTP2

/// A server's session of the C library that checks requests itself and resets the streams of those that break a rule.
final class CheckedSession {
  private var session: OpaquePointer?

  init() throws {
    var callbacks: OpaquePointer?
    nghttp2_session_callbacks_new(&callbacks)
    defer { nghttp2_session_callbacks_del(callbacks) }
    // What it would only leave out of a message counts as an error of the message.
    nghttp2_session_callbacks_set_on_invalid_header_callback(callbacks) { _, _, _, _, _, _, _, _ in
      Int32(NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE.rawValue)
    }
    var option: OpaquePointer?
    nghttp2_option_new(&option)
    defer { nghttp2_option_del(option) }
    nghttp2_option_set_stream_reset_rate_limit(option, UInt64.max, UInt64.max)
    guard nghttp2_session_server_new2(&session, callbacks, nil, option) == 0 else { throw RawFailure("no session") }
    _ = try resets(RawClient.preface + RawFrame.encode(RawFrame.Kind.settings, 0, 0, []))
  }

  deinit { nghttp2_session_del(session) }

  /// Takes bytes and answers the codes of the streams that are reset for them.
  func resets(_ bytes: [UInt8]) throws -> [UInt32: UInt32] {
    guard nghttp2_session_mem_recv(session, bytes, bytes.count) == bytes.count else {
      throw RawFailure("the library ended the connection")
    }
    var output: [UInt8] = []
    var piece: UnsafePointer<UInt8>?
    while case let count = nghttp2_session_mem_send(session, &piece), count > 0 {
      output += UnsafeBufferPointer(start: piece, count: count)
    }
    return Self.resets(in: output[...])
  }

  private static func resets(in output: ArraySlice<UInt8>) -> [UInt32: UInt32] {
    var found: [UInt32: UInt32] = [:]
    var rest = output
    while rest.count >= 9 {
      let head = Array(rest.prefix(9))
      let length = head[..<3].reduce(0) { $0 << 8 | Int($1) }
      let payload = rest.dropFirst(9).prefix(length)
      if head[3] == RawFrame.Kind.reset { found[number(head[5...])] = number(payload) }
      rest = rest.dropFirst(9 + length)
    }
    return found
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> UInt32 { bytes.reduce(0) { $0 << 8 | UInt32($1) } }
}
