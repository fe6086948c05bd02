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
