import Releases

/// A formula of which nothing is shown: an input is not released, or too little is known of the result.
package struct AbsentFormula: Sendable, Hashable {
  /// Name of the factor or strategy.
  package let name: String
  /// Why nothing is shown.
  package let absence: Absence
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
