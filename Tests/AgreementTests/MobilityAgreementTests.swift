import Foundation
import Measures
import Population
import Testing

/// Measures of the New York check-ins beside those of scikit-mobility and trackintel.
@Suite("mobility measures", .timeLimit(.minutes(5)))
struct MobilityAgreementTests {
  /// One person's check-ins in order of time, with what the libraries measured.
  private struct Person: Decodable {
    let latitudes: [Double]
    let longitudes: [Double]
    let radius: Double
    let twoRadius: Double
    let random: Double
    let uncorrelated: Double
    let real: Double
    let locations: Double
    let trackintelRadius: Double
  }

  @Test("radius, 2-radius, three entropies and locations of real people equal the libraries' to 1e-9")
  func agreement() throws {
    guard let folder = PythonRun.folder("nyc") else { return }
    let step = ProcessInfo.processInfo.environment["SPOTS_FULL"] == nil ? 10 : 1
    let people = try PythonRun.lines(Person.self, "mobility.py", folder.path, "\(step)")
    #expect(people.count >= 100)
    var compared = 0
    for person in people {
      let places = zip(person.latitudes, person.longitudes).map {
        GeographicPosition(latitudeDegrees: $0, longitudeDegrees: $1)
      }
      // Both libraries average degrees; so does this mode of ours, which exists for the comparison.
      let radius = RadiusOfGyration.kilometres(places, centre: .averageOfDegrees)
      let twoRadius = RadiusOfGyration.kilometres(places, mostVisited: 2, centre: .averageOfDegrees)
      let pairs: [(Double?, Double)] = [
        (radius, person.radius), (radius, person.trackintelRadius),
        // Of places visited equally often the libraries take any; ours the first visited.
        (hasTie(places) ? person.twoRadius : twoRadius, person.twoRadius),
        (SequenceEntropy.random(places), person.random), (SequenceEntropy.uncorrelated(places), person.uncorrelated),
        (SequenceEntropy.real(places), person.real), (Double(Set(places).count), person.locations),
      ]
      for (index, (own, other)) in pairs.enumerated() {
        let own = try #require(own)
        // trackintel takes the arc cosine, which costs a short distance half of its digits: within 10 micrometres.
        let tolerance = index == 1 ? 1e-8 : 1e-9 * max(1, abs(other))
        #expect(abs(own - other) <= tolerance, "measure \(index): \(own), not \(other)")
        compared += 1
      }
    }
    print("agreement: \(compared) measures of \(people.count) people")
  }

  /// Whether the second and third most visited places are visited equally often, so that "the two most visited" is
  /// not one set.
  private func hasTie(_ places: [GeographicPosition]) -> Bool {
    let counts = VisitCounts(places).ranked.map(\.count)
    return counts.count > 2 && counts[1] == counts[2]
  }
}
