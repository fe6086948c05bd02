import Testing

@testable import RPC

@Suite("Base64 of -bin metadata")
struct Base64Tests {
  @Test("bytes of every length come back, with padding and without")
  func roundTrip() {
    for length in 0..<70 {
      let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ length) }
      let text = Base64.encode(bytes)
      #expect(!text.contains("="))
      #expect(Base64.decode(text.utf8) == bytes)
      let padded = text + String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
      #expect(Base64.decode(padded.utf8) == bytes)
    }
  }

  @Test(
    "the examples of RFC 4648 are met",
    arguments: [("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")])
  func examples(bytes: String, text: String) {
    #expect(Base64.encode(Array(bytes.utf8)) == text)
  }

  @Test(
    "what is not base64 is refused",
    arguments: ["A", "AAAAA", "Zh", "Zm9=", "Zg=", "Zg===", "====", "Z-_v", "Zm 9", "Zg==Zg==", "Zm9v="])
  func malformed(text: String) {
    #expect(Base64.decode(text.utf8) == nil)
  }
}
