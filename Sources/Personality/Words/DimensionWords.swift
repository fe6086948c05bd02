import Glibc
package import Population

extension Dimension {
  /// Words for the values of the dimension, from its low pole to its high one.
  package var words: WordScale { Self.scales[rawValue] }

  /// What a value near 0 and a value near 1 mean.
  package var poles: (low: String, high: String) {
    switch self {
    case .explorationEagerness: ("known places first", "discovery first")
    case .communityOrientation: ("solo experiences", "shared experiences")
    case .authenticityPreference: ("curated experiences", "authentic experiences")
    case .socialDiscoveryStyle: ("finding things alone", "finding things through others")
    case .temporalFlexibility: ("plans", "spontaneity")
    case .locationAdventurousness: ("staying nearby", "travelling far")
    case .curationTendency: ("keeping finds private", "sharing finds")
    case .trustNetworkReliance: ("own judgement", "trusted connections")
    case .energyPreference: ("calm", "high energy")
    case .noveltySeeking: ("favourites and routine", "new things")
    case .valueOrientation: ("price first", "quality over price")
    case .crowdTolerance: ("quiet places", "bustling places")
    }
  }

  private static let scales = allCases.map { dimension in
    let (low, high) = dimension.poles
    return WordScale(
      low, [(0.2, "leaning to \(low)"), (0.4, "between \(low) and \(high)"), (0.6, "leaning to \(high)"), (0.8, high)])
  }
}

/// Words for a number by the range it falls in.
package struct WordScale: Sendable, Hashable {
  /// Where the next word begins, ascending.
  package let boundaries: [Double]
  /// One word more than there are boundaries.
  package let words: [String]

  /// A scale of a first word and, ascending, each boundary with the word that begins there.
  package init(_ first: String, _ steps: [(from: Double, word: String)]) {
    boundaries = steps.map(\.from)
    words = [first] + steps.map(\.word)
  }

  /// The word for a value.
  ///
  /// - Parameters:
  ///   - value: The value; a boundary belongs to the range above it.
  ///   - interval: Its 95 % interval. When that crosses a boundary, the word of its lower end with "about" is the
  ///     answer, since the higher word may not be true; with "roughly" where that word says between what.
  package func word(for value: Double, interval: ClosedRange<Double>? = nil) -> String {
    guard let interval, index(of: interval.lowerBound) != index(of: interval.upperBound) else {
      return words[index(of: value)]
    }
    let word = words[index(of: interval.lowerBound)]
    return (word.hasPrefix("between ") ? "roughly " : "about ") + word
  }

  private func index(of value: Double) -> Int { boundaries.count { $0 <= value } }

  /// Words for the score of a product.
  package static let compatibility = scores("compatibility")
  /// Words for the score of a knot.
  package static let topologicalCompatibility = scores("topological compatibility")

  private static func scores(_ noun: String) -> WordScale {
    WordScale("low \(noun)", [(0.4, "moderate \(noun)"), (0.6, "good \(noun)"), (0.8, "high \(noun)")])
  }
}

/// Numbers as text, with a full stop in every locale.
package enum DecimalText {
  /// A number in `[0, 1000]` with two decimals.
  package static func twoDecimals(_ value: Double) -> String {
    let hundredths = Int((min(1000, max(0, value)) * 100).rounded())
    return "\(hundredths / 100)." + (hundredths % 100 < 10 ? "0" : "") + "\(hundredths % 100)"
  }

  /// A number in `[0, 1]`: two decimals from 0.01 upwards, two significant digits with an exponent below.
  package static func probability(_ value: Double) -> String {
    guard value > 0, value < 0.01 else { return twoDecimals(value) }
    var exponent = Int(floor(log10(value)))
    var tenths = Int((value * pow(10, Double(-exponent)) * 10).rounded())
    if tenths >= 100 { (tenths, exponent) = (tenths / 10, exponent + 1) }
    return "\(tenths / 10).\(tenths % 10)e\(exponent)"
  }
}

extension Compatibility {
  /// Both numbers: `<phi|rho|phi> = 0.31 over 5 qubits; 0.79 per qubit`.
  package var formula: String {
    let count = terms.count == 1 ? "1 qubit" : "\(terms.count) qubits"
    return "<phi|rho|phi> = \(DecimalText.probability(fidelity)) over \(count); "
      + "\(DecimalText.twoDecimals(score)) per qubit"
  }
}
