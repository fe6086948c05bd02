package import Releases
import Privacy

/// A derived number with how each input moves it.
package struct DerivedResult: Sendable, Hashable {
  /// One input's part.
  package struct Part: Sendable, Hashable {
    /// The input.
    package let term: DerivedFormula.Term
    /// Its released number.
    package let quantity: Quantity
    /// Weighted, transformed.
    package let contribution: Double
    /// Derivative of the result by the input.
    package let slope: Double
  }

  /// The number with its error; its tolerance is the one of derived scores.
  package let quantity: Quantity
  /// The inputs, in the order of the formula.
  package let parts: [Part]
}

extension DerivedFormula {
  /// Tolerance that the confidence of a derived score speaks of.
  package static let tolerance = 0.1

  /// The formula's value with the error of its inputs carried along by the delta method.
  ///
  /// Independent errors: `SE^2 = sum (df/dx_j)^2 SE_j^2`; allowances add up: `b = sum |df/dx_j| b_j`.
  /// - Returns: the absence of its inputs when any is missing.
  package func result(_ inputs: DerivedInputs) -> Result<DerivedResult, MissingInputs> {
    let missing = inputs.missing(terms.map(\.input))
    guard missing.isEmpty else { return .failure(MissingInputs(inputs: missing)) }
    let known = terms.compactMap { term in inputs[term.input].map { (term: term, quantity: $0) } }
    let sum = known.reduce(constant) { $0 + $1.term.weight * $1.term.transform($1.quantity.value) }
    let parts = known.map { term, quantity in
      DerivedResult.Part(
        term: term, quantity: quantity, contribution: term.weight * term.transform(quantity.value),
        slope: link.slope(sum) * term.weight * term.transform.slope(quantity.value))
    }
    return .success(
      DerivedResult(quantity: Quantity(value: link(sum), of: parts.map { ($0.slope, $0.quantity) }), parts: parts))
  }
}

/// Inputs that a derived field lacks.
package struct MissingInputs: Error, Sendable, Hashable {
  /// At least one.
  package let inputs: [DerivedInput]
}

extension Quantity {
  /// A number derived from others, with their error carried along.
  ///
  /// - Parameter inputs: derivative of the number by each input, and the input.
  package init(
    value: Double, of inputs: [(slope: Double, quantity: Quantity)], tolerance: Double = DerivedFormula.tolerance
  ) {
    self.init(
      value: value,
      standardError: Confidence.propagated(
        inputs.map { (derivative: $0.slope, standardError: $0.quantity.standardError) }),
      bias: inputs.reduce(0) { $0 + $1.slope.magnitude * $1.quantity.bias }, tolerance: tolerance)
    isSessionAdjusted = inputs.contains { $0.quantity.isSessionAdjusted }
    isEstimated = inputs.contains { $0.quantity.isEstimated }
    scope = inputs.lazy.map(\.quantity.scope).first { !$0.isEmpty } ?? ""
    asOf = inputs.compactMap(\.quantity.asOf).min()
  }
}
