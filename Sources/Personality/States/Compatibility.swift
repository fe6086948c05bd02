import Glibc
package import Population
import Privacy

/// The match of pure qubits with a segment's state, over the dimensions both have.
///
/// The fidelity F = ⟨φ|ρ|φ⟩ = ∏fᵢ concentrates near 0 as qubits are added; the score G = exp(Σwᵢ ln max(fᵢ, 10⁻⁶)/Σwᵢ),
/// its weighted geometric mean, ranks alike and stays readable. With equal weights G^m = F.
package struct Compatibility: Sendable, Hashable {
  /// One compared dimension.
  package struct Term: Sendable, Hashable {
    /// What was wanted.
    package let wanted: PureQubit
    /// What the segment has.
    package let state: Qubit
    /// fᵢ, in `[0, 1]`.
    package let fidelity: Double
  }

  /// Least fᵢ that enters the score.
  package static let floor = 1e-6
  /// The tolerance that `confidence` speaks of.
  package static let tolerance = 0.05

  /// The compared dimensions, at least one, in the order they were given.
  package let terms: [Term]
  /// F in `[0, 1]`.
  package let fidelity: Double
  /// G in `[10⁻⁶, 1]`.
  package let score: Double
  /// Noise and sampling in G: G·√Σ(wᵢ/W)²Var(fᵢ)/fᵢ², which is (G/m)√ΣVar(fᵢ)/fᵢ² with equal weights, and what noise in
  /// the number of people adds, which moves every fᵢ by (2fᵢ − 1)/2 of itself.
  package let standardError: Double
  /// What smoothing may add to the error of G.
  package let allowance: Double

  /// Compares; `nil` when no wanted dimension has a state.
  package init?(_ wanted: [PureQubit], with segment: SegmentState) {
    var terms: [Term] = []
    terms.reserveCapacity(wanted.count)
    for qubit in wanted {
      guard let state = segment[qubit.dimension] else { continue }
      terms.append(Term(wanted: qubit, state: state, fidelity: qubit.fidelity(with: state)))
    }
    self.terms = terms
    let weight = terms.reduce(0) { $0 + $1.wanted.weight }
    guard weight > 0 else { return nil }
    fidelity = terms.reduce(1) { $0 * $1.fidelity }
    let score = exp(terms.reduce(0) { $0 + $1.wanted.weight * log(max($1.fidelity, Self.floor)) } / weight)
    self.score = score
    var (variance, together) = (0.0, 0.0)
    for term in terms {
      let slope = score * term.wanted.weight / weight / max(term.fidelity, Self.floor)
      variance += slope * slope * term.variance(people: segment.people)
      together += slope * (2 * term.fidelity - 1) / 2
    }
    // Noise in the number of people moves all fidelities together.
    standardError = (variance + together * together * segment.relativeNoise * segment.relativeNoise).squareRoot()
    allowance = terms.reduce(0) {
      $0 + score * $1.wanted.weight / weight / max($1.fidelity, Self.floor) * $1.fidelityAllowance
    }
  }

  /// The probability that G is within 0.05 of the truth, in `[0, 1]`.
  package var confidence: Double {
    Confidence.within(tolerance: Self.tolerance, standardError: standardError, bias: allowance)
  }

  /// The 95 % interval of G, within `[0, 1]`.
  package var interval: ClosedRange<Double> {
    let half = Confidence.halfWidth95(standardError: standardError, bias: allowance)
    return max(0, score - half)...min(1, score + half)
  }

  /// D_B = √(2(1 − √F)) of a pure product state and the segment's state, in `[0, √2]`.
  package var buresDistance: Double { (2 * (1 - fidelity.squareRoot())).squareRoot() }

  /// The compared dimensions, in order.
  package var dimensions: [Dimension] { terms.map(\.wanted.dimension) }
}

extension Compatibility.Term {
  /// Var(fᵢ) = sd²/4 + (1 − (r·n)²)/(4n): noise, and the largest sampling variance.
  fileprivate func variance(people: Double) -> Double {
    let projection = 2 * fidelity - 1
    return state.noise * state.noise / 4 + (1 - projection * projection) / (4 * people)
  }

  /// How far smoothing can move fᵢ: half the allowance along |n|.
  fileprivate var fidelityAllowance: Double { state.allowance * (abs(wanted.x) + abs(wanted.y)) / 2 }
}
