import Population
import GRDB

/// The people whom rows of others may name: those who consent to `network` at the cut-off, by number.
struct SnapshotPeers {
  private static let sql = """
    SELECT a.agent_no, a.agent_id, c.is_granted FROM consent_events c JOIN agents a ON a.agent_no = c.agent_no
    WHERE c.purpose = 4 AND c.at_us < ? ORDER BY c.agent_no, c.at_us, c.seq
    """
  private var consenting: [Int64: AgentID] = [:]

  init(_ database: Database, cutOff: Int64) throws {
    let events = try SQLStatement(database, own: Self.sql)
    events.bind(1, cutOff)
    defer { events.reset() }
    while try events.step() {
      let number = events.row.integer(0)
      guard let agent = AgentID(events.row.bytes(1)) else {
        throw StoreError.corrupt("agents: the pseudonym of person \(number) is not 32 bytes")
      }
      consenting[number] = events.row.flag(2) ? agent : nil
    }
  }

  /// The pseudonym of a person who may be named, or `nil`.
  subscript(number: Int64) -> AgentID? { consenting[number] }
}
