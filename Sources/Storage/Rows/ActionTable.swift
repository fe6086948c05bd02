import Population

/// The table `user_actions`: visits, experiences, shares, sessions and adoptions, a row each.
///
/// Millions of rows are written by an import and read by an epoch, so statements are handed in, prepared once.
enum ActionTable {
  /// The columns that the epoch job reads, then those by which rows are found or kept.
  enum Column: Int32, SQLColumn {
    case actionId, kind, category, atUs, leaveUs, place, coordinate, traits, priceTier, firstVisit, item, sequence
    case agentNo, createdDay, source
  }

  static let add = insertion(into: "user_actions")
  /// Writes a row as `add` does, to where it stays for the transaction only.
  static let discard = insertion(into: "discarded_actions")
  static let dropDiscarded = "DELETE FROM discarded_actions"
  static let ofAgent = """
    SELECT \(Column.names(through: .sequence)) FROM user_actions WHERE agent_no = $1 AND at_us >= $2 AND at_us < $3
    """
  /// What finds a row again.
  enum KeyColumn: Int32, SQLColumn { case agentNo, actionId }

  static let ofRegionBefore = """
    SELECT \(KeyColumn.names) FROM agents JOIN user_actions USING (agent_no)
    WHERE region_no = $1 AND at_us < $2 LIMIT $3
    """
  /// Says anew where among the visits of its moment a visit stands.
  static let move = """
    UPDATE user_actions SET sequence = $1 WHERE agent_no = $2 AND action_id = $3 AND sequence IS DISTINCT FROM $1
    """
  /// Deletes rows of one person, at most so many.
  static let deleteOfAgent = """
    DELETE FROM user_actions WHERE agent_no = $1
      AND action_id IN (SELECT action_id FROM user_actions WHERE agent_no = $1 LIMIT $2)
    """
  static let delete = "DELETE FROM user_actions WHERE agent_no = $1 AND action_id = $2"
  static let deleteOfSource = "DELETE FROM user_actions WHERE agent_no = $1 AND source = $2"

  private static func insertion(into table: String) -> String {
    """
    INSERT INTO \(table) (\(Column.names)) VALUES (\(Column.parameters))
    ON CONFLICT (agent_no, action_id) DO NOTHING
    """
  }

  static func readKey(_ row: any SQLRow) -> (agent: Int64, action: Int64) {
    (row.integer(KeyColumn.agentNo), row.integer(KeyColumn.actionId))
  }

  /// Who did something, the day (counted from 1970 UTC) on which it was stored, and the number of the link that it came
  /// through.
  struct Origin {
    let agent: Int64
    let day: Int64
    let source: Int64?
  }

  /// Stores a visit; false when it was stored before.
  static func write(_ visit: Visit, of origin: Origin, with statement: any SQLStatement) throws -> Bool {
    bind(visit.id, .visit, visit.category, visit.arrive, origin, to: statement)
    statement.bind(Column.leaveUs, visit.leave)
    statement.bind(Column.place, visit.place == Visit.noPlace ? nil : Int64(bitPattern: visit.place))
    statement.bind(Column.coordinate, visit.coordinate.map(PackedCoordinate.pack))
    statement.bind(Column.traits, Int64(visit.traits.rawValue))
    statement.bind(Column.priceTier, visit.priceTier.map(Int64.init))
    statement.bind(Column.firstVisit, visit.firstVisitHint)
    statement.bind(Column.item, Int64?.none)
    statement.bind(Column.sequence, stored(visit.sequence))
    return try statement.run() == 1
  }

  /// Stores a visit's sequence where the row is there and has another.
  static func move(_ visit: Visit, of origin: Origin, with statement: any SQLStatement) throws {
    try statement.run(stored(visit.sequence), origin.agent, Int64(bitPattern: visit.id))
  }

  /// Most visits are alone in their moment, and take no room for it.
  private static func stored(_ sequence: UInt32) -> Int64? { sequence == 0 ? nil : Int64(sequence) }

  /// Stores an experience, a share or a session; false when it was stored before.
  static func write(_ action: Action, of origin: Origin, with statement: any SQLStatement) throws -> Bool {
    bind(action.id, action.kind, action.category, action.time, origin, to: statement)
    bindNoPlace(to: statement)
    statement.bind(Column.item, action.item == 0 ? nil : Int64(bitPattern: action.item))
    return try statement.run() == 1
  }

  /// Stores an adoption; false when it was stored before.
  static func write(_ adoption: Adoption, of origin: Origin, with statement: any SQLStatement) throws -> Bool {
    bind(adoption.id, .adoption, adoption.category, adoption.time, origin, to: statement)
    bindNoPlace(to: statement)
    statement.bind(Column.item, Int64(bitPattern: adoption.item))
    return try statement.run() == 1
  }

  private static func bind(
    _ id: UInt64, _ kind: ActionKind, _ category: JourneyCategory, _ at: Int64, _ origin: Origin,
    to statement: any SQLStatement
  ) {
    statement.bind(Column.actionId, Int64(bitPattern: id))
    statement.bind(Column.kind, Int64(kind.rawValue))
    statement.bind(Column.category, Int64(category.rawValue))
    statement.bind(Column.atUs, at)
    statement.bind(Column.agentNo, origin.agent)
    statement.bind(Column.createdDay, origin.day)
    statement.bind(Column.source, origin.source)
  }

  private static func bindNoPlace(to statement: any SQLStatement) {
    for column in Column.leaveUs.rawValue...Column.firstVisit.rawValue { statement.bindNull(at: column + 1) }
    statement.bindNull(at: Column.sequence.rawValue + 1)
  }
}

extension ActionTable {
  /// Adds what a row of `ofAgent` says to a person's records. Throws `corrupt` for an unknown kind or category.
  static func read(_ row: any SQLRow, into records: inout AgentRecords) throws {
    let id = UInt64(bitPattern: row.integer(Column.actionId))
    guard let kind = ActionKind(rawValue: UInt8(truncatingIfNeeded: row.integer(Column.kind))),
      let category = JourneyCategory(rawValue: UInt8(truncatingIfNeeded: row.integer(Column.category)))
    else { throw StoreError.corrupt("user_actions \(records.person.agent)/\(id): unknown kind or category") }
    let time = row.integer(Column.atUs)
    switch kind {
    case .visit: records.visits.append(visit(row, id: id, arrive: time, category: category))
    case .adoption:
      let item = UInt64(bitPattern: row.integer(Column.item))
      records.adoptions.append(Adoption(id: id, item: item, category: category, time: time))
    case .experience, .share, .ai2aiSession:
      let item = UInt64(bitPattern: row.integer(Column.item))
      records.actions.append(Action(id: id, kind: kind, time: time, category: category, item: item))
    }
  }

  private static func visit(_ row: any SQLRow, id: UInt64, arrive: Int64, category: JourneyCategory) -> Visit {
    Visit(
      id: id, place: UInt64(bitPattern: row.integer(Column.place)), arrive: arrive,
      leave: row.optionalInteger(Column.leaveUs),
      coordinate: row.optionalInteger(Column.coordinate).flatMap(PackedCoordinate.unpack), category: category,
      traits: PlaceTraits(rawValue: UInt8(truncatingIfNeeded: row.integer(Column.traits))),
      priceTier: row.optionalInteger(Column.priceTier).map(UInt8.init(truncatingIfNeeded:)),
      firstVisitHint: row.optionalInteger(Column.firstVisit).map { $0 != 0 },
      sequence: UInt32(truncatingIfNeeded: row.integer(Column.sequence)))
  }
}

/// A coarse coordinate as one integer of at most four bytes.
enum PackedCoordinate {
  static func pack(_ coordinate: CoarseCoordinate) -> Int64 {
    (Int64(coordinate.latitude) + 9_000) * 36_001 + Int64(coordinate.longitude) + 18_000
  }

  static func unpack(_ value: Int64) -> CoarseCoordinate? {
    CoarseCoordinate(latitude: Int(value / 36_001) - 9_000, longitude: Int(value % 36_001) - 18_000)
  }
}
