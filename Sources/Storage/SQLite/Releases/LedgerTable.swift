import GRDB
package import Privacy

/// Reads and appends ledger entries under the rules of `BudgetLedger`.
///
/// Every write replays the stored rows first, inside its own transaction. That costs about a millisecond for a year of
/// entries, happens a few times a day, and leaves no state in memory that a crash or a rollback could contradict.
enum LedgerTable {
  private static let columns = "year, seq, reservation_id, family, nano_rho, delta_units, change, previous_hash, hash"
  static let all = "SELECT \(columns) FROM ledger ORDER BY year, seq"
  static let lastOfYear = "SELECT \(columns) FROM ledger WHERE year = ? ORDER BY seq DESC LIMIT 1"
  static let reservedByName = "SELECT \(columns) FROM ledger WHERE reservation_id = ? AND change = 1"
  static let ofYear = "SELECT \(columns) FROM ledger WHERE year = ? ORDER BY seq"

  static func make(_ row: SQLRow) throws -> LedgerEntry {
    guard let change = LedgerEntry.Change(rawValue: UInt8(truncatingIfNeeded: row.integer(6))) else {
      throw StoreError.corrupt("ledger \(row.integer(0))/\(row.integer(1)): unknown change")
    }
    return LedgerEntry(
      year: Int(row.integer(0)), sequence: row.integer(1), reservation: row.text(2), family: row.text(3),
      charge: PrivacyCost(nanoRho: row.integer(4), deltaUnits: row.integer(5)), change: change,
      previousHash: row.bytes(7), hash: row.bytes(8))
  }

  /// The ledger as it is stored.
  static func replay(cap: BudgetCap, in database: Database) throws -> BudgetLedger {
    var ledger = BudgetLedger(cap: cap, hasher: { Digest.sha256($0) })
    let entries = try database.statement(all).rows(as: make)
    for entry in entries {
      do { try ledger.replay(entry) } catch { throw StoreError.ledger(error) }
    }
    return ledger
  }

  static func append(_ entry: LedgerEntry, now: Int64, in database: Database) throws {
    try database.statement("INSERT INTO ledger (\(columns), created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)").run(
      entry.year, entry.sequence, entry.reservation, entry.family, entry.charge.nanoRho, entry.charge.deltaUnits,
      Int64(entry.change.rawValue), entry.previousHash, entry.hash, now)
  }

  /// Reserves a charge. Throws `ledger` when the ledger refuses it.
  static func reserve(
    _ name: String, family: String, charge: PrivacyCost, year: Int, cap: BudgetCap, now: Int64, in database: Database
  ) throws -> LedgerEntry {
    var ledger = try replay(cap: cap, in: database)
    let entry: LedgerEntry
    do {
      entry = try ledger.reserve(name, family: family, charge: charge, year: year).entry
    } catch {
      throw StoreError.ledger(error)
    }
    try append(entry, now: now, in: database)
    return entry
  }

  /// Ends a reservation. Throws `ledger` when none of that name is open.
  static func settle(_ name: String, as change: LedgerEntry.Change, now: Int64, in database: Database) throws {
    guard let reserved = try database.statement(reservedByName).first(name, as: make),
      let last = try database.statement(lastOfYear).first(reserved.year, as: make)
    else { throw StoreError.ledger(.unknownReservation(name)) }
    var entry = LedgerEntry(
      year: reserved.year, sequence: last.sequence + 1, reservation: name, family: reserved.family, charge: .zero,
      change: change, previousHash: last.hash, hash: [])
    entry.hash = Digest.sha256(entry.canonicalBytes)
    // What is settled costs nothing more, so no cap can refuse it; replaying the new row applies every other rule.
    var ledger = try replay(cap: BudgetCap(perYear: .zero), in: database)
    guard ledger.openReservations.contains(name) else { throw StoreError.ledger(.unknownReservation(name)) }
    do { try ledger.replay(entry) } catch { throw StoreError.ledger(error) }
    try append(entry, now: now, in: database)
  }
}

extension SQLiteStore {
  package func reserve(
    _ reservation: String, family: String, charge: PrivacyCost, year: Int, cap: BudgetCap, at now: Int64
  ) async throws(StoreError) -> LedgerEntry {
    try await write {
      try LedgerTable.reserve(
        reservation, family: family, charge: charge, year: year, cap: cap, now: now, in: $0)
    }
  }

  package func settle(
    _ reservation: String, as change: LedgerEntry.Change, at now: Int64
  ) async throws(StoreError) {
    guard change != .reserved else { throw .invalidValue("a reservation is settled as used or abandoned") }
    try await write { try LedgerTable.settle(reservation, as: change, now: now, in: $0) }
  }

  package func ledger(cap: BudgetCap) async throws(StoreError) -> BudgetLedger {
    try await read { try LedgerTable.replay(cap: cap, in: $0) }
  }

  package func ledgerEntries(of year: Int) async throws(StoreError) -> [LedgerEntry] {
    try await read { try $0.statement(LedgerTable.ofYear).rows(year, as: LedgerTable.make) }
  }
}
