import Population

/// What a lift of a zone rests on, whatever the item: those who mix lifts of several zones elsewhere need it.
package struct ZoneMixture: Sendable, Hashable {
  /// Whose people answer.
  package let answer: AffinityLift.Answer
  /// What they would adopt of all items together if all zones liked alike: E of an item is its popularity times this.
  package let expected: Double
  /// Variance of the noise of what they adopt of an item: that of one zone, or of all zones of an area.
  package let noiseVariance: Double
  /// What being near explains of the items that stand in each zone, m; empty for a map without places of items.
  package let explained: [Double]
}

extension AffinityEstimates {
  /// What the lifts of a zone rest on.
  ///
  /// - Parameter zone: Its position.
  package func mixture(ofZone zone: Int) -> ZoneMixture {
    let answer = answer(to: zone)
    let answering = answer == .area ? zones(ofAreaOf: zone) : [zone]
    let people = answering.reduce(0) { $0 + zoneTotals[$1] }
    return ZoneMixture(
      answer: answer, expected: people * itemTotals.reduce(0, +) / total,
      noiseVariance: Double(answering.count) * noiseVariance,
      explained: map.placesItems ? Array(explained[zone].prefix(map.zones.count)) : [])
  }

  private func zones(ofAreaOf zone: Int) -> [Int] {
    let area = map.zones[zone].area
    return map.zones.indices.filter { map.zones[$0].area == area }
  }
}
