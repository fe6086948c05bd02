package import Population

/// Somebody's adoptions before the cut-off, as marks are made from them.
package struct AdoptionHistory: Sendable, Hashable {
  /// An adoption of an item.
  package struct Event: Sendable, Hashable {
    /// The item.
    package let item: UInt64
    /// When.
    package let time: Int64
  }

  /// Whose they are.
  package let agent: AgentID
  /// By time.
  private let events: [Event]

  /// The adoptions of a person before `cutOff`, each item once.
  package init(_ adoptions: [Adoption], of agent: AgentID, before cutOff: Int64) {
    var seen = Set<UInt64>()
    self.agent = agent
    events = adoptions.filter { $0.time < cutOff }.sorted { ($0.time, $0.id) < ($1.time, $1.id) }
      .filter { seen.insert($0.item).inserted }.map { Event(item: $0.item, time: $0.time) }
  }

  /// When the item was adopted; `nil` when it was not.
  package func time(of item: UInt64) -> Int64? { events.first { $0.item == item }?.time }

  /// A time drawn evenly from those of all adoptions before `limit`; `nil` without any.
  func drawTime(before limit: Int64, using random: inout SplitMix64) -> Int64? {
    let earlier = events.prefix { $0.time < limit }
    return earlier.isEmpty ? nil : earlier[random.below(earlier.count)].time
  }
}

/// What an adoption says of the connections that are read for it: whether it followed one of them more than chance would
/// have it, and whether it was ahead of them.
///
/// It looks at no rows but its own and those of the connections handed in, so that a person moves the marks of those
/// alone.
package struct AdoptionMarks: Sendable, Hashable {
  /// 1 when a connection adopted the item within the week before and none did in the time-shuffled copy, 0 the other way
  /// round, else .5.
  package let community: Double
  /// The mean over the connections that adopted the item too of 1 (later), .5 (at the same time) and 0 (before); .5
  /// without any.
  package let trend: Double

  /// How far back an adoption is credited.
  package static let reach = 7 * RegionCalendar.day
  /// The greatest change of a mark by one connection more or less.
  package static let largestStep = 0.5

  /// Marks a person's adoption of an item at a time.
  ///
  /// In the time-shuffled copy each connection that adopted the item before is given a time drawn, keyed by both people
  /// and the item, from the connection's own adoptions before this one. If times have nothing to do with connections,
  /// the copy looks like the original; only influence makes the original credit more often.
  package init(of item: UInt64, at time: Int64, by agent: AgentID, connections: [AdoptionHistory]) {
    var (isCredited, isCreditedInCopy) = (false, false)
    var (sum, count) = (0.0, 0)
    for connection in connections {
      guard let other = connection.time(of: item) else { continue }
      count += 1
      sum += time < other ? 1 : time == other ? 0.5 : 0
      guard other < time else { continue }
      isCredited = isCredited || time - other <= Self.reach
      let key = Mixing.mix(agent.leadingWord ^ Mixing.mix(connection.agent.leadingWord ^ Mixing.mix(item)))
      var random = SplitMix64(seed: key)
      let drawn = connection.drawTime(before: time, using: &random)
      isCreditedInCopy = isCreditedInCopy || drawn.map { time - $0 <= Self.reach } ?? false
    }
    community = isCredited == isCreditedInCopy ? 0.5 : isCredited ? 1 : 0
    trend = count > 0 ? sum / Double(count) : 0.5
  }
}

/// What a person's adoptions say of their place among their connections.
package struct AdoptionShares: Sendable, Hashable {
  /// Shrunk mean of the marks of following, `[.25, .75]`.
  package let communityDriven: Double
  /// Shrunk mean of the marks of being ahead, `[.25, .75]`.
  package let trendSetter: Double

  /// Takes both shares.
  package init(communityDriven: Double, trendSetter: Double) {
    (self.communityDriven, self.trendSetter) = (communityDriven, trendSetter)
  }

  /// Marks a person's adoptions, at most `MeasureContext.adoptionBound`, by the connections that are read for them, at
  /// most `MeasureContext.markedConnections`.
  package init(_ adoptions: [Adoption], of agent: AgentID, connections: [AdoptionHistory]) {
    let marks = adoptions.map {
      AdoptionMarks(of: $0.item, at: $0.time, by: agent, connections: connections)
    }
    communityDriven = SharingMeasure.shrunk(marks.reduce(0) { $0 + $1.community }, of: marks.count)
    trendSetter = SharingMeasure.shrunk(marks.reduce(0) { $0 + $1.trend }, of: marks.count)
  }
}
