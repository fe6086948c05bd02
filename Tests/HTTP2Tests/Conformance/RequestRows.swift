/// One rule that a request must keep, and a request that does or does not.
struct RequestRow: Sendable {
  /// What becomes of the request.
  enum Outcome: Sendable {
    /// It is answered.
    case answered
    /// It is accepted; no answer is due.
    case accepted
    /// Its stream is reset with `PROTOCOL_ERROR`.
    case malformed
  }

  let rule: String
  let outcome: Outcome
  let message: RawMessage

  init(
    _ rule: String, _ outcome: Outcome, _ head: RawMessage.Fields, body: [Int] = [],
    trailers: RawMessage.Fields? = nil, ends: Bool = true
  ) {
    self.rule = rule
    self.outcome = outcome
    message = RawMessage(head: head, body: body, trailers: trailers, ends: ends)
  }
}

extension RequestRow {
  private static let method = (":method", "POST")
  private static let scheme = (":scheme", "http")
  private static let path = (":path", "/unary")
  private static let authority = (":authority", "localhost")
  /// A request that keeps every rule.
  static let usual = [method, scheme, path, authority]

  /// A request with one more field.
  private static func field(_ rule: String, _ outcome: Outcome, _ name: String, _ value: String) -> RequestRow {
    RequestRow(rule, outcome, usual + [(name, value)])
  }

  /// A request with these fields and DATA frames.
  private static func body(
    _ rule: String, _ outcome: Outcome, _ fields: RawMessage.Fields, _ body: [Int],
    trailers: RawMessage.Fields? = nil
  ) -> RequestRow {
    RequestRow(rule, outcome, usual + fields, body: body, trailers: trailers)
  }

  /// A request with these trailers.
  private static func trailers(
    _ rule: String, _ outcome: Outcome, _ trailers: RawMessage.Fields, head: RawMessage.Fields = [], body: [Int] = [2],
    ends: Bool = true
  ) -> RequestRow {
    RequestRow(rule, outcome, usual + head, body: body, trailers: trailers, ends: ends)
  }

  /// Sections 8.2 and 8.2.1 of RFC 9113: names and values.
  static let names: [RequestRow] = [
    RequestRow("nothing out of order", .answered, usual),
    field("a name of every kind of character", .answered, "!#$%&'*+-.^_`|~09az", "b"),
    field("an upper-case letter in a name", .malformed, "x-A", "b"),
    field("an upper-case pseudo-header", .malformed, ":Path", "/unary"),
    field("an empty name", .malformed, "", "b"),
    field("a colon alone", .malformed, ":", "b"),
    field("a colon in a name", .malformed, "x:a", "b"),
    field("a space in a name", .malformed, "x a", "b"),
    field("a control character in a name", .malformed, "x\u{1}", "b"),
    field("DEL in a name", .malformed, "x\u{7F}", "b"),
    field("a name beyond ASCII", .malformed, "xé", "b"),
    field("a separator in a name", .malformed, "x(a)", "b"),
    field("an empty value", .answered, "x-a", ""),
    field("a value with spaces and tabs inside", .answered, "x-a", "b \t c"),
    field("a value beyond ASCII", .answered, "x-a", "grüße"),
    field("NUL in a value", .malformed, "x-a", "b\0c"),
    field("LF in a value", .malformed, "x-a", "b\nc"),
    field("CR in a value", .malformed, "x-a", "b\rc"),
    field("a control character in a value", .malformed, "x-a", "b\u{1}"),
    field("DEL in a value", .malformed, "x-a", "b\u{7F}"),
    field("a space before a value", .malformed, "x-a", " b"),
    field("a tab before a value", .malformed, "x-a", "\tb"),
    field("a space after a value", .malformed, "x-a", "b "),
    field("a tab after a value", .malformed, "x-a", "b\t"),
    field("a value that is a space", .malformed, "x-a", " "),
  ]

  /// Section 8.2.2: fields of the connection.
  static let connection: [RequestRow] = [
    field("connection", .malformed, "connection", "close"),
    field("connection without a value", .malformed, "connection", ""),
    field("keep-alive", .malformed, "keep-alive", "timeout=1"),
    field("proxy-connection", .malformed, "proxy-connection", "close"),
    field("transfer-encoding", .malformed, "transfer-encoding", "chunked"),
    field("upgrade", .malformed, "upgrade", "websocket"),
    field("te: trailers", .answered, "te", "trailers"),
    field("te: trailers in any case", .answered, "te", "Trailers"),
    field("te twice", .answered, "te", "trailers"),
    field("te with more than trailers", .malformed, "te", "trailers, gzip"),
    field("te: gzip", .malformed, "te", "gzip"),
    field("te without a value", .malformed, "te", ""),
    RequestRow("two cookies", .answered, usual + [("cookie", "a=1"), ("cookie", "b=2")]),
  ]

  /// Sections 8.3 and 8.3.1: pseudo-headers.
  static let pseudoHeaders: [RequestRow] = [
    RequestRow("in another order", .answered, [authority, path, scheme, method]),
    RequestRow("after a field", .malformed, [method, scheme, ("x-a", "b"), path, authority]),
    field("after a field that breaks no rule by itself", .malformed, ":other", "x"),
    RequestRow(":method twice", .malformed, [method, method, scheme, path, authority]),
    RequestRow(":scheme twice", .malformed, [method, scheme, scheme, path, authority]),
    RequestRow(":path twice", .malformed, [method, scheme, path, path, authority]),
    RequestRow(":authority twice", .malformed, [method, scheme, path, authority, authority]),
    RequestRow(":status", .malformed, usual + [(":status", "200")]),
    RequestRow(":protocol without the extension", .malformed, usual + [(":protocol", "websocket")]),
    RequestRow("no :method", .malformed, [scheme, path, authority]),
    RequestRow("no :scheme", .malformed, [method, path, authority]),
    RequestRow("no :path", .malformed, [method, scheme, authority]),
    RequestRow("neither :authority nor host", .malformed, [method, scheme, path]),
    RequestRow("nothing at all", .malformed, []),
    RequestRow("no pseudo-header", .malformed, [("x-a", "b")]),
    RequestRow("an empty :method", .malformed, [(":method", ""), scheme, path, authority]),
    RequestRow("a space in :method", .malformed, [(":method", "PO ST"), scheme, path, authority]),
    RequestRow("a :method of its own", .answered, [(":method", "m-1"), scheme, path, authority]),
    RequestRow("an empty :scheme", .malformed, [method, (":scheme", ""), path, authority]),
    RequestRow("a :scheme that begins with a digit", .malformed, [method, (":scheme", "1a"), path, authority]),
    RequestRow("a :scheme with an underscore", .malformed, [method, (":scheme", "a_b"), path, authority]),
    RequestRow("a :scheme of every kind of character", .answered, [method, (":scheme", "Az0+-."), path, authority]),
  ]

  /// Section 8.3.1: what is asked of whom.
  static let targets: [RequestRow] = [
    RequestRow("an empty :path", .malformed, [method, scheme, (":path", ""), authority]),
    RequestRow("a :path without a slash", .malformed, [method, scheme, (":path", "unary"), authority]),
    RequestRow("a space in :path", .malformed, [method, scheme, (":path", "/un ary"), authority]),
    RequestRow("a tab in :path", .malformed, [method, scheme, (":path", "/un\tary"), authority]),
    RequestRow("* for anything but OPTIONS", .malformed, [method, scheme, (":path", "*"), authority]),
    RequestRow("* for OPTIONS", .accepted, [(":method", "OPTIONS"), scheme, (":path", "*"), authority]),
    RequestRow(
      "* for OPTIONS, said afterwards", .accepted, [(":path", "*"), scheme, authority, (":method", "OPTIONS")]),
    RequestRow("more than * for OPTIONS", .malformed, [(":method", "OPTIONS"), scheme, (":path", "**"), authority]),
    RequestRow(
      "a :path without a slash for a scheme of its own", .malformed,
      [method, (":scheme", "a"), (":path", "unary"), authority]),
    RequestRow("an empty :authority", .malformed, [method, scheme, path, (":authority", "")]),
    RequestRow("a slash in :authority", .malformed, [method, scheme, path, (":authority", "a/b")]),
    RequestRow(
      "an :authority of every kind of character", .answered, [method, scheme, path, (":authority", "[::1]:80")]),
    RequestRow("host instead of :authority", .answered, [method, scheme, path, ("host", "h")]),
    field("host beside :authority", .answered, "host", "other"),
    field("an empty host", .malformed, "host", ""),
    field("a space in host", .malformed, "host", "a b"),
    RequestRow("host twice", .malformed, usual + [("host", "a"), ("host", "a")]),
  ]

  /// Section 8.5: CONNECT.
  static let connect: [RequestRow] = [
    RequestRow("CONNECT with :authority", .accepted, [(":method", "CONNECT"), authority]),
    RequestRow("CONNECT without :authority", .malformed, [(":method", "CONNECT"), ("host", "h")]),
    RequestRow("CONNECT with :scheme", .malformed, [(":method", "CONNECT"), scheme, authority]),
    RequestRow("CONNECT with :path", .malformed, [(":method", "CONNECT"), authority, path]),
    RequestRow("CONNECT after :path", .malformed, [path, (":method", "CONNECT"), authority]),
    RequestRow(
      "content-length says nothing of CONNECT", .accepted,
      [(":method", "CONNECT"), authority, ("content-length", "1")], body: [3]),
    RequestRow(
      "content-length of CONNECT is a number", .malformed, [(":method", "CONNECT"), authority, ("content-length", "x")]),
  ]

  /// Section 8.1.1: content-length.
  static let lengths: [RequestRow] = [
    field("content-length of nothing", .answered, "content-length", "0"),
    field("content-length without a body", .malformed, "content-length", "1"),
    field("an empty content-length", .malformed, "content-length", ""),
    field("a sign before content-length", .malformed, "content-length", "+0"),
    field("a content-length below zero", .malformed, "content-length", "-1"),
    field("a content-length that is no number", .malformed, "content-length", "1x"),
    body("zeros before content-length", .answered, [("content-length", "0002")], [2]),
    body("the largest content-length", .malformed, [("content-length", "9223372036854775807")], [2]),
    body("content-length of 2^63", .malformed, [("content-length", "9223372036854775808")], [2]),
    body("content-length far beyond 2^63", .malformed, [("content-length", "99999999999999999999999")], [2]),
    body("content-length of 2^64 + 2", .malformed, [("content-length", "18446744073709551618")], [2]),
    body("content-length twice", .malformed, [("content-length", "2"), ("content-length", "2")], [2]),
    body("content-length as two numbers", .malformed, [("content-length", "2, 2")], [2]),
    body("content-length that several frames fill", .answered, [("content-length", "6")], [1, 0, 2, 3]),
    body("content-length above the body", .malformed, [("content-length", "3")], [2]),
    body("content-length below the body", .malformed, [("content-length", "1")], [2]),
    body("content-length below the sum of frames", .malformed, [("content-length", "3")], [2, 2]),
    body("content-length above the sum of frames", .malformed, [("content-length", "5")], [2, 2]),
    body("content-length above no body but a frame", .malformed, [("content-length", "1")], [0]),
    RequestRow(
      "content-length below a body without end", .malformed, usual + [("content-length", "1")], body: [2], ends: false),
    RequestRow(
      "content-length above a body without end", .accepted, usual + [("content-length", "3")], body: [2], ends: false),
    body(
      "content-length that trailers end too early", .malformed, [("content-length", "3")], [2], trailers: [("x-t", "1")]
    ),
    body(
      "content-length that trailers end in time", .answered, [("content-length", "2")], [2], trailers: [("x-t", "1")]),
  ]

  /// Sections 8.1 and 8.2: trailers.
  static let ends: [RequestRow] = [
    trailers("trailers", .answered, [("x-t", "1")]),
    trailers("no field in them", .answered, []),
    trailers("trailers that do not end the stream", .malformed, [("x-t", "1")], ends: false),
    trailers("a pseudo-header of requests in them", .malformed, [(":path", "/unary")]),
    trailers("a pseudo-header in them after a field", .malformed, [("x-t", "1"), (":method", "POST")]),
    trailers("an upper-case name in them", .malformed, [("X-t", "1")]),
    trailers("LF in a value of theirs", .malformed, [("x-t", "1\n")]),
    trailers("connection in them", .malformed, [("connection", "close")]),
    trailers("te in them", .answered, [("te", "trailers")]),
    trailers("te: gzip in them", .malformed, [("te", "gzip")]),
    trailers("content-length in them that fits", .answered, [("content-length", "2")]),
    trailers("content-length in them of nothing", .answered, [("content-length", "0")], body: []),
    trailers("content-length in them above the body", .malformed, [("content-length", "3")]),
    trailers("content-length in them below the body", .malformed, [("content-length", "1")]),
    trailers("content-length in them that is no number", .malformed, [("content-length", "two")]),
    trailers(
      "content-length in them and before", .malformed, [("content-length", "2")], head: [("content-length", "2")]),
    trailers("host in them", .answered, [("host", "h")]),
    trailers("host in them and before", .malformed, [("host", "h")], head: [("host", "h")]),
    trailers("host in them twice", .malformed, [("host", "h"), ("host", "h")]),
    trailers("an empty host in them", .malformed, [("host", "")]),
  ]

  static let all = names + connection + pseudoHeaders + targets + connect + lengths + ends
}
