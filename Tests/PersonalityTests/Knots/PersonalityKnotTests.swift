import Glibc
import Testing

@testable import Personality
@testable import Population

@Suite("knots of personalities", .timeLimit(.minutes(1)))
struct PersonalityKnotTests {
  private func people(_ count: Int, seed: UInt64) -> [[Double]] {
    var random = SplitMix64(seed: seed)
    return (0..<count).map { _ in (0..<12).map { _ in Double.random(in: 0...1, using: &random) } }
  }

  @Test("every layer of every person is a knot, and a neutral person is the unknot")
  func alwaysKnots() throws {
    for person in people(40, seed: 11) {
      for threshold in TraitLevels.layerThresholds {
        #expect(PersonalityBraid.word(for: TraitLevels(person, threshold: threshold)).components == 1)
      }
    }
    let neutral = try KnotInvariants(
      of: PersonalityBraid.word(for: TraitLevels(Array(repeating: 0.52, count: 12), threshold: 100_000)))
    #expect(neutral.jones == .one && neutral.alexander == .one && neutral.signature == 0)
  }

  @Test("one step of one trait is one crossing change: the signature moves by at most two")
  func crossingChanges() throws {
    var random = SplitMix64(seed: 12)
    let cache = KnotCache(capacity: 64)
    for person in people(12, seed: 13) {
      var changed = person
      let index = Int.random(in: 0..<12, using: &random)
      changed[index] = person[index] > 0.5 ? 0.5 : 0.9
      let (a, b) = (TraitLevels(person, threshold: 250_000), TraitLevels(changed, threshold: 250_000))
      let steps = zip(a.levels, b.levels).reduce(0) { $0 + abs($1.0 - $1.1) }
      let (left, right) = (try cache.portrait(of: a).invariants, try cache.portrait(of: b).invariants)
      #expect(abs(left.signature - right.signature) <= 2 * steps)
      #expect(left.unknottingBound <= a.pronounced)
    }
  }

  @Test("twelve high traits are a positive braid of genus 12, signature −16 and determinant 1353")
  func allHigh() throws {
    let word = PersonalityBraid.word(for: TraitLevels(Array(repeating: 0.95, count: 12), threshold: 700_000))
    let knot = try KnotInvariants(of: word)
    #expect(word.letters.allSatisfy { $0 > 0 } && word.letters.count == 27)
    #expect([knot.genusBound, knot.signature, Int(knot.determinant)] == [12, -16, 1353])
  }

  @Test("as the threshold falls traits only enter")
  func filtration() {
    for person in people(20, seed: 14) {
      let layers = TraitLevels.layerThresholds.map { TraitLevels(person, threshold: $0).levels }
      for (lower, higher) in zip(layers, layers.dropFirst()) {
        #expect(zip(lower, higher).allSatisfy { $1 == 0 || $0 == $1 })
      }
    }
  }

  @Test("thresholds are compared in fixed point: .55 and .45 are both pronounced at 0.10")
  func fixedPoint() {
    var person = [Double](repeating: 0.5, count: 12)
    (person[0], person[1], person[2]) = (0.55, 0.45, 0.5499999)
    #expect(TraitLevels(person, threshold: 100_000).levels[..<3] == [1, -1, 1])
    person[2] = 0.549_999
    #expect(TraitLevels(person, threshold: 100_000).levels[2] == 0)
    #expect(TraitLevels([.nan, 2, -1, nil], threshold: 100_000).pronounced == 0)
  }

  @Test("a person matches itself identically and a mirrored pair as a mirror")
  func kinds() throws {
    let cache = KnotCache()
    for person in people(4, seed: 15) {
      let match = try #require(try KnotMatch(person, person, cache: cache))
      #expect(match.kind == .identical && match.score == 1 && match.comparedDimensions == 12)
    }
    var (right, left) = ([Double](repeating: 0.5, count: 12), [Double](repeating: 0.5, count: 12))
    right[0] = 0.95
    left[0] = 0.05
    let lone = try #require(try KnotMatch(right, left, cache: cache))
    #expect(lone.kind != .identical && lone.jones < 1)
    #expect(KnotMatch.Kind.allCases.map(\.rawValue) == ["identical", "mirror", "similar", "related", "distinct"])
  }

  @Test("a match is symmetric and lies in [0, 1]")
  func symmetry() throws {
    let cache = KnotCache()
    let group = people(6, seed: 16)
    for (a, b) in zip(group, group.dropFirst()) {
      let (there, back) = (
        try #require(try KnotMatch(a, b, cache: cache)), try present(try KnotMatch(b, a, cache: cache))
      )
      #expect(abs(there.score - back.score) < 1e-12 && (0...1).contains(there.score))
      #expect(there.kind == back.kind)
      #expect(abs(there.distances.mirroredJones - back.distances.mirroredJones) < 1e-12)
    }
  }

  @Test("dimensions that one side lacks are neutral on both, and none in common is no match")
  func subsets() throws {
    let cache = KnotCache()
    let group = people(2, seed: 17)
    var a: [Double?] = group[0]
    var b: [Double?] = group[1]
    for index in 0..<6 { a[index] = nil }
    let match = try #require(try KnotMatch(a, b, cache: cache))
    #expect(match.comparedDimensions == 6)
    for index in 0..<6 { b[index] = nil }
    #expect(try KnotMatch(a, b, cache: cache) == match)
    for index in 6..<12 { b[index] = nil }
    #expect(try KnotMatch(a, b, cache: cache) == nil)
  }

  @Test("scales of 7, 9 and 11 dimensions are the means of their neighbours")
  func scales() throws {
    let (six, seven, eight) = (KnotScale.comparing(6), KnotScale.comparing(7), KnotScale.comparing(8))
    #expect(try abs(present(seven).jones - (present(six).jones + present(eight).jones) / 2) < 1e-15)
    #expect((1...12).allSatisfy { KnotScale.comparing($0) != nil })
    #expect(KnotScale.comparing(0) == nil && KnotScale.comparing(13) == nil)
  }

  @Test("the cache stays bounded and returns what was computed")
  func cacheBound() throws {
    let cache = KnotCache(capacity: 3)
    let traits = (0..<6).map { index in
      TraitLevels((0..<12).map { $0 == index ? 0.9 : 0.5 }, threshold: 400_000)
    }
    let first = try traits.map { try cache.portrait(of: $0) }
    #expect(cache.count == 3)
    #expect(try traits.map { try cache.portrait(of: $0) } == first)
    #expect(cache.count == 3)
  }
}
