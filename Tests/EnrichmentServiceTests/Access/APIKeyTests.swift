import Operations
import Testing

@testable import EnrichmentService

@Suite("a partner key", .timeLimit(.minutes(5)))
struct APIKeyTests {
  private let published =
    "spots_poc_acme_000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f599061dd"

  @Test("has the published form and checksum")
  func publishedExample() throws {
    let key = try APIKey(environment: "poc", partner: "acme", random: Array(0..<32))
    #expect(key.text == published)
    #expect(key.keyID == "000102030405")
    #expect(key.lastFour == "61dd")
  }

  @Test("with any digit changed is refused")
  func everyDigitCounts() {
    for index in published.indices {
      let other: Character = published[index] == "0" ? "1" : "0"
      let changed = published[..<index] + String(other) + published[published.index(after: index)...]
      #expect(throws: APIKey.Malformed.self) { try APIKey(parsing: String(changed)) }
    }
  }

  @Test(
    "of another shape is refused",
    arguments: [
      "", "spots", "spots_poc_acme_", "spots_test_acme_00", "Bearer x", "spots_poc_ACME_00", "spots_poc_a_b_c",
    ])
  func otherShapes(text: String) {
    #expect(throws: APIKey.Malformed.self) { try APIKey(parsing: text) }
  }

  @Test(
    "is not made for partners that cannot be",
    arguments: ["", "ab", "Acme", "a_b_c", String(repeating: "a", count: 33)])
  func partners(name: String) {
    #expect(throws: APIKey.Malformed.partner) {
      try APIKey(environment: "poc", partner: name, random: Array(0..<32))
    }
  }
}
