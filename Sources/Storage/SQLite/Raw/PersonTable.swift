package import Population
import GRDB

/// Reads and writes people and what they stated.
enum PersonTable {
  static let byAgent = """
    SELECT r.region_id, o.age_band, o.interest_cluster, o.stated_dimensions, o.answered_us
    FROM agents a JOIN regions r USING (region_no) JOIN onboarding_aggregations o USING (agent_no)
    WHERE a.agent_no = ?
    """
  static let countByRegion = "SELECT count(*) FROM agents WHERE region_no = ?"
  private static let upsert = """
    INSERT INTO onboarding_aggregations
      (agent_no, age_band, interest_cluster, stated_dimensions, answered_us, created_at)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6)
    ON CONFLICT (agent_no) DO UPDATE SET age_band = ?2, interest_cluster = ?3, stated_dimensions = ?4, answered_us = ?5
    """

  /// Stores a person in a region and returns their number, see `PersonStore.putPerson`.
  static func put(_ person: Person, region: Int64, now: Int64, in database: Database) throws -> Int64 {
    let number = try place(person, region: region, now: now, in: database)
    let stated = try person.statedDimensions.isEmpty ? nil : StatedDimensions.encode(person.statedDimensions)
    try database.statement(upsert).run(
      number, person.ageBand.name, person.interestCluster.name, stated, person.answeredAt, now)
    return number
  }

  private static func place(_ person: Person, region: Int64, now: Int64, in database: Database) throws -> Int64 {
    guard let entry = try AgentTable.entry(person.agent, in: database) else {
      return try AgentTable.insert(person.agent, region: region, now: now, in: database)
    }
    guard entry.region ?? region == region else {
      throw StoreError.conflict("person \(person.agent) is stored in another region than '\(person.region)'")
    }
    if entry.region == nil { try AgentTable.place(entry.number, into: region, in: database) }
    return entry.number
  }

  /// The person of a row of `byAgent`, without consents.
  static func make(_ row: SQLRow, agent: AgentID) throws -> Person {
    guard let band = AgeBand(name: row.text(1)), let cluster = InterestCluster(name: row.text(2)) else {
      throw StoreError.corrupt("onboarding_aggregations of \(agent): age band or interest cluster is not a known name")
    }
    return Person(
      agent: agent, region: row.text(0), ageBand: band, interestCluster: cluster,
      statedDimensions: try row.optionalBytes(3).map(StatedDimensions.decode) ?? [], answeredAt: row.optionalInteger(4))
  }
}

/// The twelve stated values as bytes: four each, big-endian, all ones where not asked.
enum StatedDimensions {
  static let count = 12

  /// Throws `invalidValue` unless there are twelve values of 0 to 1,000,000.
  static func encode(_ values: [Int32?]) throws -> [UInt8] {
    guard values.count == count, values.allSatisfy({ (0...1_000_000).contains($0 ?? 0) }) else {
      throw StoreError.invalidValue("stated dimensions: 12 values of 0 to 1,000,000, or none, are allowed")
    }
    return values.flatMap { value in
      let word = UInt32(bitPattern: value ?? -1)
      return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: word >> $0) }
    }
  }

  /// Throws `corrupt` unless there are 48 bytes.
  static func decode(_ bytes: [UInt8]) throws -> [Int32?] {
    guard bytes.count == 4 * count else { throw StoreError.corrupt("stated dimensions: \(bytes.count) bytes, not 48") }
    return stride(from: 0, to: bytes.count, by: 4).map { start in
      let word = bytes[start..<start + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      return word == .max ? nil : Int32(bitPattern: word)
    }
  }
}

extension SQLiteStore {
  package func putPerson(_ person: Person, policyVersion: String, at now: Int64) async throws(StoreError) {
    try await write { database in
      let region = try RegionTable.number(of: person.region, in: database)
      let number = try PersonTable.put(person, region: region, now: now, in: database)
      try ConsentTable.grantMissing(person, number: number, policyVersion: policyVersion, now: now, in: database)
    }
  }

  package func person(_ agent: AgentID) async throws(StoreError) -> Person? {
    try await read { database in
      guard let number = try AgentTable.entry(agent, in: database)?.number else { return nil }
      let found = try database.statement(PersonTable.byAgent).first(number) { try PersonTable.make($0, agent: agent) }
      guard var person = found else { return nil }
      let state = try ConsentTable.state(of: number, before: .max, in: database)
      person.consents = state.purposes
      person.consentedAt = state.since
      return person
    }
  }

  package func personCount(region: String) async throws(StoreError) -> Int {
    try await read { database in
      let number = try RegionTable.number(of: region, in: database)
      return Int(try database.statement(PersonTable.countByRegion).integer(number) ?? 0)
    }
  }
}
