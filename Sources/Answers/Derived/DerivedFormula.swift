import Glibc
import Privacy
package import Releases

/// One row of the table of coefficients: a weighted sum of released numbers through a link.
package struct DerivedFormula: Sendable, Hashable {
  /// What is done to an input before it is weighted. All are monotone.
  package enum Transform: String, Sendable, Hashable {
    /// `x`
    case plain = "x"
    /// `1 - x`
    case opposite = "1-x"
    /// `2x - 1`
    case centred = "2x-1"
    /// `1 - 2x`, which is `c(1 - x)`
    case centredOpposite = "1-2x"
    /// `x / .714`, the influence score over the largest it can be
    case overLargestInfluence = "x/(5/7)"
    /// `min(1, 2x)`
    case doubledUpToOne = "min(1,2x)"
  }

  /// What is done to the weighted sum.
  package enum Link: String, Sendable, Hashable {
    /// The sum itself; for scores that are only compared with each other.
    case sum
    /// The sum within [0, 1].
    case identity
    /// `1 / (1 + e^-z)`
    case logistic
  }

  /// One input with its weight.
  package struct Term: Sendable, Hashable {
    /// Weight, above zero.
    package let weight: Double
    /// Transform of the input.
    package let transform: Transform
    /// The input.
    package let input: DerivedInput

    /// Makes a term.
    package init(_ weight: Double, _ input: DerivedInput, _ transform: Transform = .plain) {
      self.weight = weight
      self.transform = transform
      self.input = input
    }
  }

  /// Name of the field, factor or strategy.
  package let name: String
  /// Added to the weighted sum.
  package let constant: Double
  /// The inputs.
  package let terms: [Term]
  /// Link from the sum to the value.
  package let link: Link

  /// Makes a formula.
  package init(_ name: String, constant: Double = 0, _ terms: [Term], link: Link = .identity) {
    self.name = name
    self.constant = constant
    self.terms = terms
    self.link = link
  }
}

extension DerivedFormula.Transform {
  /// The transformed input.
  package func callAsFunction(_ x: Double) -> Double {
    switch self {
    case .plain: x
    case .opposite: 1 - x
    case .centred: 2 * x - 1
    case .centredOpposite: 1 - 2 * x
    case .overLargestInfluence: x / DerivedInput.largestInfluence
    case .doubledUpToOne: min(1, 2 * x)
    }
  }

  /// Derivative by the input; at the bend of `doubledUpToOne` that of the rising side, so that no error is hidden.
  package func slope(_ x: Double) -> Double {
    switch self {
    case .plain: 1
    case .opposite: -1
    case .centred: 2
    case .centredOpposite: -2
    case .overLargestInfluence: 1 / DerivedInput.largestInfluence
    case .doubledUpToOne: x <= 0.5 ? 2 : 0
    }
  }

  /// Whether a larger input makes the result smaller.
  package var isFalling: Bool { self == .opposite || self == .centredOpposite }
}

extension DerivedFormula.Link {
  /// The linked value.
  package func callAsFunction(_ z: Double) -> Double {
    switch self {
    case .sum: z
    case .identity: min(1, max(0, z))
    case .logistic: 1 / (1 + exp(-z))
    }
  }

  /// Derivative by the sum.
  package func slope(_ z: Double) -> Double {
    switch self {
    case .sum, .identity: 1
    case .logistic: self(z) * (1 - self(z))
    }
  }
}

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
