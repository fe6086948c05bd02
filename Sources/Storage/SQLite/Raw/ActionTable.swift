import Population
import GRDB

/// Writes rows of `user_actions` and `adoption_marks` on one connection.
struct ActionWriter {
  private static let microsecondsPerDay: Int64 = 86_400_000_000
  static let insertSQL = """
    INSERT INTO user_actions (agent_no, action_id, kind, category, at_us, leave_us, place, coordinate, traits,
      price_tier, first_visit, item, follows, created_day)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (agent_no, action_id) DO NOTHING
    """

  private let insert: SQLStatement
  private let marks: MarkWriter
  private let day: Int64

  /// Prepares the statements; `now` is µs since 1970 UTC.
  init(_ database: Database, bounds: AdmissionBounds, now: Int64) throws {
    insert = try SQLStatement(database, cached: Self.insertSQL)
    day = now / Self.microsecondsPerDay
    marks = try MarkWriter(database, bounds: bounds, day: day)
  }

  /// Stores a visit; false when it was stored before.
  func write(_ visit: Visit, agent: Int64) throws -> Bool {
    begin(agent, visit.id, .visit, visit.category, visit.arrive)
    insert.bind(6, visit.leave)
    insert.bind(7, visit.place == Visit.noPlace ? nil : Int64(bitPattern: visit.place))
    insert.bind(8, visit.coordinate.map(PackedCoordinate.pack))
    insert.bind(9, Int64(visit.traits.rawValue))
    insert.bind(10, visit.priceTier.map(Int64.init))
    insert.bind(11, visit.firstVisitHint.map { $0 ? 1 : 0 })
    insert.bind(12, nil)
    insert.bind(13, nil)
    return try insert.finish() == 1
  }

  /// Stores an experience, a share or a session; false when it was stored before. Throws `invalidValue` for a kind that
  /// has a type of its own.
  func write(_ action: Action, agent: Int64) throws -> Bool {
    guard action.kind != .visit, action.kind != .adoption else {
      throw StoreError.invalidValue("an Action may be an experience, a share or an AI2AI session, not \(action.kind)")
    }
    begin(agent, action.id, action.kind, action.category, action.time)
    bindNoPlace()
    insert.bind(12, action.item == 0 ? nil : Int64(bitPattern: action.item))
    insert.bind(13, nil)
    return try insert.finish() == 1
  }

  /// Stores an adoption with the marks that the bound admits; false when it was stored before. `number` gives the
  /// number of a named person.
  func write(_ adoption: Adoption, agent: Int64, number: (AgentID) throws -> Int64) throws -> Bool {
    begin(agent, adoption.id, .adoption, adoption.category, adoption.time)
    bindNoPlace()
    insert.bind(12, Int64(bitPattern: adoption.item))
    insert.bind(13, (adoption.followsConnection ? 1 : 0) | (adoption.followsConnectionWithinWeek ? 2 : 0))
    guard try insert.finish() == 1 else { return false }
    try marks.write(adoption, agent: agent, number: number)
    return true
  }

  private func begin(_ agent: Int64, _ id: UInt64, _ kind: ActionKind, _ category: JourneyCategory, _ at: Int64) {
    insert.bind(1, agent)
    insert.bind(2, Int64(bitPattern: id))
    insert.bind(3, Int64(kind.rawValue))
    insert.bind(4, Int64(category.rawValue))
    insert.bind(5, at)
    insert.bind(14, day)
  }

  private func bindNoPlace() {
    for position in Int32(6)...11 { insert.bind(position, nil) }
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
