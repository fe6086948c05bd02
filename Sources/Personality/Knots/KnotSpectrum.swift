import Glibc

/// The Jones and Alexander polynomials of a knot as functions on the unit circle, for comparing knots by degree.
///
/// At 65 nodes θ = πk/64 of the half circle (the coefficients are real) J is V compressed by z ↦ (z/|z|)·ln(1 + |z|),
/// and a is asinh of the symmetric Alexander polynomial, which is real there. Weighted L2 distances of these are
/// metrics: 0 exactly for equal polynomials of span below 128. Weights fall off from θ = 0, where the expansion gives
/// invariants that change little under few crossing changes.
package struct KnotSpectrum: Sendable, Hashable {
  /// Real parts of J at the nodes.
  let jonesReal: [Double]
  /// Imaginary parts of J at the nodes.
  let jonesImaginary: [Double]
  /// a at the nodes.
  let alexander: [Double]

  /// Index of the last node.
  private static let last = 64
  /// exp(iπj/64) for j in 0..<128: a product of exponent and node is reduced modulo 128 exactly.
  private static let unitCircle = (0..<128).map { j in
    let angle = Double.pi * Double(j) / 64
    return SIMD2(cos(angle), sin(angle))
  }
  /// Weights of the Jones distance, in proportion to exp(−θ²).
  private static let jonesWeights = weights(scale: 1)
  /// Weights of the Alexander distance, in proportion to exp(−(θ/0.7)²).
  private static let alexanderWeights = weights(scale: 0.7)

  /// The spectrum of a knot.
  package init(of knot: KnotInvariants) {
    let (x, y) = Self.values(of: knot.jones, shift: 0)
    let factors = zip(x, y).map { x, y in
      let length = hypot(x, y)
      return length > 1e-12 ? log1p(length) / length : 1
    }
    jonesReal = zip(x, factors).map { $0 * $1 }
    jonesImaginary = zip(y, factors).map { $0 * $1 }
    alexander = Self.values(of: knot.alexander, shift: -knot.alexander.highest / 2).0.map { asinh($0) }
  }

  /// The Jones distance to another knot, or to its mirror image, whose J is the conjugate.
  package func jonesDistance(to other: KnotSpectrum, mirrored: Bool = false) -> Double {
    let sign: Double = mirrored ? -1 : 1
    var sum = 0.0
    for k in 0...Self.last {
      let x = jonesReal[k] - other.jonesReal[k]
      let y = jonesImaginary[k] - sign * other.jonesImaginary[k]
      sum += Self.jonesWeights[k] * (x * x + y * y)
    }
    return sum.squareRoot()
  }

  /// The Alexander distance to another knot; blind to mirroring.
  package func alexanderDistance(to other: KnotSpectrum) -> Double {
    var sum = 0.0
    for k in 0...Self.last {
      let x = alexander[k] - other.alexander[k]
      sum += Self.alexanderWeights[k] * x * x
    }
    return sum.squareRoot()
  }

  /// t^shift · polynomial at t = exp(iπ·node/64) for every node.
  private static func values(of polynomial: LaurentPolynomial, shift: Int) -> ([Double], [Double]) {
    var (x, y) = ([Double](repeating: 0, count: last + 1), [Double](repeating: 0, count: last + 1))
    x.withUnsafeMutableBufferPointer { x in
      y.withUnsafeMutableBufferPointer { y in
        unitCircle.withUnsafeBufferPointer { circle in
          for (index, coefficient) in polynomial.coefficients.enumerated() where coefficient != 0 {
            let (exponent, factor) = (polynomial.lowest + shift + index, Double(coefficient))
            for node in 0...last {
              let point = circle[exponent * node & 127]
              x[node] += factor * point.x
              y[node] += factor * point.y
            }
          }
        }
      }
    }
    return (x, y)
  }

  private static func weights(scale: Double) -> [Double] {
    let raw = (0...last).map { k in
      let angle = Double.pi * Double(k) / 64 / scale
      return exp(-angle * angle)
    }
    let sum = raw.reduce(0, +)
    return raw.map { $0 / sum }
  }
}
