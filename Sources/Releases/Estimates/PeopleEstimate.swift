/// A noisy number of people.
package struct PeopleEstimate: Sendable, Hashable {
  /// The released number; noise can make it negative.
  package var count: Double
  /// Standard deviation of its noise.
  package var noiseDeviation: Double

  /// The number as it is shown: rounded, at least 0.
  package var rounded: Int { max(0, Int(count.rounded())) }
}
