import Testing

@testable import WireFormat

@Suite("Base64", .timeLimit(.minutes(1)))
struct Base64Tests {
  @Test("bytes of every length come back, with padding and without")
  func roundTrip() {
    for length in 0..<70 {
      let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ length) }
      for reading in [Base64.Reading.strict, .lenient] {
        for isPadded in [true, false] {
          let text = Base64.encode(bytes, isPadded: isPadded)
          #expect(text.utf8.count == (isPadded ? (length + 2) / 3 * 4 : (length * 4 + 2) / 3))
          #expect(Base64.decode(Array(text.utf8), as: reading) == bytes)
        }
      }
    }
  }

  @Test(
    "the examples of RFC 4648 are met",
    arguments: [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")])
  func examples(bytes: String, text: String) {
    #expect(Base64.encode(Array(bytes.utf8)) == text)
  }

  @Test(
    "what is not base64 is refused, however it is read",
    arguments: ["A", "AAAAA", "Zg=", "Zg===", "====", "=", "==", "Z=_v", "Zm 9", "Zg==Zg==", "Zm9v=", "Zm9ö"])
  func malformed(text: String) {
    #expect(Base64.decode(Array(text.utf8), as: .strict) == nil)
    #expect(Base64.decode(Array(text.utf8), as: .lenient) == nil)
  }

  @Test("only a lenient reader takes the URL alphabet and unused bits", arguments: ["Zh", "Zm9=", "Z-_v"])
  func lenient(text: String) {
    #expect(Base64.decode(Array(text.utf8), as: .strict) == nil)
    #expect(Base64.decode(Array(text.utf8), as: .lenient) != nil)
  }
}
