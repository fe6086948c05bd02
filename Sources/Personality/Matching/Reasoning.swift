import Glibc
import Population

extension Compatibility {
  /// The two terms that decided the score, by template.
  ///
  /// Of a good match (0.6 or more) the two with the largest weighted fidelity, each with the product's own word:
  /// "Matches on novelty (new things) + value (quality over price)". Of any other the two with the largest
  /// weighted −ln f, each with the word of both sides: "Held back by crowds (wants quiet places, meets bustling
  /// places)". Equal terms go by the order of the dimensions.
  package var reasoning: String {
    let good = score >= 0.6
    let reasons = first(2, good: good).map { good ? $0.agreement : $0.difference }
    return (good ? "Matches on " : "Held back by ") + reasons.joined(separator: " + ")
  }

  /// The terms with the largest shares, equal ones by dimension.
  private func first(_ number: Int, good: Bool) -> [Term] {
    let shares = terms.map { Self.share($0, good: good) }
    let ranked = terms.indices.sorted {
      (-shares[$0], terms[$0].wanted.dimension.rawValue) < (-shares[$1], terms[$1].wanted.dimension.rawValue)
    }
    return ranked.prefix(number).map { terms[$0] }
  }

  private static func share(_ term: Term, good: Bool) -> Double {
    term.wanted.weight * (good ? term.fidelity : -log(max(term.fidelity, floor)))
  }
}

extension Compatibility.Term {
  /// The product's word.
  fileprivate var agreement: String {
    let dimension = wanted.dimension
    return "\(dimension.subject) (\(dimension.words.word(for: wanted.value)))"
  }

  /// The product's word and the people's, or that they are divided.
  fileprivate var difference: String {
    let dimension = wanted.dimension
    let met = state.value.map { "meets \(dimension.words.word(for: $0))" } ?? "meets divided people"
    return "\(dimension.subject) (wants \(dimension.words.word(for: wanted.value)), \(met))"
  }
}

extension Dimension {
  /// What the dimension is about, in a word or two.
  fileprivate var subject: String {
    switch self {
    case .explorationEagerness: "discovery"
    case .communityOrientation: "company"
    case .authenticityPreference: "authenticity"
    case .socialDiscoveryStyle: "ways of finding"
    case .temporalFlexibility: "planning"
    case .locationAdventurousness: "distance"
    case .curationTendency: "sharing"
    case .trustNetworkReliance: "trust"
    case .energyPreference: "energy"
    case .noveltySeeking: "novelty"
    case .valueOrientation: "value"
    case .crowdTolerance: "crowds"
    }
  }
}
