import Privacy
import SamplerFixtures
import Testing

@Suite("uniform integers", .timeLimit(.minutes(2)))
struct RandomBitsTests {
  /// Hands out given words, then traps: shows which words a draw consumes.
  private struct Script: RandomBits {
    var words: [UInt64]
    mutating func next() -> UInt64 { words.removeFirst() }
  }

  @Test("a candidate at or above the bound is drawn again, never folded back")
  func rejection() {
    var source = Script(words: [7, 6, 5, 4])
    #expect(source.below(5) == 4)
    #expect(source.words.isEmpty)
  }

  @Test("a bound above 64 bits uses both words")
  func wide() {
    var source = Script(words: [3, 1])
    #expect(source.below(UInt128(1) << 65) == UInt128(1) << 64 | 3)
  }

  @Test("a bound of one needs no luck")
  func one() {
    var source = SeededBitsForTesting(seed: 1)
    #expect((0..<10).allSatisfy { _ in source.below(1) == 0 })
  }

  @Test("every residue of an odd bound is equally likely", arguments: [3, 7, 10] as [UInt128])
  func uniform(bound: UInt128) {
    var source = SeededBitsForTesting(seed: 2)
    let draws = (0..<6_000).map { _ in Int64(source.below(bound)) }
    #expect(chiSquareDeviate(draws) { $0 >= 0 && $0 < Int64(bound) ? 1 / Double(bound) : 0 } < 3.719)
  }

  @Test("the system's words do not repeat across the buffer's end, nor between two sources")
  func system() {
    var one = SystemRandomBits()
    var other = SystemRandomBits()
    let words = (0..<200).flatMap { _ in [one.next(), other.next()] }
    #expect(Set(words).count == words.count)
    let ones = words.reduce(0) { $0 + $1.nonzeroBitCount }
    #expect((12_160...13_440).contains(ones))
  }
}
