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
    let ranked = terms.sorted { Self.precedes($0, $1, good: good) }
    let reasons = ranked.prefix(2).map { good ? $0.agreement : $0.difference }
    return (good ? "Matches on " : "Held back by ") + reasons.joined(separator: " + ")
  }

  private static func precedes(_ left: Term, _ right: Term, good: Bool) -> Bool {
    let (a, b) = (share(left, good: good), share(right, good: good))
    return a == b ? left.wanted.dimension.rawValue < right.wanted.dimension.rawValue : a > b
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
