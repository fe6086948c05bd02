import Operations
import Population
import RPC
import Testing
import WireFormat

@testable import EnrichmentService

@Suite("Text of callers in the log", .timeLimit(.minutes(1)))
struct LoggedTextTests {
  private func logged(_ text: String) -> String {
    var line: [UInt8] = []
    LoggedText.append(text, to: &line)
    return String(decoding: line, as: UTF8.self)
  }

  @Test(
    "ids and paths are logged as they are",
    arguments: [
      "", "/spots.enrichment.v1.EnrichmentService/ListSegments", "7f0c2a9e-5a0b-4d50-8e5c-0f7c3bb9a6d1",
      "4bf92f3577b34da6a3ce929d0e0e4736", "spots", "a_spots_b", "/var/lib/spots_prod.db",
    ])
  func plain(text: String) { #expect(logged(text) == text) }

  @Test("no sixteen digits of a key are logged, wherever a caller put it")
  func keys() throws {
    let key = try APIKey(environment: "prod", partner: "acme", random: Array(repeating: 0xA7, count: 32))
    let secret = String(key.text.split(separator: "_").last ?? "")
    let far = String(repeating: "x", count: 220)
    for text in [
      key.text, "/\(key.text)", "id=\(key.text)&x", secret, secret.uppercased(), "x-\(secret)-y", far + secret,
      far + key.text, key.text.uppercased(), String(key.text.prefix(40)),
    ] {
      #expect(logged(text) == "?", "\(text.prefix(12))…")
      let violation = RequestViolation(field: "f", value: text, allowed: "another")
      #expect(violation.value == "?")
      let error = ErrorReason.invalidSegment.error("no segment \(text) is here", metadata: ["segment": text])
      let told = error.message + error.details.map { String(decoding: $0.value, as: UTF8.self) }.joined()
      #expect(!told.lowercased().contains("a7a7a7a7a7a7a7a7") && told.contains("is here"))
    }
    #expect(KeyText.hidingWords("path=\(key.text), store=/a/spots_prod.db") == "path=?, store=/a/spots_prod.db")
  }

  @Test("what would end the text or is not printable is a question mark, and the text has an end")
  func escaped() {
    #expect(logged("a\"b\\c\n\u{e9}") == "a'b?c???")
    #expect(logged(String(repeating: "x", count: 1_000)).count == 256)
  }
}
