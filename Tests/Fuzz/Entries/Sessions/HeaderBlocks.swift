/// Header blocks of fields from a list, as literals that are neither indexed nor compressed (RFC 7541 section 6.2.2).
enum HeaderBlocks {
  private static let fields: [(name: String, value: String)] = [
    (":method", "POST"), (":scheme", "http"), (":path", "/a"), (":authority", "a"), ("te", "trailers"),
    ("content-type", "application/grpc"), (":path", "/p/1"), (":path", "/\u{7F}"), (":status", "200"),
    (":status", "100"), ("grpc-status", "0"), ("content-length", "5"), ("connection", "close"), ("X-Upper", "1"),
    ("x-long", String(repeating: "l", count: 120)), (":method", "CONNECT"),
  ]

  /// A HEADERS frame: the request everyone sends when nothing is chosen, otherwise the fields the choices name.
  static func frame(_ flags: UInt8, stream: UInt8, choices: [UInt8]) -> [UInt8] {
    let chosen = choices.isEmpty ? [0, 1, 2, 3] : choices
    let block = chosen.flatMap { choice in
      let field = fields[Int(choice) % fields.count]
      return [0, UInt8(field.name.utf8.count)] + Array(field.name.utf8) + [UInt8(field.value.utf8.count)]
        + Array(field.value.utf8)
    }
    return SessionStep.frame(1, flags, stream: stream, block)
  }
}
