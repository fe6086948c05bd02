import HTTP2
import RawHTTP2
import Transport

extension ConformanceCase {
  private typealias Kind = RawFrame.Kind
  private typealias Flag = RawFrame.Flag

  /// A request with these fields besides the usual ones, on stream 1.
  private static func request(
    _ section: String, _ rule: String, _ outcome: Outcome, _ more: [(String, String)]
  ) -> ConformanceCase {
    ConformanceCase(section, rule, outcome) { $0.headers(1, HeaderBlock.request("/unary", more)) }
  }

  /// A request with nothing but these fields, on stream 1.
  private static func bare(
    _ section: String, _ rule: String, _ outcome: Outcome, _ fields: [(String, String)]
  ) -> ConformanceCase {
    ConformanceCase(section, rule, outcome) { $0.headers(1, HeaderBlock.literals(fields)) }
  }

  private static let malformed = Outcome.streamError(Code.protocolError, on: 1)
  private static let post = [(":method", "POST"), (":scheme", "http"), (":path", "/unary"), (":authority", "h")]

  /// RFC 9113 section 8.1: the frames of a message, trailers, content-length.
  static let messages: [ConformanceCase] = [
    ConformanceCase("8.1", "a body and trailers", .served(1)) {
      $0.request(1, "/unary", endStream: false)
      $0.data(1, [1])
      $0.headers(1, HeaderBlock.literals([("x-t", "1")]))
    },
    ConformanceCase("8.1", "trailers that do not end the stream", malformed) {
      $0.request(1, "/unary", endStream: false)
      $0.headers(1, HeaderBlock.literals([("x-t", "1")]), endStream: false)
    },
    ConformanceCase("8.1", "trailers with a pseudo-header", malformed) {
      $0.request(1, "/unary", endStream: false)
      $0.headers(1, HeaderBlock.literals([(":path", "/other")]))
    },
    ConformanceCase("8.1.1", "content-length above the body", malformed) {
      $0.request(1, "/unary", endStream: false, extra: [("content-length", "2")])
      $0.data(1, [1], endStream: true)
    },
    ConformanceCase("8.1.1", "content-length below the body", malformed) {
      $0.request(1, "/unary", endStream: false, extra: [("content-length", "1")])
      $0.data(1, [1, 2], endStream: true)
    },
    ConformanceCase("8.1.1", "content-length below the sum of several frames", malformed) {
      $0.request(1, "/unary", endStream: false, extra: [("content-length", "3")])
      $0.data(1, [1, 2])
      $0.data(1, [1, 2], endStream: true)
    },
    ConformanceCase("8.1.1", "content-length without a body", malformed) {
      $0.request(1, "/unary", extra: [("content-length", "1")])
    },
    ConformanceCase("8.1.1", "content-length that fits", .served(1)) {
      $0.request(1, "/unary", endStream: false, extra: [("content-length", "3")])
      $0.data(1, [1, 2])
      $0.data(1, [3], endStream: true)
    },
    ConformanceCase("8.1.1", "content-length above a body that trailers end", malformed) {
      $0.request(1, "/unary", endStream: false, extra: [("content-length", "3")])
      $0.data(1, [1])
      $0.headers(1, HeaderBlock.literals([("x-t", "1")]))
    },
    request("8.1.1", "content-length twice", malformed, [("content-length", "0"), ("content-length", "0")]),
    request("8.1.1", "content-length below zero", malformed, [("content-length", "-1")]),
    request("8.1.1", "content-length that is no number", malformed, [("content-length", "1x")]),
    request("8.1.1", "content-length beyond 2^63", malformed, [("content-length", "99999999999999999999")]),
  ]

  /// RFC 9113 section 8.2: header fields.
  static let fields: [ConformanceCase] = [
    request("8.2", "a name in upper case", malformed, [("X-A", "b")]),
    request("8.2.1", "a space in a name", malformed, [("x a", "b")]),
    request("8.2.1", "a colon in a name", malformed, [("x:a", "b")]),
    request("8.2.1", "a control character in a name", malformed, [("x\u{7F}", "b")]),
    request("8.2.1", "a name beyond ASCII", malformed, [("xä", "b")]),
    request("8.2.1", "an empty name", malformed, [("", "b")]),
    request("8.2.1", "NUL in a value", malformed, [("x-a", "\0")]),
    request("8.2.1", "LF in a value", malformed, [("x-a", "b\nc")]),
    request("8.2.1", "CR in a value", malformed, [("x-a", "b\rc")]),
    request("8.2.1", "a value that begins with a space", malformed, [("x-a", " b")]),
    request("8.2.1", "a value that ends with a tab", malformed, [("x-a", "b\t")]),
    request("8.2.1", "an empty value", .served(1), [("x-a", "")]),
    request("8.2.2", "connection", malformed, [("connection", "close")]),
    request("8.2.2", "keep-alive", malformed, [("keep-alive", "timeout=1")]),
    request("8.2.2", "proxy-connection", malformed, [("proxy-connection", "close")]),
    request("8.2.2", "transfer-encoding", malformed, [("transfer-encoding", "chunked")]),
    request("8.2.2", "upgrade", malformed, [("upgrade", "websocket")]),
    request("8.2.2", "te other than trailers", malformed, [("te", "trailers, gzip")]),
    request("8.2.2", "te: trailers", .served(1), [("te", "trailers")]),
    request("8.2.3", "a cookie in several fields", .served(1), [("cookie", "a=1"), ("cookie", "b=2")]),
  ]

  /// RFC 9113 sections 8.3 and 8.5: control data.
  static let pseudoHeaders: [ConformanceCase] = [
    bare("8.3", "a pseudo-header after a field", malformed, [post[0], post[1], ("x-a", "b"), post[2]]),
    bare("8.3", "an unknown pseudo-header", malformed, post + [(":other", "x")]),
    bare("8.3", "a pseudo-header of responses", malformed, post + [(":status", "200")]),
    bare("8.3", "a pseudo-header twice", malformed, post + [(":path", "/other")]),
    bare("8.3.1", "no :method", malformed, Array(post[1...])),
    bare("8.3.1", "no :scheme", malformed, [post[0], post[2], post[3]]),
    bare("8.3.1", "no :path", malformed, [post[0], post[1], post[3]]),
    bare("8.3.1", "an empty :path", malformed, [post[0], post[1], (":path", ""), post[3]]),
    bare("8.3.1", "a :path without a slash", malformed, [post[0], post[1], (":path", "unary"), post[3]]),
    bare("8.3.1", "* for anything but OPTIONS", malformed, [post[0], post[1], (":path", "*"), post[3]]),
    bare("8.3.1", "neither :authority nor host", malformed, Array(post[..<3])),
    bare("8.3.1", "host instead of :authority", .served(1), post[..<3] + [("host", "h")]),
    bare("8.5", "CONNECT with a :path", malformed, [(":method", "CONNECT"), (":path", "/unary"), (":authority", "h")]),
    bare("8.5", "CONNECT without :authority", malformed, [(":method", "CONNECT")]),
    bare("8.4", ":protocol without the extension", malformed, post + [(":protocol", "websocket")]),
  ]
}
