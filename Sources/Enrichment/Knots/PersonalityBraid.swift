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
    let levels = traits.levels
    var letters: [Int] = []
    for row in 0..<4 {
      for (index, column) in columns.enumerated() {
        let level = levels[column[row].rawValue]
        if level != 0 { letters += [level * (index + 1), level * (index + 1)] }
      }
    }
    return BraidWord(unchecked: letters + [1, 2, 3], strands: 4)
  }
}
