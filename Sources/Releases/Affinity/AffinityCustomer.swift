import Population

/// A customer's shares of the zones of a release, with what of a lift does not depend on the item.
///
/// A reference: a release is a dozen arrays, each of which a value that is handed on would count anew for every item.
package final class AffinityCustomer: Sendable {
  private struct Part: Sendable {
    let zone: Int
    let share: Double
    let answer: AffinityLift.Answer
    let area: Int?
    /// Expected total of the zones of the area.
    let areaTotal: Double
    let areaZones: Double
  }

  /// Whose people answer for each zone with a share, by position.
  package let answers: [Int: AffinityLift.Answer]

  private let estimates: AffinityEstimates
  private let parts: [Part]
  private let prior: Double
  /// Sampling and noise of the totals of the zones.
  private let zoneVariance: Double

  /// A customer.
  ///
  /// - Parameter shares: Shares of zones by position, finite and positive; scaled to add up to 1.
  package init(_ shares: [Int: Double], in estimates: AffinityEstimates) {
    self.estimates = estimates
    answers = Dictionary(uniqueKeysWithValues: shares.keys.map { ($0, estimates.answer(to: $0)) })
    let whole = shares.sorted { $0.key < $1.key }.reduce(0) { $0 + $1.value }
    parts = shares.sorted { $0.key < $1.key }.map { zone, share in
      let area = estimates.map.zones[zone].area
      let inside = area.map { area in estimates.map.zones.indices.filter { estimates.map.zones[$0].area == area } }
      return Part(
        zone: zone, share: share / whole, answer: estimates.answer(to: zone), area: area,
        areaTotal: (inside ?? []).reduce(0) { $0 + estimates.zoneTotals[$1] }, areaZones: Double(inside?.count ?? 0))
    }
    prior = estimates.priorVariance
    let items = Double(estimates.map.items.count)
    zoneVariance = parts.reduce(0) { sum, part in
      let total = estimates.zoneTotals[part.zone]
      let noise = estimates.noiseVariance * items / (total * total)
      return sum + part.share * part.share * (noise + AffinityEstimates.sampling / total)
    }
  }

  /// Why nothing is known, `nil` where something is.
  package var withheld: AffinityLift.WithheldReason? {
    if answers.isEmpty { return .noZone }
    return answers.values.allSatisfy { $0 == .none } ? .belowFloor : nil
  }

  /// How many of the zones are answered by their own people.
  package var openZones: Int { answers.values.count { $0 == .zone } }

  /// The lift of an item and its interval, which is not damped: `1 + sum w m + tau^2 / (tau^2 + V) sum w (R - m)`. Where
  /// nothing is known of the zones, what nearness on the map explains.
  ///
  /// - Parameter item: Its position.
  package func value(of item: Int) -> AffinityLift.Value {
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

extension AffinityEstimates {
  /// The lift of items for a customer.
  ///
  /// - Parameters:
  ///   - items: Positions of the items.
  ///   - shares: Shares of zones by position, finite and positive; scaled to add up to 1.
  package func lift(ofItems items: [Int], shares: [Int: Double]) -> AffinityLift {
    let customer = AffinityCustomer(shares, in: self)
    return AffinityLift(
      values: customer.withheld == nil ? items.map { customer.value(of: $0) } : nil, withheld: customer.withheld,
      answers: customer.answers)
  }
}
