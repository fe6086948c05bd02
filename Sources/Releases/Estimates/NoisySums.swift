import EnrichmentSchema

/// Noisy sums in units, with the variance of the noise of each; sums of several cells add, and so do their variances.
struct NoisySums: Sendable, Hashable {
  var values: [Double]
  var variance: Double

  static func + (left: NoisySums, right: NoisySums) -> NoisySums {
    NoisySums(values: zip(left.values, right.values).map { $0 + $1 }, variance: left.variance + right.variance)
  }

  /// The sum of all; `nil` when there is none or one is missing.
  static func total(_ parts: [NoisySums?]) -> NoisySums? {
    let present = parts.compactMap { $0 }
    guard present.count == parts.count, let first = present.first else { return nil }
    return present.dropFirst().reduce(first, +)
  }
}

extension NoisyStatistic {
  /// Why the statistic is not one of `length` sums in granules of `2^-fractionBits`; `nil` when it is.
  func problem(length: Int, fractionBits: Int) -> String? {
    if granularityBits != Int32(fractionBits) {
      return "granularity_bits is \(granularityBits), \(fractionBits) is allowed"
    }
    if sigma2Denominator == 0 || sigma2Numerator == 0 { return "the variance of its noise must be positive" }
    if sums.count != length { return "it has \(sums.count) sums, \(length) are allowed" }
    guard !smoothedSums.isEmpty else { return nil }
    if smoothedSums.count != length { return "it has \(smoothedSums.count) smoothed sums, \(length) are allowed" }
    let isPossible = smoothedSigma2 > 0 && smoothedSigma2 <= drawnVariance && smoothedSums.allSatisfy(\.isFinite)
    return isPossible ? nil : "its smoothed sums must be finite, their variance positive and at most that of a draw"
  }

  /// Variance of the noise as drawn, in squared granules.
  var drawnVariance: Double { Double(sigma2Numerator) / Double(sigma2Denominator) }

  /// What is published of it, in units: the smoothed sums where there are any.
  var published: NoisySums {
    let granule = Double(sign: .plus, exponent: -Int(granularityBits), significand: 1)
    guard smoothedSums.isEmpty else {
      return NoisySums(values: smoothedSums.map { $0 * granule }, variance: smoothedSigma2 * granule * granule)
    }
    return NoisySums(values: sums.map { Double($0) * granule }, variance: drawnVariance * granule * granule)
  }
}

/// A noisy number of people.
package struct PeopleEstimate: Sendable, Hashable {
  /// The released number; noise can make it negative.
  package var count: Double
  /// Standard deviation of its noise.
  package var noiseDeviation: Double

  /// The number as it is shown: rounded, at least 0.
  package var rounded: Int { max(0, Int(count.rounded())) }
}

/// Why stored releases cannot be read as one segment. Each is a fault of the store or the caller, not of the data.
package enum EstimateError: Error, Sendable, Hashable, CustomStringConvertible {
  /// No release was given.
  case empty
  /// A cell was given twice; its people would count twice.
  case duplicateCell(String)
  /// A release was made under another policy, or two under different versions of it.
  case mixedPolicies(expected: String, found: String)
  /// Two releases are of different versions of the statistics.
  case mixedStatistics(String, String)
  /// A statistic does not have the declared shape.
  case malformed(cell: String, statistic: String, reason: String)

  /// What is wrong, where, and what is allowed.
  package var description: String {
    switch self {
    case .empty: "a segment needs at least one release"
    case .duplicateCell(let cell): "cell '\(cell)' was given twice; the cells of a union must be different"
    case .mixedPolicies(let expected, let found): "a release of policy '\(found)' where only '\(expected)' is allowed"
    case .mixedStatistics(let one, let other): "releases of statistic versions '\(one)' and '\(other)' do not add"
    case .malformed(let cell, let statistic, let reason):
      "release of cell '\(cell)', statistic '\(statistic)': \(reason)"
    }
  }
}
