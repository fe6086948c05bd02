/// What is known of the knot that closes a braid word: exact integers only.
///
/// Two knots with equal values are indistinguishable by V, Δ and σ; that does not make them the same knot.
package struct KnotInvariants: Sendable, Hashable {
  /// Jones polynomial V; 1 for the unknot, t + t³ − t⁴ for the right-handed trefoil, `mirrored` for the mirror image.
  package let jones: LaurentPolynomial
  /// Alexander polynomial Δ with lowest exponent 0 and Δ(1) = 1; blind to mirroring.
  package let alexander: LaurentPolynomial
  /// Signature σ, even; −2 for the right-handed trefoil, negated by mirroring.
  package let signature: Int
  /// |Δ(−1)| = |V(−1)|; odd and positive.
  package let determinant: Int64
  /// Number of letters of the word the values come from.
  package let letters: Int

  /// Arf invariant, 0 or 1: 0 exactly when the determinant is ±1 modulo 8.
  package var arf: Int { determinant % 8 == 1 || determinant % 8 == 7 ? 0 : 1 }
  /// `highest − lowest` exponent of V.
  package var span: Int { jones.span }
  /// Bounds of the crossing number: the span of V, and the letters of the word.
  package var crossingBounds: ClosedRange<Int> { min(span, letters)...letters }
  /// Least possible genus: half the degree of Δ.
  package var genusBound: Int { alexander.highest / 2 }
  /// Least possible unknotting number: half of |σ|.
  package var unknottingBound: Int { abs(signature) / 2 }

  /// Computes every invariant of the closure of a word and checks the identities that hold for every knot.
  /// - Throws: `KnotError.components` when the closure is a link, `.overflow` when the signature needs more than 128
  ///   bits, `.identity` when a result contradicts itself.
  package init(of word: BraidWord) throws(KnotError) {
    guard word.components == 1 else { throw .components(word.components) }
    guard let alexander = BurauRepresentation.alexanderPolynomial(of: word) else { throw .identity("Delta(1) = 1") }
    let inertia = try Inertia(of: SeifertMatrix(of: word).symmetrised)
    self.alexander = alexander
    jones = try JonesState.polynomial(of: word)
    signature = inertia.signature
    determinant = Int64(alexander.atMinusOne.magnitude)
    letters = word.letters.count
    guard inertia.determinant.magnitude == UInt128(determinant) else {
      throw .identity("|det(V + V^T)| = |Delta(-1)|")
    }
    let identities = KnotIdentities(jones: jones, alexander: alexander, signature: signature)
    if let failed = identities.firstFailure { throw .identity(failed) }
  }

  /// The Alexander polynomial by the independent Seifert route; equal to `alexander` for every knot.
  package static func alexanderBySeifertMatrix(of word: BraidWord) throws(KnotError) -> LaurentPolynomial {
    guard word.components == 1 else { throw .components(word.components) }
    guard let polynomial = SeifertMatrix(of: word).alexanderPolynomial() else { throw .identity("det(V - V^T) = 1") }
    return polynomial
  }
}

extension KnotInvariants: Encodable {
  private enum CodingKeys: String, CodingKey {
    case jones, alexander, signature, determinant, arf, span
    case crossingBounds = "crossing_bounds"
    case genusBound = "genus_bound"
    case unknottingBound = "unknotting_bound"
  }

  /// Polynomials as text, lowest exponent first; everything else as integers, bounds as a pair.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(jones.description, forKey: .jones)
    try container.encode(alexander.description, forKey: .alexander)
    try container.encode(signature, forKey: .signature)
    try container.encode(determinant, forKey: .determinant)
    try container.encode(arf, forKey: .arf)
    try container.encode(span, forKey: .span)
    try container.encode([crossingBounds.lowerBound, crossingBounds.upperBound], forKey: .crossingBounds)
    try container.encode(genusBound, forKey: .genusBound)
    try container.encode(unknottingBound, forKey: .unknottingBound)
  }
}
