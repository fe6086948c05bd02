import Measures
import Population

/// The exact affinity sums of a region over its people's records.
///
/// Source: affinity.md 2.
struct AffinitySums: Sendable {
  /// What both purposes must be agreed to for: a person's rows are read for `behavior` anyway.
  private static let purposes: ConsentSet = [.behavior, .affinity]

  private let registered: RegisteredMap
  /// The sums.
  private(set) var sums: AffinityAccumulator

  /// Sums of nobody under a map.
  init(of registered: RegisteredMap) {
    self.registered = registered
    sums = AffinityAccumulator(map: registered.map)
  }

  /// Adds a person who agrees, by all their rows before the cut-off, however old; others add nothing.
  ///
  /// - Throws: `AffinityError.overBound`: the run must not go on.
  mutating func add(_ records: AgentRecords, in context: MeasureContext) throws(AffinityError) {
    guard records.person.consents.isSuperset(of: Self.purposes) else { return }
    try sums.add(
      AffinityContribution(
        visits: visits(records.visits, before: context.window.cutOff),
        items: items(records.adoptions, of: records.person.agent, in: context), map: registered.map))
  }

  /// The sums by the names that releases give them.
  var named: [String: [Int64]] {
    [AffinityStatistic.zonesByItems.rawValue: sums.cells, AffinityStatistic.peopleOfZones.rawValue: sums.counts]
  }

  private func visits(_ visits: [Visit], before cutOff: Int64) -> [Int] {
    var counts = [Int](repeating: 0, count: registered.map.zones.count)
    for visit in visits where visit.arrive < cutOff {
      if let zone = registered.zone(ofPlace: visit.place) { counts[zone] += 1 }
    }
    return counts
  }

  /// The registered items of a person, each once, whether it was registered before or after it was adopted; those of lowest
  /// rank where they are more than count.
  private func items(_ adoptions: [Adoption], of agent: AgentID, in context: MeasureContext) -> [Int] {
    var seen = Set<UInt64>()
    let own = adoptions.compactMap { adoption -> Adoption? in
      var known = adoption
      known.item = registered.number(adoption.item)
      guard known.time < context.window.cutOff, registered.item(known.item) != nil else { return nil }
      return seen.insert(known.item).inserted ? known : nil
    }
    return context.order.keep(own, of: agent, atMost: AffinityFamily.itemsAPerson, id: \.item)
      .compactMap { registered.item($0.item) }
  }
}

extension AgentRecords {
  /// The records without rows from before a moment, in microseconds since 1970 UTC; connections stay.
  func since(_ time: Int64) -> AgentRecords {
    var recent = self
    recent.visits.removeAll { $0.arrive < time }
    recent.actions.removeAll { $0.time < time }
    recent.adoptions.removeAll { $0.time < time }
    return recent
  }
}
