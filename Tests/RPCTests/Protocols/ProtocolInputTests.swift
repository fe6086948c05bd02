import Testing
import Transport
import WireFormat

@testable import RPC

/// What reads requests of other protocols, given anything.
@Suite("Whatever comes in other protocols", .timeLimit(.minutes(1)))
struct ProtocolInputTests {
  /// Bytes that are often those that mean something.
  static func bytes(_ count: Int, _ meaning: String, _ random: inout SystemRandomNumberGenerator) -> [UInt8] {
    let meaning = Array(meaning.utf8)
    return (0..<count).map { _ in
      Bool.random(using: &random)
        ? meaning[Int.random(in: 0..<meaning.count, using: &random)] : .random(in: 0...255, using: &random)
    }
  }

  @Test("base64 cut anywhere is base64 that was not cut")
  func cuts() throws {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<300 {
      let texts = (0..<3).map { _ in
        Self.bytes(Int.random(in: 0...40, using: &random), "abc", &random)
      }
      let body = texts.flatMap { Array(Base64.encode($0).utf8) }
      var stream = Base64Stream()
      var decoded: [UInt8] = []
      var rest = body[...]
      while !rest.isEmpty {
        let piece = Array(rest.prefix(Int.random(in: 1...7, using: &random)))
        rest = rest.dropFirst(piece.count)
        decoded += try #require(piece.withUnsafeBytes { stream.decode($0) })
      }
      #expect(decoded == texts.flatMap { $0 } && stream.isComplete)
    }
  }

  @Test("what is nothing in particular is refused or read, and never more than that")
  func anything() {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<2_000 {
      let count = Int.random(in: 0...60, using: &random)
      var stream = Base64Stream()
      let decoded = Self.bytes(count, "AZaz09+/=", &random).withUnsafeBytes { stream.decode($0) }
      #expect((decoded?.count ?? 0) <= count)
      let query = String(decoding: Self.bytes(count, "%&=+ab19", &random), as: UTF8.self)
      #expect((QueryParameters(query)?.names.count ?? 0) <= count + 1)
      let message = Self.bytes(count, "\u{8}\u{A}\u{12}\u{1}\u{2}", &random)
      if let fields = FieldSlices(message[...]) {
        #expect(fields.slices.reduce(0) { $0 + $1.range.count } == message.count)
      }
    }
  }

  @Test("a query is read as forms write it")
  func query() throws {
    let read = try #require(QueryParameters("a=1&b=x+y%2Fz&c&=d&a=2&%41=%C3%A4&&e=f=g"))
    #expect(read["a"] == "1" && read["b"] == "x y/z" && read["c"] == "" && read[""] == "d")
    #expect(read["A"] == "ä" && read["e"] == "f=g" && read["none"] == nil)
    #expect(read.names == ["a", "b", "c", "", "a", "A", "e"])
    for broken in ["a=%", "a=%4", "a=%zz", "a=%FF", "%80=a"] { #expect(QueryParameters(broken) == nil, "\(broken)") }
  }

  @Test("of a head, what HTTP or another protocol has for itself is no metadata")
  func metadata() {
    let head = HTTPRequestHead([
      HeaderField(":method", "POST"), HeaderField(":path", "/a/b?c?d"),
      HeaderField("content-type", "Application/JSON; x"),
      HeaderField("content-length", "1"), HeaderField("accept-encoding", "gzip"), HeaderField("grpc-timeout", "1S"),
      HeaderField("x-api-key", "k", isSensitive: true), HeaderField("own", "o"), HeaderField("connection", "close"),
    ])
    #expect(head.method == "POST" && head.path == "/a/b" && head.query == "c?d")
    #expect(head.mediaType == "application/json")
    #expect(head.metadata(except: ["own"]) == [HeaderField("x-api-key", "k", isSensitive: true)])
  }
}
