import Population
import Testing

/// A law of how people move or whom they know, with the range in which a credible city lies.
struct PublishedLaw: Sendable, CustomTestStringConvertible {
  /// What is looked at.
  let name: String
  /// Who found it, and what they found.
  let source: String
  /// What a city may have.
  let range: ClosedRange<Double>
  /// The figure of a city.
  let figure: @Sendable (CityFigures) -> Double

  var testDescription: String { name }

  /// The laws the city is held to. Ranges are wider than what was published: one city of one seed has to lie in them,
  /// and what was measured were phones and surveys of whole countries.
  static let all: [PublishedLaw] = mobility + people

  private static let mobility: [PublishedLaw] = [
    PublishedLaw(
      name: "places after t days with visits, S ~ t^mu: mu", source: "Song et al., Nature Physics 6, 2010: 0.6 +- 0.02",
      range: 0.5...0.72
    ) { $0.mobility.placeGrowth },
    PublishedLaw(
      name: "visits to the k-th place, f ~ k^-zeta: zeta", source: "Song et al., Nature Physics 6, 2010: 1.2 +- 0.1",
      range: 1.05...1.5
    ) { $0.mobility.rankExponent },
    PublishedLaw(
      name: "hourly whereabouts: entropy in bits", source: "Song et al., Science 327, 2010: peak at 0.8",
      range: 0.5...1.1
    ) { $0.mobility.hourlyEntropy },
    PublishedLaw(
      name: "hourly whereabouts: share that can be foretold", source: "Song et al., Science 327, 2010: 0.93",
      range: 0.88...0.96
    ) { $0.mobility.predictability },
    PublishedLaw(
      name: "length of ways, (r + 1.5 km)^-beta exp(-r/kappa): beta",
      source: "Gonzalez et al., Nature 453, 2008: 1.75 +- 0.15", range: 1.5...2
    ) { $0.mobility.jumps.beta },
    PublishedLaw(
      name: "radius of gyration: deviation of its logarithm",
      source: "planned 0.45; check-ins in New York (Yang et al., 2015): 0.61", range: 0.35...0.65
    ) { $0.mobility.radiusSpread },
    PublishedLaw(
      name: "days in the seventeen motifs", source: "Schneider et al., J. R. Soc. Interface 10, 2013: up to 0.9",
      range: 0.85...1
    ) { $0.mobility.days.share(\.inMotifs) },
    PublishedLaw(
      name: "places of a day", source: "Schneider et al., J. R. Soc. Interface 10, 2013: about 3, log-normal",
      range: 2.4...3.4
    ) { $0.mobility.days.share(\.places) },
    PublishedLaw(name: "days that begin at home", source: "planned: at least 0.8", range: 0.8...0.98) {
      $0.mobility.days.share(\.beginAtHome)
    },
    PublishedLaw(name: "days that end at home", source: "planned: at least 0.8", range: 0.8...0.98) {
      $0.mobility.days.share(\.endAtHome)
    },
  ]

  private static let people: [PublishedLaw] = [
    PublishedLaw(
      name: "visits of a person, 95 % over median",
      source: "planned: at least 4; check-ins in New York (Yang et al., 2015): 4.0", range: 4...6
    ) { $0.mobility.visitTail },
    PublishedLaw(
      name: "friends: deviation over mean", source: "planned: at least 1; long tails in every online network",
      range: 1...2
    ) { $0.degreeSpread },
    PublishedLaw(
      name: "ego density", source: "planned: at least 0.1; 0.1 to 0.3 in friendship networks (Newman, 2003)",
      range: 0.1...0.3
    ) { $0.egoDensity },
    PublishedLaw(
      name: "own interest among visits away from home and work", source: "planned: interest moves behaviour",
      range: 0.4...0.75
    ) { $0.ownInterestShare },
    PublishedLaw(
      name: "nightlife, the youngest over the oldest", source: "planned: age moves behaviour", range: 1.3...4
    ) { $0.youth(.nightlife) },
    PublishedLaw(
      name: "education, the youngest over the oldest", source: "planned: age moves behaviour", range: 1.3...6
    ) { $0.youth(.education) },
  ]
}
