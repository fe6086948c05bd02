package import Population

/// The order in which a person's rows are kept when a contribution bound leaves some out.
///
/// The rank depends on a key, the person and the row id and never on what the row says, so that nobody can choose by
/// value which rows count. The epoch job hands in HMAC(epoch key, agent || row).
package struct KeyedOrder: Sendable {
  private let rank: @Sendable (AgentID, UInt64) -> UInt64

  /// Makes an order from the rank of a row: a function of the person and the row id.
  package init(rank: @escaping @Sendable (AgentID, UInt64) -> UInt64) {
    self.rank = rank
  }

  /// An order by a mixing function that is not secret: for simulated people and tests.
  package static func mixed(seed: UInt64) -> KeyedOrder {
    KeyedOrder { agent, row in Mixing.mix(agent.leadingWord ^ Mixing.mix(row ^ seed)) }
  }

  /// At most `bound` of the rows, those of lowest rank, in their original order; rows of equal rank by row id.
  package func keep<Row>(_ rows: [Row], of agent: AgentID, atMost bound: Int, id: (Row) -> UInt64) -> [Row] {
    guard rows.count > bound else { return rows }
    let ranked = rows.enumerated().map { (rank: rank(agent, id($1)), id: id($1), offset: $0) }
    let kept = ranked.sorted { ($0.rank, $0.id) < ($1.rank, $1.id) }.prefix(bound)
    return kept.map(\.offset).sorted().map { rows[$0] }
  }
}
