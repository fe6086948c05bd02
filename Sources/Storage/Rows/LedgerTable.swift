import Privacy

/// The table `ledger`, append-only: a chain of entries for each year.
enum LedgerTable {
  /// What is kept of an entry.
  enum Column: Int32, SQLColumn {
    case year, seq, reservationId, family, policy, createdAt, nanoRho, deltaUnits, change, previousHash, hash,
      lifetimeNanoRho
  }

  static let all = "SELECT \(Column.names) FROM ledger ORDER BY year, seq"
  static let lastOfYear = "SELECT \(Column.names) FROM ledger WHERE year = $1 ORDER BY seq DESC LIMIT 1"
  static let reservedByName = "SELECT \(Column.names) FROM ledger WHERE reservation_id = $1 AND change = 1"
  /// Names of the reservations that are neither used nor abandoned.
  static let open = """
    SELECT reservation_id FROM ledger AS reserved WHERE change = 1 AND NOT EXISTS
      (SELECT 1 FROM ledger WHERE reservation_id = reserved.reservation_id AND change IN (2, 3))
    ORDER BY reservation_id
    """
  static let append = "INSERT INTO ledger (\(Column.names)) VALUES (\(Column.parameters))"

  static func write(_ entry: LedgerEntry, with statement: any SQLStatement) throws {
    statement.bind(Column.year, entry.year)
    statement.bind(Column.seq, entry.sequence)
    statement.bind(Column.reservationId, entry.reservation)
    statement.bind(Column.family, entry.family)
    statement.bind(Column.policy, entry.policy)
    statement.bind(Column.createdAt, entry.time)
    statement.bind(Column.nanoRho, entry.charge.nanoRho)
    statement.bind(Column.deltaUnits, entry.charge.deltaUnits)
    statement.bind(Column.change, Int64(entry.change.rawValue))
    statement.bind(Column.previousHash, entry.previousHash)
    statement.bind(Column.hash, entry.hash)
    statement.bind(Column.lifetimeNanoRho, entry.lifetimeNanoRho)
    try statement.run()
  }

  /// The entry of a row. Throws `corrupt` for a change no program writes.
  static func read(_ row: any SQLRow) throws -> LedgerEntry {
    guard let change = LedgerEntry.Change(rawValue: UInt8(truncatingIfNeeded: row.integer(Column.change))) else {
      throw StoreError.corrupt("ledger \(row.integer(Column.year))/\(row.integer(Column.seq)): unknown change")
    }
    return LedgerEntry(
      year: Int(row.integer(Column.year)), sequence: row.integer(Column.seq),
      reservation: row.text(Column.reservationId), family: row.text(Column.family),
      policy: row.text(Column.policy), time: row.integer(Column.createdAt),
      charge: PrivacyCost(nanoRho: row.integer(Column.nanoRho), deltaUnits: row.integer(Column.deltaUnits)),
      change: change, lifetimeNanoRho: row.optionalInteger(Column.lifetimeNanoRho),
      previousHash: row.bytes(Column.previousHash), hash: row.bytes(Column.hash))
  }
}
