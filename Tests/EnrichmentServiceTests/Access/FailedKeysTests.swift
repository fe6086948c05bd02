import Testing

@testable import EnrichmentService

@Suite("Wrong keys", .timeLimit(.minutes(1)))
struct FailedKeysTests {
  private let second: UInt64 = 1_000_000_000

  @Test("twenty at once, then ten a minute, and the wait that is told is enough")
  func slowed() throws {
    let failures = FailedKeys()
    for _ in 0..<20 { #expect(failures.wait(from: "a", at: 100 * second) == nil) }
    let wait = try #require(failures.wait(from: "a", at: 100 * second))
    #expect(wait == 6 * second)
    #expect(failures.wait(from: "a", at: 100 * second + wait - 1) == 1)
    #expect(failures.wait(from: "a", at: 100 * second + wait) == nil)
    #expect(failures.wait(from: "a", at: 100 * second + wait) != nil)
    #expect((0..<600).count { failures.wait(from: "a", at: (200 + $0) * second) == nil } <= 120)
  }

  @Test("addresses do not wait for each other, and very many of them do not cost more memory")
  func addresses() {
    let failures = FailedKeys()
    for _ in 0..<25 { _ = failures.wait(from: "a", at: second) }
    #expect(failures.wait(from: "b", at: second) == nil)
    let refused = (0..<10_000).count { failures.wait(from: "\($0)", at: second) != nil }
    #expect(refused > 5_000, "beyond the addresses that are remembered the rest share one allowance")
    #expect(failures.wait(from: "a new one", at: 100 * second) == nil, "those who wait for nothing made room")
  }
}
