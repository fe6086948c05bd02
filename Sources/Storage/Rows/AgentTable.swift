import Population

/// The table `agents`: pseudonyms outside, small integers inside.
enum AgentTable {
  /// The numbers of a person.
  enum Column: Int32, SQLColumn { case agentNo, regionNo }

  static let byID = "SELECT \(Column.names) FROM agents WHERE agent_id = $1"
  static let add = "INSERT INTO agents (agent_id, region_no, created_at) VALUES ($1, $2, $3) RETURNING agent_no"
  static let createdAt = "SELECT created_at FROM agents WHERE agent_no = $1"
  static let place = "UPDATE agents SET region_no = $1 WHERE agent_no = $2"

  /// A stored person's numbers.
  struct Entry {
    let number: Int64
    /// `nil` for a person known only as the other end of a connection.
    let region: Int64?
  }

  static func read(_ row: any SQLRow) -> Entry {
    Entry(number: row.integer(Column.agentNo), region: row.optionalInteger(Column.regionNo))
  }
}

/// The table `onboarding_aggregations`: what people stated of themselves.
enum OnboardingTable {
  /// What is kept of a person beside their number.
  enum Column: Int32, SQLColumn { case agentNo, ageBand, interestCluster, statedDimensions, answeredUs, createdAt }

  static let put = """
    INSERT INTO onboarding_aggregations (\(Column.names)) VALUES (\(Column.parameters))
    ON CONFLICT (agent_no) DO UPDATE SET age_band = excluded.age_band, interest_cluster = excluded.interest_cluster,
      stated_dimensions = excluded.stated_dimensions, answered_us = excluded.answered_us
    """

  static let delete = "DELETE FROM onboarding_aggregations WHERE agent_no = $1"

  static func write(_ person: Person, number: Int64, now: Int64, with statement: any SQLStatement) throws {
    statement.bind(Column.agentNo, number)
    statement.bind(Column.ageBand, person.ageBand.name)
    statement.bind(Column.interestCluster, person.interestCluster.name)
    statement.bind(Column.statedDimensions, try StatedDimensions.encode(person.statedDimensions))
    statement.bind(Column.answeredUs, person.answeredAt)
    statement.bind(Column.createdAt, now)
    try statement.run()
  }
}

/// The people of a region as the epoch job reads them: who they are, and what they stated.
enum PeopleQuery {
  /// Columns of both tables; `agentNo` is the same in both.
  enum Column: Int32, SQLColumn { case agentNo, agentId, ageBand, interestCluster, statedDimensions, answeredUs }

  static let byRegion = """
    SELECT \(Column.names) FROM agents JOIN onboarding_aggregations USING (agent_no)
    WHERE region_no = $1 ORDER BY agent_no
    """

  /// One person of any region.
  static let byNumber = """
    SELECT \(Column.names) FROM agents JOIN onboarding_aggregations USING (agent_no) WHERE agent_no = $1
    """

  /// The person of a row, without consents. Throws `corrupt` for names or bytes that no program writes.
  static func read(_ row: any SQLRow, region: String) throws -> Person {
    guard let agent = AgentID(row.bytes(Column.agentId)), let band = AgeBand(name: row.text(Column.ageBand)),
      let cluster = InterestCluster(name: row.text(Column.interestCluster))
    else {
      throw StoreError.corrupt(
        "person \(row.integer(Column.agentNo)): pseudonym, age band or interest cluster is not well-formed")
    }
    return Person(
      agent: agent, region: region, ageBand: band, interestCluster: cluster,
      statedDimensions: try StatedDimensions.decode(row.optionalBytes(Column.statedDimensions)),
      answeredAt: row.optionalInteger(Column.answeredUs))
  }
}

/// The twelve stated values as bytes: four each, big-endian, all ones where not asked; no bytes when none was.
enum StatedDimensions {
  static let count = 12

  /// Throws `invalidValue` unless there are twelve values of 0 to 1,000,000, or none.
  static func encode(_ values: [Int32?]) throws -> [UInt8]? {
    guard !values.isEmpty else { return nil }
    guard values.count == count, values.allSatisfy({ (0...1_000_000).contains($0 ?? 0) }) else {
      throw StoreError.invalidValue("stated dimensions: 12 values of 0 to 1,000,000, or none, are allowed")
    }
    return values.flatMap { value in
      let word = UInt32(bitPattern: value ?? -1)
      return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: word >> $0) }
    }
  }

  /// Throws `corrupt` unless there are 48 bytes, or none.
  static func decode(_ bytes: [UInt8]?) throws -> [Int32?] {
    guard let bytes else { return [] }
    guard bytes.count == 4 * count else { throw StoreError.corrupt("stated dimensions: \(bytes.count) bytes, not 48") }
    return stride(from: 0, to: bytes.count, by: 4).map { start in
      let word = bytes[start..<start + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      return word == .max ? nil : Int32(bitPattern: word)
    }
  }
}
