import FoundationEssentials
import Population
import Testing

@testable import Personality

@Suite("a person's and a product's report", .timeLimit(.minutes(1)))
struct CompatibilityReportTests {
  private func line(_ person: [Double], _ product: [Double?]) -> String {
    let shown = product.map { $0.map { "\($0)" } ?? "null" }.joined(separator: ",")
    return "{\"person\":[\(person.map { "\($0)" }.joined(separator: ","))],\"product\":[\(shown)]}"
  }

  @Test("agrees with the golden scores to 1e-9", arguments: ["own", "shared"])
  func golden(source: String) throws {
    let path = source == "own" ? ownFixtures : sharedReference
    guard let rows = goldenTable(path + "golden_scores.csv") else {
      #expect(source == "shared", "the fixture of a clone must be there")
      print("skipped: \(path) is not here")
      return
    }
    let cache = KnotCache()
    for row in rows {
      let pair = try ProfilePair(json: line(numbers(row[0]), numbers(row[1])))
      let report = try #require(try CompatibilityReport(pair, cache: cache))
      let values = [
        report.knots.jones, report.knots.alexander, report.knots.topological, report.knots.score,
        report.match.fidelity, report.match.score,
      ]
      for (value, text) in zip(values, row[2...7]) {
        let golden = try #require(Double(text))
        #expect(abs(value - golden) < 1e-9)
      }
    }
  }

  @Test("compares only the dimensions the product gives")
  func subset() throws {
    var product = [Double?](repeating: nil, count: 12)
    (product[3], product[10]) = (0.9, 0.2)
    let person = (0..<12).map { Double($0) / 12 }
    let report = try #require(
      try CompatibilityReport(ProfilePair(json: line(person, product)), cache: KnotCache()))
    #expect(report.match.dimensions == [.socialDiscoveryStyle, .valueOrientation])
    #expect(report.knots.comparedDimensions == 2)
    #expect(abs(report.match.score * report.match.score - report.match.fidelity) < 1e-12)
    for traits in report.person.traits {
      #expect(traits.levels.enumerated().allSatisfy { $0.element == 0 || [3, 10].contains($0.offset) })
    }
  }

  @Test("is JSON with five layers of two knots")
  func json() throws {
    let person = [Double](repeating: 0.9, count: 12)
    let report = try #require(
      try CompatibilityReport(ProfilePair(json: line(person, person)), cache: KnotCache()))
    let text = String(decoding: try JSONEncoder().encode(report), as: UTF8.self)
    #expect(text.split(separator: "\"threshold\"").count == 6)
    #expect(text.split(separator: "\"determinant\"").count == 11)
    for key in ["fidelity", "score", "formula", "knot_scores", "knot_type_match", "compared_dimensions"] {
      #expect(text.contains("\"\(key)\":"))
    }
  }

  @Test(
    "is refused with the place and what is allowed",
    arguments: [
      ("{}", "person is missing"), ("[1]", "allowed: {\"person\""), ("{", "not a JSON object"),
      (#"{"person":[1],"product":[1]}"#, "person has 1 values; allowed: 12"),
      (#"{"person":[0,0,0,0,0,0,0,0,0,0,0,"x"],"product":[]}"#, "person[11]"),
      (#"{"person":[0,0,0,0,0,0,0,0,0,0,0,1.5],"product":[]}"#, "person[11] is 1.5; allowed: a number from 0 to 1"),
      (#"{"person":[0,0,0,0,0,0,0,0,0,0,0,null],"product":[]}"#, "person[11] is null"),
      (#"{"person":[],"product":[],"x":[]}"#, "unknown field \"x\""),
    ])
  func refusals(json: String, words: String) {
    #expect { try ProfilePair(json: json) } throws: { "\($0)".contains(words) }
  }

  @Test("is refused without a dimension to compare")
  func nothing() {
    #expect {
      try ProfilePair(json: line(Array(repeating: 0.5, count: 12), Array(repeating: nil, count: 12)))
    } throws: { "\($0)".contains("at least one dimension") }
  }
}
