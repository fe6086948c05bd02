import Glibc
package import Releases

/// The reasons to buy, weighed: softmax of the factor scores, the strongest three renormalised.
package struct DecisionFactors: Sendable, Hashable {
  /// How many factors are shown.
  package static let shownCount = 3

  /// A factor with its weight.
  package struct Factor: Sendable, Hashable {
    /// Name of the factor.
    package let name: String
    /// Weight with its error.
    package let weight: Quantity
  }

  /// The strongest, heaviest first; their weights sum to 1. Empty when fewer than three factors can be weighed.
  package let strongest: [Factor]
  /// Factors that lack at least one released input.
  package let absent: [AbsentFormula]

  /// Weighs the factors whose inputs are released; ties by name.
  package init(_ formulas: [DerivedFormula], inputs: DerivedInputs) {
    let (known, absent) = RankedFormula.rank(formulas, inputs: inputs)
    self.absent = absent
    strongest = known.count < Self.shownCount ? [] : Self.weigh(Array(known.prefix(Self.shownCount)))
  }

  /// `w_a = e^s_a / sum e^s_b`; `dw_a/dx = sum_b w_a ((a = b) - w_b) ds_b/dx`.
  private static func weigh(_ top: [RankedFormula]) -> [Factor] {
    let largest = top.map(\.result.quantity.value).max() ?? 0
    let powers = top.map { exp($0.result.quantity.value - largest) }
    let total = powers.reduce(0, +)
    let weights = powers.map { $0 / total }
    return top.indices.map { a in
      let byScore = top.indices.map { b in weights[a] * ((a == b ? 1 : 0) - weights[b]) }
      return Factor(name: top[a].formula.name, weight: weight(weights[a], slopes: byScore, of: top))
    }
  }

  private static func weight(_ value: Double, slopes: [Double], of top: [RankedFormula]) -> Quantity {
    var byInput: [DerivedInput: (slope: Double, quantity: Quantity)] = [:]
    for (slope, ranked) in zip(slopes, top) {
      for part in ranked.result.parts {
        byInput[part.term.input, default: (0, part.quantity)].slope += slope * part.slope
      }
    }
    return Quantity(value: value, of: byInput.sorted { $0.key.symbol < $1.key.symbol }.map(\.value))
  }
}
