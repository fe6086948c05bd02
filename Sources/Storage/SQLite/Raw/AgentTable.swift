import Population
import GRDB

/// Looks people up: pseudonyms outside, small integers inside.
enum AgentTable {
  static let numberByID = "SELECT agent_no FROM agents WHERE agent_id = ?"
  static let regionByID = "SELECT agent_no, region_no FROM agents WHERE agent_id = ?"

  /// A stored person's numbers.
  struct Entry {
    let number: Int64
    /// `nil` for a person known only as the other end of a connection.
    let region: Int64?
  }

  /// The entry of a pseudonym, or `nil`.
  static func entry(_ agent: AgentID, in database: Database) throws -> Entry? {
    try database.statement(regionByID).first(agent.bytes) {
      Entry(number: $0.integer(0), region: $0.optionalInteger(1))
    }
  }

  /// The number of a pseudonym. Throws `notFound`.
  static func number(of agent: AgentID, in database: Database) throws -> Int64 {
    guard let number = try database.statement(numberByID).integer(agent.bytes) else {
      throw StoreError.notFound("person \(agent)")
    }
    return number
  }

  /// Adds a pseudonym and returns its number.
  static func insert(_ agent: AgentID, region: Int64?, now: Int64, in database: Database) throws -> Int64 {
    try database.statement("INSERT INTO agents (agent_id, region_no, created_at) VALUES (?, ?, ?)")
      .run(agent.bytes, region, now)
    return database.lastInsertedRowID
  }

  /// Puts a person who was known only as a peer into a region.
  static func place(_ number: Int64, into region: Int64, in database: Database) throws {
    try database.statement("UPDATE agents SET region_no = ? WHERE agent_no = ?").run(region, number)
  }
}
