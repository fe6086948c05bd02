import Foundation
import RawHTTP2
import Testing

/// Callers who put keys where they do not belong.
@Suite("keys in odd places", .timeLimit(.minutes(5)))
struct LostKeyTests {
  private static let service = "/spots.enrichment.v1.EnrichmentService/"

  /// Random numbers that are the same in every run.
  private struct Numbers: RandomNumberGenerator {
    var state: UInt64 = 42

    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ state >> 29
    }
  }

  /// The fields of a call with a key in a place where it does not belong, or in several.
  private static func fields(_ key: String, _ shown: String, using numbers: inout Numbers) throws -> [(String, String)]
  {
    let padding = String(repeating: "x", count: Int.random(in: 0...300, using: &numbers))
    let forms = [
      key, key.uppercased(), padding + key, key + padding, "a \(key), b", Data(key.utf8).base64EncodedString(),
    ]
    let odd = try #require(forms.randomElement(using: &numbers))
    let secret = String(key.suffix(72))
    let places: [[(String, String)]] = [
      [("x-request-id", odd)], [("x-request-id", secret)], [("user-agent", odd)], [("grpc-timeout", odd)],
      [("grpc-timeout", "1S"), ("x-\(key.replacing("_", with: "-"))", "1")], [(odd.lowercased(), "1")],
      [("session-bin", Data(odd.utf8).base64EncodedString())], [("key-bin", odd)], [("authorization", odd)],
      [("authorization", "Basic \(odd)")], [("authorization", "Bearer \(key) \(key)")], [("x-api-key", odd)],
      [("x-api-key", key), ("x-api-key", odd)], [("cookie", "key=\(odd)")],
      [("traceparent", "00-\(secret)-\(secret)-01")],
      [("tracestate", odd)], [("baggage", "key=\(key)")], [("grpc-encoding", odd)], [("content-type", odd)],
      [("grpc-accept-encoding", odd)], [("te", odd)], [("host", odd)], [("referer", "https://a.example/?key=\(key)")],
    ]
    let paths = [
      service + "ListSegments", service + "GetRealWorldBehavior", service + key, "/\(key)/\(key)",
      service + "ListSegments?key=\(key)", "/\(padding)\(secret)",
    ]
    let path = try #require(paths.randomElement(using: &numbers))
    var all = [(":method", "POST"), (":scheme", "https"), (":path", path), (":authority", "localhost")]
    if Bool.random(using: &numbers) { all[3].1 = odd }
    all += [("te", "trailers"), ("content-type", "application/grpc")]
    if Bool.random(using: &numbers) { all.append(("authorization", "Bearer \(shown)")) }
    return all + places.shuffled(using: &numbers).prefix(Int.random(in: 1...3, using: &numbers)).joined()
  }

  /// A message that has a key where a segment or a page belongs.
  private static func message(_ key: String, using numbers: inout Numbers) -> [UInt8] {
    let text = Array((Bool.random(using: &numbers) ? key : String(repeating: "x", count: 50) + key).utf8)
    let field: [UInt8] = [0x12, UInt8(text.count & 0x7F | 0x80), UInt8(text.count >> 7)] + text
    let inner: [UInt8] = [0x0A, UInt8(field.count & 0x7F | 0x80), UInt8(field.count >> 7)] + field
    let body = Bool.random(using: &numbers) ? field : inner
    return [0, 0, 0, UInt8(body.count >> 8), UInt8(body.count & 0xFF)] + body
  }

  @Test("of 1,000 calls with a key where it does not belong no sixteen digits are in the log or the store")
  func fuzzed() async throws {
    let server = try await RunningServer(store: try await SmallCity.copy())
    let keys = [try await server.makeKey(plan: "prod"), try await server.makeKey(plan: "prod")]
    let port = try #require(server.endpoint.split(separator: ":").last.flatMap { UInt16($0) })
    var numbers = Numbers()
    for round in 0..<50 {
      let client = try RawClient(port: port, tls: RawTLS(), timeout: 5)
      client.begin()
      for stream in (0..<20).map({ UInt32(2 * $0 + 1) }) {
        let block = HeaderBlock.literals(try Self.fields(keys[round % 2], keys[0], using: &numbers))
        client.headers(stream, block, endStream: false)
        client.data(stream, Self.message(keys[1], using: &numbers), endStream: true)
      }
      // What the server makes of the last call shows that it has seen them all.
      _ = try? client.answer(39)
    }
    #expect(server.isRunning)
    #expect(try await server.logs("\"status\":\"INVALID_ARGUMENT\""))
    server.terminate()
    #expect(try await server.waitForExit() == 0)
    let store = try Data(contentsOf: URL(filePath: server.store))
    let output =
      Data(try server.log().lowercased().utf8) + Data(String(decoding: store, as: UTF8.self).lowercased().utf8)
    let pieces = Set(keys.flatMap(Self.pieces))
    #expect(try server.log().split(separator: "\n").count { $0.contains("\"duration_us\"") } > 500)
    #expect(Self.found(pieces, in: output).isEmpty)
  }

  /// Every sixteen digits in a row of a key that its id has no part in: ids are logged.
  private static func pieces(of key: String) -> [[UInt8]] {
    let secret = Array(key.utf8.suffix(60))
    return (0...(secret.count - 16)).map { Array(secret[$0..<($0 + 16)]) }
  }

  private static func found(_ pieces: Set<[UInt8]>, in output: Data) -> [String] {
    let bytes = Array(output)
    guard bytes.count >= 16 else { return [] }
    let starts = Set(pieces.map { $0[0..<4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } })
    var word: UInt32 = 0
    var found: [String] = []
    for (index, byte) in bytes.enumerated() {
      word = word << 8 | UInt32(byte)
      guard index >= 3, starts.contains(word), index + 13 <= bytes.count else { continue }
      let piece = Array(bytes[(index - 3)..<(index + 13)])
      if pieces.contains(piece) { found.append(String(decoding: piece, as: UTF8.self)) }
    }
    return found
  }
}
