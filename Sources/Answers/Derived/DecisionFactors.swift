import Glibc
package import Releases

/// A formula that lacks an input.
package struct AbsentFormula: Sendable, Hashable {
  /// Name of the factor or strategy.
  package let name: String
  /// What it lacks.
  package let absence: Absence
}

/// The reasons to buy, weighed: softmax of the factor scores, the strongest three renormalised.
package struct DecisionFactors: Sendable, Hashable {
  /// Factors that are shown.
  package static let shown = 3

  /// A factor with its weight.
  package struct Factor: Sendable, Hashable {
    /// Name of the factor.
    package let name: String
    /// Weight with its error.
    package let weight: Quantity
  }

  /// The strongest, heaviest first; their weights sum to 1. Empty when fewer than three factors can be weighed.
  package let strongest: [Factor]
  /// Factors without a released input.
  package let absent: [AbsentFormula]

  /// Weighs the factors whose inputs are released; ties by name.
  package init(_ formulas: [DerivedFormula], inputs: DerivedInputs) {
    let (known, absent) = RankedFormula.rank(formulas, inputs: inputs)
    self.absent = absent
    strongest = known.count < Self.shown ? [] : Self.weigh(Array(known.prefix(Self.shown)))
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

/// A formula with its result, for putting several in order.
package struct RankedFormula: Sendable, Hashable {
  /// The formula.
  package let formula: DerivedFormula
  /// Its result.
  package let result: DerivedResult

  /// The formulas whose inputs are there, largest value first and ties by name, and those that lack one.
  package static func rank(
    _ formulas: [DerivedFormula], inputs: DerivedInputs
  ) -> (known: [RankedFormula], absent: [AbsentFormula]) {
    var known: [RankedFormula] = []
    var absent: [AbsentFormula] = []
    for formula in formulas {
      switch formula.result(inputs) {
      case .success(let result): known.append(RankedFormula(formula: formula, result: result))
      case .failure(let missing):
        absent.append(AbsentFormula(name: formula.name, absence: .missing(missing.inputs)))
      }
    }
    return (known.sorted(by: precedes), absent)
  }

  private static func precedes(_ left: RankedFormula, _ right: RankedFormula) -> Bool {
    let (a, b) = (left.result.quantity.value, right.result.quantity.value)
    return a == b ? left.formula.name < right.formula.name : a > b
  }
}
