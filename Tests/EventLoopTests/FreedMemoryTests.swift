import EventLoop
import Testing

@Suite("freed memory", .timeLimit(.minutes(1)))
struct FreedMemoryTests {
  @Test("goes back when half of the most that was open has ended, and not again for the same")
  func afterMany() {
    var memory = FreedMemory()
    let seen = [10_000, 6_000, 4_999, 4_000, 0, 0].map { memory.isWorthReturning(open: $0) }
    #expect(seen == [false, false, true, false, true, false])
  }

  @Test("stays for little, and while as much is open as was")
  func forLittle() {
    var memory = FreedMemory()
    let seen = [999, 0, 20_000, 19_000, 20_000, 12_000].map { memory.isWorthReturning(open: $0) }
    #expect(!seen.contains(true))
  }
}
