package import Population

/// The braid drawn from a profile at one layer.
///
/// Twist regions come from single dimensions: each pronounced trait is a full twist σ², positive when high and
/// negative when low, and σ₁σ₂σ₃ closes the braid. Full twists are pure, so the permutation is always the 4-cycle of
/// σ₁σ₂σ₃ and the closure always a knot. One step of one level is one crossing change.
package enum PersonalityBraid {
  /// Dimensions of the three columns: discovery, social and taste, in the order their twists are met.
  package static let columns: [[Dimension]] = [
    [.explorationEagerness, .locationAdventurousness, .noveltySeeking, .temporalFlexibility],
    [.communityOrientation, .socialDiscoveryStyle, .trustNetworkReliance, .crowdTolerance],
    [.authenticityPreference, .curationTendency, .valueOrientation, .energyPreference],
  ]

  /// The word on four strands, 3 to 27 letters.
  package static func word(for traits: TraitLevels) -> BraidWord {
    let letters = twists(of: traits).flatMap { [$0.letter, $0.letter] }
    return BraidWord(unchecked: letters + [1, 2, 3], strands: 4)
  }

  /// The dimension that each letter of `word(for:)` comes from; `nil` for the three that close the braid.
  package static func dimensions(for traits: TraitLevels) -> [Dimension?] {
    twists(of: traits).flatMap { [$0.dimension, $0.dimension] } + [nil, nil, nil]
  }

  /// The pronounced traits, row by row, each with the letter of which it is two.
  private static func twists(of traits: TraitLevels) -> [(dimension: Dimension, letter: Int)] {
    let levels = traits.levels
    return (0..<4).flatMap { row in
      columns.enumerated().compactMap { index, column in
        let dimension = column[row]
        let level = levels[dimension.rawValue]
        return level == 0 ? nil : (dimension, level * (index + 1))
      }
    }
  }
}

/// A profile seen at one layer: for each of the twelve dimensions −1 (low), 0 (not pronounced) or +1 (high).
package struct TraitLevels: Sendable, Hashable {
  /// The levels in base 3, first dimension lowest, each plus 1: one of 3¹² keys.
  package let key: UInt32

  /// Thresholds of the five layers, in millionths of z = 2x − 1.
  package static let layerThresholds = [100_000, 250_000, 400_000, 550_000, 700_000]

  /// The level of each dimension in order.
  package var levels: [Int] {
    var rest = key
    return Dimension.allCases.map { _ in
      defer { rest /= 3 }
      return Int(rest % 3) - 1
    }
  }

  /// The levels of values at a threshold.
  ///
  /// z = 2x − 1 is rounded to millionths before it is compared, so the answer does not hang on the last bit of `x`.
  /// - Parameters:
  ///   - values: Twelve values in `[0, 1]` in the order of `Dimension`; `nil` counts as neutral, as do values outside.
  ///   - threshold: In millionths of z, above 0.
  package init(_ values: [Double?], threshold: Int) {
    self.init(Self.millionths(values), threshold: threshold)
  }

  /// The levels of a profile at every threshold, lowest first.
  /// - Parameter values: As for `init(_:threshold:)`.
  package static func layers(of values: [Double?]) -> [TraitLevels] {
    let millionths = millionths(values)
    return layerThresholds.map { TraitLevels(millionths, threshold: $0) }
  }

  private init(_ millionths: SIMD16<Int32>, threshold: Int) {
    var key: UInt32 = 0
    for index in (0..<Dimension.allCases.count).reversed() {
      let z = Int(millionths[index])
      key = key * 3 + (z >= threshold ? 2 : z <= -threshold ? 0 : 1)
    }
    self.key = key
  }

  /// z of each dimension in millionths; 0 where there is no value.
  private static func millionths(_ values: [Double?]) -> SIMD16<Int32> {
    var millionths = SIMD16<Int32>.zero
    for (index, value) in values.prefix(Dimension.allCases.count).enumerated() {
      guard let value, value >= 0, value <= 1 else { continue }
      millionths[index] = Int32(((2 * value - 1) * 1_000_000).rounded())
    }
    return millionths
  }
}
