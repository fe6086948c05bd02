/// Distances that count as half similar: the median of random pairs scores about 0.5.
///
/// Frozen constants by number of compared dimensions, found once on 400 generated pairs each; part of the score's
/// definition, so they change only with its version.
package struct KnotScale: Sendable, Hashable {
  /// Scale of the Jones distance.
  package let jones: Double
  /// Scale of the Alexander distance.
  package let alexander: Double
  /// Scale of the difference of signatures.
  package let signature: Double
  /// Scale of the difference of logarithms of determinants.
  package let logDeterminant: Double
  /// Scale of the difference of spans of V.
  package let span: Double

  private init(_ jones: Double, _ alexander: Double, _ signature: Double, _ logDeterminant: Double, _ span: Double) {
    self.jones = jones
    self.alexander = alexander
    self.signature = signature
    self.logDeterminant = logDeterminant
    self.span = span
  }

  /// The scale for comparing `count` dimensions; `nil` outside 1...12. 7, 9 and 11 are the means of their neighbours.
  package static func comparing(_ count: Int) -> KnotScale? {
    if let scale = measured[count] { return scale }
    guard let below = measured[count - 1], let above = measured[count + 1] else { return nil }
    return KnotScale(
      (below.jones + above.jones) / 2, (below.alexander + above.alexander) / 2,
      (below.signature + above.signature) / 2, (below.logDeterminant + above.logDeterminant) / 2,
      (below.span + above.span) / 2)
  }

  private static let measured: [Int: KnotScale] = [
    1: KnotScale(0.195, 0.093, 0.577, 0.317, 0.866),
    2: KnotScale(0.389, 0.185, 1.154, 0.634, 1.731),
    3: KnotScale(0.685, 0.290, 1.731, 0.951, 2.597),
    4: KnotScale(0.812, 0.353, 2.308, 1.123, 3.174),
    5: KnotScale(0.874, 0.379, 2.885, 1.318, 3.462),
    6: KnotScale(0.901, 0.414, 2.885, 1.519, 4.040),
    8: KnotScale(1.131, 0.493, 3.462, 1.800, 4.328),
    10: KnotScale(1.180, 0.545, 4.040, 2.034, 4.617),
    12: KnotScale(1.257, 0.625, 4.040, 2.257, 5.194),
  ]
}
