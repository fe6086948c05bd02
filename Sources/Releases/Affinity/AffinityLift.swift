import Population

/// How much more than everybody the people of a customer's zones adopt items.
package struct AffinityLift: Sendable, Hashable {
  /// An item's lift: 1 for as much as everybody.
  package struct Value: Sendable, Hashable {
    /// The estimate, within `AffinityLift.range`.
    package let lift: Double
    /// The 95 % interval, clipped likewise.
    package let ci95: ClosedRange<Double>
  }

  /// What a zone was answered by.
  package enum Answer: Sendable, Hashable {
    /// Its own people.
    case zone
    /// Those of its area: too few people are in the zone.
    case area
    /// Nobody.
    case none
  }

  /// Why there is no lift; every item then has 1.
  package enum WithheldReason: String, Sendable, Hashable {
    /// No zone was given.
    case noZone = "no_zone"
    /// No zone that was given is open, and no area of theirs is.
    case belowFloor = "below_floor"
  }

  /// The values, in the order of the items asked for; `nil` when they are withheld.
  package let values: [Value]?
  /// Why they are.
  package let withheld: WithheldReason?
  /// What each given zone was answered by, by position.
  package let answers: [Int: Answer]

  /// What lifts are clipped to.
  package static let range = 0.02...20.0
  /// How sharply a shop's score takes a lift.
  package static let sharpness = 3.0

  /// How many of the zones with a share were answered by their own people.
  package var openZones: Int { answers.values.count { $0 == .zone } }
}

extension AffinityEstimates {
  /// Whose people answer for a zone.
  ///
  /// - Parameter zone: Its position.
  package func answer(to zone: Int) -> AffinityLift.Answer {
    if isOpen[zone] { return .zone }
    guard let area = map.zones[zone].area, isAreaOpen[area] else { return .none }
    return .area
  }
}
