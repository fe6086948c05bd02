import Foundation
import Population
import Testing

@testable import Simulation

/// `SPOTS_SOAK` looks at a city of the tour's size.
private let isSoak = ProcessInfo.processInfo.environment["SPOTS_SOAK"] != nil

@Suite("Published laws", .timeLimit(.minutes(isSoak ? 60 : 10)))
struct PublishedLawTests {
  private static let figures: Result<CityFigures, any Error> = Result {
    let plan = CityPlan(
      seed: 11, people: isSoak ? 60_000 : 1_500, cutOff: 1_767_225_600 * RegionCalendar.second,
      pseudonymizer: Pseudonymizer(secret: Array("a secret for tests".utf8)))
    return try CityFigures(of: plan)
  }

  @Test("a city lies in the range of each law", arguments: PublishedLaw.all)
  func law(_ law: PublishedLaw) throws {
    let figure = law.figure(try Self.figures.get())
    let row = "\(law.name) | \(law.source) | \(law.range) | \(figure)"
    if isSoak { print("law | \(row)") }
    #expect(law.range.contains(figure), "\(row)")
  }
}
