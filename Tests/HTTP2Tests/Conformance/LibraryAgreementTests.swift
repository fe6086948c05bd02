import HTTP2
import RawHTTP2
import Testing
import Transport

/// Requests made at random, many of them variations of the one before: the server must reset the streams that the C
/// library would reset if it did the checking.
@Suite("Requests at random", .serialized, .timeLimit(.minutes(2)))
struct LibraryAgreementTests {
  private static let names = [
    ":method", ":scheme", ":path", ":authority", ":status", ":protocol", ":other", "host", "te", "content-length",
    "content-length", "connection", "upgrade", "transfer-encoding", "keep-alive", "proxy-connection", "x-a", "x-b",
    "X-a", "x a", "", "cookie",
  ]
  private static let values = [
    "POST", "http", "https", "HTTP", "/unary", "/silent", "*", "OPTIONS", "CONNECT", "HEAD", "localhost", "trailers",
    "Trailers", "0", "1", "2", "3", "4", "5", "02", "-1", "a b", "a/b", " a", "a\t", "a\n", "", "b", "b", "b", "b",
  ]
  private static let likely: [String: [String]] = [
    ":method": ["POST", "POST", "OPTIONS", "CONNECT", "HEAD"], ":scheme": ["http", "https", "HTTP"],
    ":path": ["/unary", "/silent", "*", "x"], ":authority": ["localhost", "a:1"], "host": ["h", "localhost"],
    "te": ["trailers", "trailers", "gzip"], "content-length": ["0", "1", "2", "3", "4", "5"],
  ]

  /// No scheme of its own is among them: the library leaves :path alone then, and the server does not.
  private static let schemes = ["http", "https", "", " http", "ht tp", "0", "/"]

  private static func value(_ name: String, _ generator: inout Seeded) -> String {
    if let usual = likely[name], Int.random(in: 0..<5, using: &generator) > 0 {
      return usual.randomElement(using: &generator) ?? ""
    }
    return (name == ":scheme" ? schemes : values).randomElement(using: &generator) ?? ""
  }

  private static func field(_ generator: inout Seeded) -> (String, String) {
    let name = names.randomElement(using: &generator) ?? ""
    return (name, value(name, &generator))
  }

  private static func vary(_ fields: RawMessage.Fields, _ generator: inout Seeded) -> RawMessage.Fields {
    var fields = fields
    let place = Int.random(in: 0...fields.count, using: &generator)
    switch Int.random(in: 0..<6, using: &generator) {
    case 0 where place < fields.count: fields.remove(at: place)
    case 1 where place < fields.count, 2 where place < fields.count:
      fields[place].1 = value(fields[place].0, &generator)
    case 3: fields.insert(field(&generator), at: place)
    case 4: fields.append(field(&generator))
    default: break
    }
    return fields
  }

  private static func vary(_ message: RawMessage, _ generator: inout Seeded) -> RawMessage {
    let isFresh = Int.random(in: 0..<4, using: &generator) == 0
    var message = isFresh ? RawMessage(head: RequestRow.usual) : message
    message.head = vary(message.head, &generator)
    if Int.random(in: 0..<3, using: &generator) == 0 {
      message.body = (0..<Int.random(in: 0...3, using: &generator)).map { _ in Int.random(in: 0...3, using: &generator)
      }
    }
    if Int.random(in: 0..<3, using: &generator) == 0 {
      message.trailers = message.trailers == nil ? [("x-t", "1")] : nil
    }
    if let trailers = message.trailers { message.trailers = vary(trailers, &generator) }
    message.ends = Int.random(in: 0..<12, using: &generator) > 0
    return message
  }

  @Test("what the library refuses is refused, and nothing else", arguments: [1, 2, 3, 4] as [UInt64])
  func agreement(seed: UInt64) async throws {
    let server = try TestServer(limits: .client)
    defer { server.stop() }
    try await blocking { () async throws in
      var generator = Seeded(state: seed)
      let library = try CheckedSession()
      let probe = try MessageProbe(server, isIndexed: seed % 2 == 0)
      var message = RawMessage(head: RequestRow.usual)
      var refused = 0
      for round in 0..<Self.rounds {
        message = Self.vary(message, &generator)
        let (stream, bytes) = probe.frames(message)
        let expected = try library.resets(bytes)[stream]
        let verdict = try probe.send(bytes, stream)
        #expect(verdict.reset == expected, "seed \(seed), round \(round): \(message)")
        refused += expected == nil ? 0 : 1
        _ = try library.resets(RawFrame.encode(RawFrame.Kind.reset, 0, stream, RawFrame.number(8)))
      }
      #expect(refused > Self.rounds / 10 && refused < Self.rounds * 9 / 10)
    }
  }

  private static let rounds = 1500
}
