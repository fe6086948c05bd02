import Glibc

/// Distances of two families of knots, each averaged over the layers.
package struct KnotDistances: Sendable, Hashable {
  /// Weighted L2 distance of the compressed Jones polynomials; tells mirror images apart.
  package private(set) var jones = 0.0
  /// The same to the mirror image of the second family.
  package private(set) var mirroredJones = 0.0
  /// Weighted L2 distance of the compressed Alexander polynomials.
  package private(set) var alexander = 0.0
  /// |σ_A − σ_B|.
  package private(set) var signature = 0.0
  /// |ln(det_A / det_B)|.
  package private(set) var logDeterminant = 0.0
  /// |span V_A − span V_B|.
  package private(set) var span = 0.0

  /// The mean distances of the pairs; all 0 when there are none.
  package init(_ pairs: [(KnotPortrait, KnotPortrait)]) {
    for (a, b) in pairs { add(a, b, share: 1 / Double(pairs.count)) }
  }

  private mutating func add(_ a: KnotPortrait, _ b: KnotPortrait, share: Double) {
    jones += share * a.spectrum.jonesDistance(to: b.spectrum)
    mirroredJones += share * a.spectrum.jonesDistance(to: b.spectrum, mirrored: true)
    alexander += share * a.spectrum.alexanderDistance(to: b.spectrum)
    let (left, right) = (a.invariants, b.invariants)
    signature += share * Double(abs(left.signature - right.signature))
    logDeterminant += share * abs(log(Double(left.determinant) / Double(right.determinant)))
    span += share * Double(abs(left.span - right.span))
  }
}
