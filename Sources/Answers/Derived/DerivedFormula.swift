import Glibc

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
