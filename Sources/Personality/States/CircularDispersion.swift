import Glibc
import Privacy

/// How much people differ in a dimension: the circular standard deviation √(−2 ln |r|)/π with its error, from a noisy r.
///
/// No r of people is longer than 1, but noise makes one so as often as not where people nearly agree. The length is
/// therefore read as its mean given that it is at most 1, |r| − s φ(z)/Φ(z) with z = (1 − |r|)/s: |r| itself where that is
/// resolved, below 1 where it is not, so that noise never makes people agree entirely.
struct CircularDispersion: Sendable, Hashable {
  /// In the unit of the dimension; 0 only for an exact state of one value.
  let standardDeviation: Double
  /// The 95 % interval of it, noise and sampling together.
  let interval: ClosedRange<Double>

  /// Length below which the deviation, which grows without end, is not followed.
  private static let leastLength = 1e-3

  /// The dispersion of a qubit that is not split.
  ///
  /// - Parameters:
  ///   - people: Noisy number of people, at least 1.
  ///   - relativeNoise: How far noise in that number may lengthen r, as a share of it.
  init(of qubit: Qubit, people: Double, relativeNoise: Double) {
    let length = qubit.length
    let radial = hypot(qubit.noise, length * relativeNoise)
    let expected = Self.mean(of: length, noise: radial)
    // The sampling variance is the largest possible. Noise across r lengthens it, which the shorter end allows for.
    let error = hypot(radial, ((1 - expected * expected) / max(1, people)).squareRoot())
    let half = Confidence.halfWidth95(standardError: error, bias: qubit.allowance * 2.0.squareRoot())
    let shortest = max(0, length * length - qubit.noise * qubit.noise).squareRoot() - half
    standardDeviation = Self.deviation(expected)
    interval = Self.deviation(min(1, length + half))...max(standardDeviation, Self.deviation(shortest))
  }

  private static func mean(of length: Double, noise: Double) -> Double {
    guard noise > 0 else { return length }
    let z = (1 - length) / noise
    return max(leastLength, length - noise * StandardNormal.density(z) / StandardNormal.cdf(z))
  }

  private static func deviation(_ length: Double) -> Double {
    max(0, -2 * log(max(leastLength, length))).squareRoot() / Double.pi
  }
}
