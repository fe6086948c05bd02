package import Population

/// One person's exact values of community influence.
package struct InfluenceMeasures: Sendable, Hashable {
  /// Counted connections whose other end consents to `network`, 0...50.
  package var connections: Int
  /// (shares + 1) / (experiences + 2) over the window, [0, 1]; `nil` when the region has no shares.
  package var sharingTendency: Double?

  /// Measures a person.
  ///
  /// - Parameter consents: Whether another person consents to `network`; connections with somebody who
  ///   does not are as if they were not there.
  package static func measure(
    _ records: AgentRecords, in context: MeasureContext, consents: (AgentID) -> Bool
  ) -> InfluenceMeasures {
    let sharing = SharingMeasure(records.actions, in: context.window)
    return InfluenceMeasures(
      connections: degree(records.connections, before: context.window.cutOff, consents),
      sharingTendency: context.sources.contains(.shares) ? sharing.tendency : nil)
  }

  /// The adoptions of the window that are marked: each row once, at most B by keyed order, by time.
  package static func marked(_ records: AgentRecords, in context: MeasureContext) -> [Adoption] {
    var seen = Set<UInt64>()
    let adoptions = records.adoptions.sorted { ($0.time, $0.id) < ($1.time, $1.id) }
      .filter { context.window.contains($0.time) && seen.insert($0.id).inserted }
    return context.order.keep(adoptions, of: records.person.agent, atMost: MeasureContext.adoptionBound, id: \.id)
  }

  /// The connections that are read for marks: those at the first places of both ends, so that nobody is read for more
  /// people than they have such places.
  package static func marking(_ connections: [Tie], before cutOff: Int64) -> [Tie] {
    counted(connections, before: cutOff).filter { tie in
      tie.slots.map { max($0.own, $0.peer) < MeasureContext.markedConnections } ?? false
    }
  }

  /// The connections that count before a cut-off: each peer once, at most D, in order of admission.
  package static func counted(_ connections: [Tie], before cutOff: Int64) -> [Tie] {
    var peers = Set<AgentID>(minimumCapacity: connections.count)
    let counted = connections.filter { $0.slots != nil && $0.first < cutOff && peers.insert($0.peer).inserted }
    return Array(counted.prefix(MeasureContext.connectionBound))
  }

  private static func degree(_ connections: [Tie], before cutOff: Int64, _ consents: (AgentID) -> Bool) -> Int {
    let peers = connections.filter { $0.slots != nil && $0.first < cutOff }.map(\.peer)
    return min(MeasureContext.connectionBound, Set(peers).count(where: consents))
  }
}

/// What a person shares of what they live through.
package struct SharingMeasure: Sendable, Hashable {
  /// Experiences in the window.
  package let experiences: Int
  /// Shares in the window.
  package let shares: Int

  /// Counts the actions of the window; a row that comes twice counts once.
  package init(_ actions: [Action], in window: MeasureWindow) {
    var seen = Set<UInt64>()
    let counted = actions.filter { window.contains($0.time) && seen.insert($0.id).inserted }
    experiences = counted.count { $0.kind == .experience }
    shares = counted.count { $0.kind == .share }
  }

  /// (shares + 1) / (experiences + 2), clamped to [0, 1].
  package var tendency: Double {
    min(1, Double(shares + 1) / Double(experiences + 2))
  }

  /// A share of `count` events with a prior of eight at one half: (sum + 4) / (count + 8).
  package static func shrunk(_ sum: Double, of count: Int) -> Double {
    (sum + 4) / Double(count + 8)
  }
}
