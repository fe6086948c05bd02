import Testing

@testable import RPC

@Suite("grpc-timeout", .timeLimit(.minutes(2)))
struct TimeoutTests {
  @Test(
    "every unit is understood",
    arguments: [
      ("1n", 1), ("2u", 2_000), ("3m", 3_000_000), ("4S", 4_000_000_000), ("5M", 300_000_000_000),
      ("6H", 21_600_000_000_000), ("0n", 0), ("00000001S", 1_000_000_000), ("99999999n", 99_999_999),
    ] as [(String, Int64)])
  func units(text: String, nanoseconds: Int64) {
    #expect(Timeout.parse(text.utf8) == nanoseconds)
  }

  @Test("a time beyond 292 years is for ever")
  func overflow() {
    #expect(Timeout.parse("99999999H".utf8) == .max)
  }

  @Test(
    "anything else is refused",
    arguments: ["", "n", "5", "5s", "5x", "-1S", "+1S", "1.5S", "123456789n", " 1S", "1S ", "1 S", "٣S"])
  func malformed(text: String) {
    #expect(Timeout.parse(text.utf8) == nil)
  }

  @Test("a written timeout is never shorter than the time, has at most eight digits, and is close")
  func formatting() {
    for time in [0, 1, 99_999_999, 100_000_000, 123_456_789_012, 86_400_000_000_001, Int64.max] as [Int64] {
      let text = Timeout.format(nanoseconds: time)
      #expect(text.utf8.count <= 9)
      let parsed = Timeout.parse(text.utf8) ?? -1
      #expect(parsed >= time)
      #expect(Double(parsed) <= Double(time) * 1.000_02 + 1)
    }
    #expect(Timeout.format(nanoseconds: -5) == "0n")
  }
}
