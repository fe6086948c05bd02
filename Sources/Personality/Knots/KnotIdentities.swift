/// Identities that hold for every knot and use neither the word nor the way the values were found.
struct KnotIdentities: Sendable, Hashable {
  /// Jones polynomial.
  let jones: LaurentPolynomial
  /// Alexander polynomial in canonical form.
  let alexander: LaurentPolynomial
  /// Signature.
  let signature: Int

  /// The first identity that fails, or `nil`.
  var firstFailure: String? { jonesIdentity ?? alexanderIdentity ?? signatureIdentity }

  /// (−1)^Arf: 1 exactly when the determinant is ±1 modulo 8.
  private var arfSign: Int64 { [1, 7].contains(alexander.atMinusOne.magnitude % 8) ? 1 : -1 }

  private var jonesIdentity: String? {
    let thirds = jones.residueSums(modulo: 3)
    let fourths = jones.residueSums(modulo: 4)
    if jones.atOne != 1 { return "V(1) = 1" }
    if jones.derivativeAtOne != 0 { return "V'(1) = 0" }
    if thirds[0] - thirds[1] != 1 || thirds[1] != thirds[2] { return "V(e^(2 pi i/3)) = 1" }
    if jones.atMinusOne.magnitude != alexander.atMinusOne.magnitude { return "|V(-1)| = |Delta(-1)|" }
    if fourths[1] != fourths[3] || fourths[0] - fourths[2] != arfSign { return "V(i) = (-1)^Arf" }
    return nil
  }

  private var alexanderIdentity: String? {
    if alexander.atOne != 1 { return "Delta(1) = 1" }
    if alexander.lowest != 0 || !alexander.highest.isMultiple(of: 2) { return "Delta has even degree" }
    if alexander.coefficients != alexander.coefficients.reversed() { return "Delta is palindromic" }
    let symmetric = alexander.shifted(by: -alexander.highest / 2)
    if jones.secondDerivativeAtOne != -3 &* symmetric.secondDerivativeAtOne { return "V''(1) = -3 Delta''(1)" }
    return nil
  }

  private var signatureIdentity: String? {
    if !signature.isMultiple(of: 2) { return "the signature is even" }
    if abs(signature) > alexander.highest { return "|signature| <= degree of Delta" }
    if (alexander.atMinusOne.magnitude % 4 == 1) != signature.isMultiple(of: 4) {
      return "determinant = 1 mod 4 iff 4 | signature"
    }
    return nil
  }
}

extension LaurentPolynomial {
  /// The first derivative at `t = 1`.
  fileprivate var derivativeAtOne: Int64 {
    zip(lowest..., coefficients).reduce(0) { $0 &+ Int64($1.0) &* $1.1 }
  }

  /// The second derivative at `t = 1`.
  fileprivate var secondDerivativeAtOne: Int64 {
    zip(lowest..., coefficients).reduce(0) { $0 &+ Int64($1.0) &* Int64($1.0 - 1) &* $1.1 }
  }
}
