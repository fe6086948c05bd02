import Glibc
import Population

/// How far somebody goes: P(r) ~ (r + 1.5 km)^-1.75 exp(-r / kappa) in any direction (Gonzalez, Hidalgo and Barabasi,
/// Nature 453, 2008).
struct JumpLaw: Sendable {
  private static let offset = 1.5
  private static let beta = 1.75
  /// The length in kilometres beyond which ways become rare.
  let kappa: Double

  /// Where a way leads that begins at `origin`, within the city.
  func target(from origin: SIMD2<Double>, _ random: inout SplitMix64) -> SIMD2<Double> {
    Self.target(from: origin, &random) { length(&$0) }
  }

  /// Where somebody works who lives at `home`: a log-normal way to work, its median in kilometres.
  static func commute(
    from home: SIMD2<Double>, median: Double, _ random: inout SplitMix64
  ) -> SIMD2<Double> {
    target(from: home, &random) { $0.logNormal(median: median, sigma: 0.7) }
  }

  private static func target(
    from origin: SIMD2<Double>, _ random: inout SplitMix64, length: (inout SplitMix64) -> Double
  ) -> SIMD2<Double> {
    var target = origin
    // Whom a direction would lead out of the city takes another one.
    for _ in 0..<8 {
      let angle = 2 * .pi * random.unit()
      target = origin + length(&random) * SIMD2(cos(angle), sin(angle))
      if DistrictGrid.contains(target) { break }
    }
    return target
  }

  /// A length: of the power law by its inverse, kept by the exponential.
  private func length(_ random: inout SplitMix64) -> Double {
    while true {
      let length = Self.offset * (pow(1 - random.unit(), -1 / (Self.beta - 1)) - 1)
      if random.unit() < exp(-length / kappa) { return length }
    }
  }
}
