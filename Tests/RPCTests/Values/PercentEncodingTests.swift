import Testing

@testable import RPC

@Suite("grpc-message", .timeLimit(.minutes(2)))
struct PercentEncodingTests {
  @Test("every Unicode scalar below 0x800 comes back as it went")
  func roundTrip() {
    for value in UInt32(0)..<0x800 {
      let message = String(UnicodeScalar(value) ?? "?")
      #expect(PercentEncoding.decode(PercentEncoding.encode(message).utf8) == message)
    }
  }

  @Test("every byte value can be decoded, and none makes the message disappear")
  func everyByte() {
    for byte in UInt8.min...UInt8.max {
      let digits = String(byte, radix: 16)
      let escaped = "a%" + (digits.utf8.count == 1 ? "0" : "") + digits + "z"
      let message = PercentEncoding.decode(escaped.utf8)
      #expect(message.hasPrefix("a") && message.hasSuffix("z"))
      #expect(byte < 0x80 ? message == "a\(UnicodeScalar(byte))z" : message.unicodeScalars.contains("\u{FFFD}"))
    }
  }

  @Test(
    "text is written as the protocol says",
    arguments: [
      ("", ""), ("plain text", "plain text"), ("50%", "50%25"), (" padded ", "%20padded%20"), ("ä\n", "%C3%A4%0A"),
      (" ", "%20"),
    ])
  func encoding(message: String, value: String) {
    #expect(PercentEncoding.encode(message) == value)
  }

  @Test("a % that escapes nothing stands for itself", arguments: ["100%", "%", "%4", "%zz", "%G0 left"])
  func invalidEscapes(value: String) {
    #expect(PercentEncoding.decode(value.utf8) == value)
  }

  @Test("escapes may be in lower case")
  func lowerCase() {
    #expect(PercentEncoding.decode("%c3%a4".utf8) == "ä")
  }
}
