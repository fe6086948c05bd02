import Population
import Testing

@Suite("Reproducible numbers", .timeLimit(.minutes(1)))
struct SplitMix64Tests {
  @Test("a stream is that of the published algorithm")
  func published() {
    var random = SplitMix64(seed: 1_234_567)
    #expect(
      (0..<5).map { _ in random.next() } == [
        6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423, 4_593_380_528_125_082_431,
        16_408_922_859_458_223_821,
      ])
    #expect(Mixing.mix(0) == 0xE220_A839_7B1D_CDAF)
  }

  @Test("the same seed and part give the same numbers, another seed or part gives others")
  func parts() {
    func numbers(_ seed: UInt64, _ stream: UInt64) -> [UInt64] {
      var random = SplitMix64(seed: seed, stream: stream)
      return (0..<4).map { _ in random.next() }
    }
    #expect(numbers(1, 2) == numbers(1, 2))
    #expect(Set([numbers(1, 2), numbers(2, 1), numbers(1, 3), numbers(2, 2)]).count == 4)
    #expect(Set(numbers(1, 2) + numbers(1, 3)).count == 8, "parts do not overlap")
  }

  @Test("a unit number is at least 0, below 1 and evenly spread")
  func unit() {
    var random = SplitMix64(seed: 5)
    let numbers = (0..<10_000).map { _ in random.unit() }
    #expect(numbers.allSatisfy { $0 >= 0 && $0 < 1 })
    let mean = numbers.reduce(0, +) / 10_000
    #expect(abs(mean - 0.5) < 0.012, "four standard errors")
  }

  @Test("an integer below a bound is each of them about equally often", arguments: [1, 2, 7, 1_000])
  func below(bound: Int) {
    var random = SplitMix64(seed: 6)
    var counts = [Int](repeating: 0, count: bound)
    for _ in 0..<(bound * 200) { counts[random.below(bound)] += 1 }
    #expect(counts.allSatisfy { $0 > 120 && $0 < 290 })
  }

  @Test("mixing never makes one word of two")
  func bijection() {
    #expect(Set((0..<20_000).map { Mixing.mix(UInt64($0)) }).count == 20_000)
  }

  @Test("division rounds towards minus infinity")
  func floored() {
    #expect([7, -7, 6, -6, 0, -1].map { $0.flooredDivision(by: 3) } == [2, -3, 2, -2, 0, -1])
    #expect(Int64.min.flooredDivision(by: 1) == .min)
  }

  @Test("a source of time says what it is told, each time anew")
  func time() {
    let fixed = TimeSource { 42 }
    #expect(fixed.now == 42 && fixed.now == 42)
  }
}

@Suite("Violations of a request", .timeLimit(.minutes(1)))
struct RequestViolationTests {
  @Test("say in one sentence what, where and what is allowed")
  func sentence() {
    let violation = RequestViolation(field: "a.b", value: "x", allowed: "y")
    #expect(violation.description == "a.b is \"x\"; allowed: y")
    let empty = RequestViolation(field: "a.b", value: "", allowed: "1 to 9")
    #expect("\(empty)" == "a.b is empty; allowed: 1 to 9")
    let whole = RequestViolation(field: "", value: "", allowed: "1 to 9")
    #expect("\(whole)" == "it is empty; allowed: 1 to 9", "no blank before the first word")
  }

  @Test("repeat 80 characters of what was sent and not one more")
  func cut() {
    let whole = String(repeating: "é", count: 80)
    #expect(RequestViolation(field: "f", value: whole, allowed: "").value == whole)
    #expect(RequestViolation(field: "f", value: whole + "z", allowed: "").value == whole + "…")
    #expect(RequestViolation(field: "f", value: String(repeating: "x", count: 100_000), allowed: "").value.count == 81)
  }
}
