import Transport

@testable import HTTP1

/// However a message of HTTP/1.1 is cut into pieces, it is read alike: refused, or taken with the same fields and body,
/// none of which HTTP/2 would not let in.
enum HTTP1MessageEntry {
  static let entry = FuzzEntry(name: "http1-message") { input throws(Violation) in
    var cursor = InputCursor(input)
    let size = Int(cursor.byte()) % 32 + 1
    let message = cursor.remainder()
    let whole = reading(of: message, inPiecesOf: max(1, message.count))
    try Violation.unless(whole == reading(of: message, inPiecesOf: size), "in pieces of \(size) it reads otherwise")
    guard case .taken(let fields, _) = whole else { return }
    for field in fields { try check(field) }
  }

  private static func check(_ field: HeaderField) throws(Violation) {
    let name = field.name.utf8
    try Violation.unless(!name.isEmpty && name.allSatisfy { $0 > 0x20 && $0 < 0x7f }, "the name \(field.name)")
    try Violation.unless(field.name == field.name.lowercased(), "the name \(field.name) is not in lower case")
    let value = field.value.unicodeScalars
    try Violation.unless(
      value.allSatisfy { $0.value >= 0x20 && $0 != "\u{7f}" || $0 == "\t" }, "the value of \(field.name)")
    let ofConnection = ["connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade", "te", "host"]
    try Violation.unless(!ofConnection.contains(field.name), "\(field.name) is handed on")
  }

  /// What becomes of a message.
  enum Reading: Equatable {
    case refused
    case incomplete
    case taken([HeaderField], body: [UInt8])
  }

  private static func reading(of message: [UInt8], inPiecesOf size: Int) -> Reading {
    var reader = PiecewiseReader()
    do throws(RequestRefusal) {
      for start in stride(from: 0, to: message.count, by: size) {
        let piece = message[start..<min(start + size, message.count)]
        if let taken = try reader.read(piece) { return taken }
      }
    } catch {
      return .refused
    }
    return .incomplete
  }
}

/// Reads one message whose pieces come one after the other, as a session does.
private struct PiecewiseReader {
  private var scanner = SectionScanner(isHead: true, limit: ConnectionLimits.server.maxHeaderListSize)
  private var held: [UInt8] = []
  private var head: ReceivedHead?
  private var decoder: BodyDecoder?
  private var body: [UInt8] = []

  /// Takes a piece; answers the whole message when it has ended.
  mutating func read(_ piece: ArraySlice<UInt8>) throws(RequestRefusal) -> HTTP1MessageEntry.Reading? {
    held += piece
    if decoder == nil, !(try readHead()) { return nil }
    return try readBody()
  }

  private mutating func readHead() throws(RequestRefusal) -> Bool {
    let (bytes, limits) = (held, ConnectionLimits.server)
    let end = try bytes.withUnsafeBufferPointer { buffer throws(RequestRefusal) in
      try scanner.end(in: UnsafeRawBufferPointer(buffer))
    }
    guard let end else { return false }
    let start = scanner.start
    let head = try bytes.withUnsafeBufferPointer { buffer throws(RequestRefusal) in
      try ReceivedHead(
        UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: buffer[start..<end])), isSecure: false, limits: limits)
    }
    self.head = head
    decoder = BodyDecoder(head.framing, limits: limits)
    held.removeFirst(end)
    return true
  }

  private mutating func readBody() throws(RequestRefusal) -> HTTP1MessageEntry.Reading? {
    guard var decoder, let head else { return nil }
    var offset = 0
    while true {
      let piece = try held.withUnsafeBufferPointer { buffer throws(RequestRefusal) in
        try decoder.next(in: UnsafeRawBufferPointer(buffer), &offset)
      }
      switch piece {
      case .chunk: continue
      case .data(let range): body += held[range]
      case .end(let trailers): return .taken(head.fields + trailers, body: body)
      case .none:
        self.decoder = decoder
        held.removeFirst(offset)
        return nil
      }
    }
  }
}
