import Testing
import WireFormat

@Suite("Lengths of time as text", .timeLimit(.minutes(1)))
struct DurationTextTests {
  private static let day = Duration.zero ... .seconds(86_400)

  @Test(
    "a number with its unit is read exactly",
    arguments: [
      ("500ms", .milliseconds(500)), ("10s", .seconds(10)), ("0.5s", .milliseconds(500)), ("1.5m", .seconds(90)),
      ("2h", .seconds(7_200)), ("7us", .microseconds(7)), ("0", .zero), ("0s", .zero), ("24h", .seconds(86_400)),
      ("0.1s", .milliseconds(100)), ("0.000000001s", .nanoseconds(1)), ("007s", .seconds(7)),
    ] as [(String, Duration)])
  func read(text: String, duration: Duration) throws {
    #expect(try Duration(text: text, in: Self.day) == duration)
  }

  @Test(
    "another text is refused with what is allowed",
    arguments: [
      "", "s", "5", "0abc", "5sec", "5s ", " 5s", "-1s", "+1s", "1e3s", "1.s", ".5s", "1.2.3s", "1,5s", "infs", "nans",
      "1_000s", "٣s", "24.000001h", "99999999999s", "0x1s", "5S",
    ])
  func refused(text: String) {
    let error = #expect(throws: MalformedDuration.self) { try Duration(text: text, in: Self.day) }
    #expect(
      error?.description
        == "\"\(text)\": expected a number with us, ms, s, m or h, such as 500ms, 1.5s or 2m, from 0 to 24h")
  }

  @Test("a length outside the bounds is refused")
  func bounds() throws {
    let allowed = Duration.milliseconds(1) ... .seconds(90)
    #expect(throws: MalformedDuration.self) { try Duration(text: "0", in: allowed) }
    let error = #expect(throws: MalformedDuration.self) { try Duration(text: "91s", in: allowed) }
    #expect(error?.description.hasSuffix("from 1ms to 90s") == true)
    #expect(try Duration(text: "90s", in: allowed).inSeconds == 90)
  }
}
