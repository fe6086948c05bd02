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
  /// The lift of items for a customer.
  ///
  /// - Parameters:
  ///   - items: Positions of the items.
  ///   - shares: Shares of zones by position, finite and positive; scaled to add up to 1.
  package func lift(ofItems items: [Int], shares: [Int: Double]) -> AffinityLift {
    let answers = Dictionary(uniqueKeysWithValues: shares.keys.map { ($0, answer(to: $0)) })
    guard !shares.isEmpty else { return AffinityLift(values: nil, withheld: .noZone, answers: [:]) }
    guard answers.values.contains(where: { $0 != .none }) else {
      return AffinityLift(values: nil, withheld: .belowFloor, answers: answers)
    }
    let customer = Customer(shares, in: self)
    return AffinityLift(values: items.map { customer.value(of: $0) }, withheld: nil, answers: answers)
  }

  /// What a zone is answered by.
  private func answer(to zone: Int) -> AffinityLift.Answer {
    if isOpen[zone] { return .zone }
    guard let area = map.zones[zone].area, isAreaOpen[area] else { return .none }
    return .area
  }

  /// A customer's shares, with what of a lift does not depend on the item.
  private struct Customer {
    private struct Part {
      let zone: Int
      let share: Double
      let answer: AffinityLift.Answer
      let area: Int?
      /// Expected total of the zones of the area.
      let areaTotal: Double
      let areaZones: Double
    }

    private let estimates: AffinityEstimates
    private let parts: [Part]
    private let prior: Double
    /// Sampling and noise of the totals of the zones.
    private let zoneVariance: Double

    init(_ shares: [Int: Double], in estimates: AffinityEstimates) {
      self.estimates = estimates
      let whole = shares.sorted { $0.key < $1.key }.reduce(0) { $0 + $1.value }
      parts = shares.sorted { $0.key < $1.key }.map { zone, share in
        let area = estimates.map.zones[zone].area
        let inside = area.map { area in estimates.map.zones.indices.filter { estimates.map.zones[$0].area == area } }
        return Part(
          zone: zone, share: share / whole, answer: estimates.answer(to: zone), area: area,
          areaTotal: (inside ?? []).reduce(0) { $0 + estimates.zoneTotals[$1] }, areaZones: Double(inside?.count ?? 0))
      }
      prior = estimates.map.placesItems ? 0.5 : 1
      let items = Double(estimates.map.items.count)
      zoneVariance = parts.reduce(0) { sum, part in
        let total = estimates.zoneTotals[part.zone]
        let noise = estimates.noiseVariance * items / (total * total)
        return sum + part.share * part.share * (noise + AffinityEstimates.sampling / total)
      }
    }

    /// `1 + sum w m + tau^2 / (tau^2 + V) sum w (R - m)` and its interval, which is not damped.
    func value(of item: Int) -> AffinityLift.Value {
      var (explained, departure, variance) = (0.0, 0.0, 0.0)
      for part in parts {
        let near = estimates.explained[part.zone][estimates.map.items[item].zone ?? estimates.map.zones.count]
        let (own, ownVariance) = departed(part, item)
        explained += part.share * near
        departure += part.share * ((own ?? near) - near)
        variance += part.share * part.share * ownVariance
      }
      let lift = Self.clipped(1 + explained + prior / (prior + variance) * departure)
      let total = estimates.itemTotals[item]
      let zones = Double(estimates.map.zones.count)
      let wide =
        variance + zoneVariance + estimates.noiseVariance * zones / (total * total) + AffinityEstimates.sampling / total
      let half = 1.959963984540054 * wide.squareRoot()
      return AffinityLift.Value(lift: lift, ci95: Self.clipped(lift - half)...Self.clipped(lift + half))
    }

    /// R, how far a zone's people depart from everybody, `nil` where nobody answers; and its variance V.
    private func departed(_ part: Part, _ item: Int) -> (Double?, variance: Double) {
      let items = estimates.map.items.count
      if part.answer == .area, let area = part.area {
        let expected = part.areaTotal * estimates.itemTotals[item] / estimates.total
        let sum = Double(estimates.areaCells[area][item]) * estimates.granule
        return (sum / expected - 1, self.variance(expected, sums: part.areaZones))
      }
      let expected = estimates.expected(zone: part.zone, item: item)
      guard part.answer == .zone else { return (nil, variance(expected, sums: 1)) }
      let sum = Double(estimates.cells[part.zone * items + item]) * estimates.granule
      return (sum / expected - 1, variance(expected, sums: 1))
    }

    private func variance(_ expected: Double, sums: Double) -> Double {
      sums * estimates.noiseVariance / (expected * expected) + AffinityEstimates.sampling / expected
    }

    private static func clipped(_ value: Double) -> Double {
      min(max(value, AffinityLift.range.lowerBound), AffinityLift.range.upperBound)
    }
  }
}
