package import Measures
package import Population

/// The adoptions of a region's people while an epoch is computed: marks need those of both ends of a connection. It never
/// leaves the epoch job.
///
/// Holds 16 bytes for every adoption, and for every person a few pseudonyms and at most eight adoptions.
package struct AdoptionAccumulator: Sendable {
  private struct Member: Sendable {
    let cell: String
    let marked: [Adoption]
    /// Those whom the person names at the first places of both ends.
    let peers: [AgentID]
    let history: AdoptionHistory
  }

  private var members: [AgentID: Member] = [:]

  /// No people yet.
  package init() {}

  /// Adds a person who is counted for the purpose network, once. Their connections are those whose other end consents.
  package mutating func add(_ records: AgentRecords, cell: String, in context: MeasureContext) {
    let (agent, cutOff) = (records.person.agent, context.window.cutOff)
    members[agent] = Member(
      cell: cell, marked: InfluenceMeasures.marked(records, in: context),
      peers: InfluenceMeasures.marking(records.connections, before: cutOff).map(\.peer),
      history: AdoptionHistory(records.adoptions, of: agent, before: cutOff))
  }

  /// Calls `body` with the shares of each person and the cell they were added with. A connection is read where both
  /// name each other, so that nobody is read for more people than they name.
  package func eachShares(_ body: (_ cell: String, AdoptionShares) -> Void) {
    for (agent, member) in members {
      let connections = member.peers.compactMap { peer -> AdoptionHistory? in
        guard let other = members[peer], other.peers.contains(agent) else { return nil }
        return other.history
      }
      body(member.cell, AdoptionShares(member.marked, of: agent, connections: connections))
    }
  }
}
