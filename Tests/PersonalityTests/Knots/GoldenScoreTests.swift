import Testing

@testable import Personality

@Suite("golden scores", .timeLimit(.minutes(1)))
struct GoldenScoreTests {
  @Test("knot scores of golden pairs agree to 1e-9", arguments: ["own", "shared"])
  func knotScores(source: String) throws {
    let path = source == "own" ? ownFixtures : sharedReference
    guard let rows = goldenTable(path + "golden_scores.csv") else {
      #expect(source == "shared", "the fixture of a clone must be there")
      print("skipped: \(path) is not here")
      return
    }
    #expect(rows.count == (source == "own" ? 12 : 60))
    let cache = KnotCache()
    for row in rows {
      let match = try #require(try KnotMatch(numbers(row[0]), numbers(row[1]), cache: cache))
      let expected = row[2...5].compactMap { Double($0) }
      let scores = [match.jones, match.alexander, match.topological, match.score]
      for (score, golden) in zip(scores, expected) { #expect(abs(score - golden) < 1e-9) }
    }
  }
}
