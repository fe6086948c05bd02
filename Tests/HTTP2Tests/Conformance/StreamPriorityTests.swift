import RawHTTP2
import Testing
import Transport

@testable import HTTP2

@Suite("How urgent responses are", .timeLimit(.minutes(2)))
struct StreamPriorityTests {
  private func read(_ value: String) -> String? {
    let priority = Array(value.utf8).withUnsafeBytes { StreamPriority($0) }
    return priority.map { "\($0.urgency)\($0.isIncremental ? " in parts" : "")" }
  }

  @Test(
    "a priority is read as RFC 9218 says, or not at all",
    arguments: [
      ("", "3"), ("u=0", "0"), ("u=7", "7"), ("i", "3 in parts"), ("i=?1", "3 in parts"), ("i, i=?0", "3"),
      ("u=5, i", "5 in parts"), ("u=1 ,\ti", "1 in parts"), ("u=1, u=2", "2"), ("x=y, u=4", "4"), ("u=4;a=b", "4"),
      ("u", nil), ("u=8", nil), ("u=-1", nil), ("u=07", nil), ("u=a", nil), ("u=", nil), ("i=1", nil), ("u=1,,i", nil),
      ("u=1,", nil), (#"x="u=1""#, nil), ("x=(1 2), u=1", nil),
    ] as [(String, String?)])
  func values(value: String, expected: String?) { #expect(read(value) == expected) }

  @Test("the more urgent of two responses that wait goes first", arguments: ["u=1", "u=9", ""])
  func order(priority: String) async throws {
    try await withRaw { _, client async throws in
      let second = HeaderBlock.request("/large/40000", [("priority", priority)])
      let end = RawFrame.Flag.endHeaders | RawFrame.Flag.endStream
      client.write(
        RawFrame.encode(RawFrame.Kind.headers, end, 1, HeaderBlock.request("/large/40000"))
          + RawFrame.encode(RawFrame.Kind.headers, end, 3, second))
      let first = try client.next(RawFrame.Kind.data)
      #expect(first?.stream == (priority == "u=1" ? 3 : 1))
    }
  }
}
