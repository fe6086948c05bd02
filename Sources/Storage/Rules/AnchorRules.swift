import Privacy
import WireFormat

/// What the database does about the ledger's anchors.
package enum AnchorRules {
  /// Settles the ledger with the anchors at these paths: the database takes what it lacks, or writes down that a year is
  /// closed. Changes no anchor. `now` is µs since 1970 UTC.
  ///
  /// Throws `invalidLocation` when a copy, which is every anchor but the first, is that of another store.
  package static func settle(
    _ paths: [String], now: Int64, in transaction: any SQLTransaction
  ) throws -> SettledLedger {
    let settlement = try settlement(paths, in: transaction)
    for entry in settlement.taken { try LedgerRules.append(entry, in: transaction) }
    return SettledLedger(
      settlement: settlement, closure: try closure(of: settlement, now: now, in: transaction),
      store: try identity(in: transaction))
  }

  /// What settling the ledger with the anchors at these paths would do; changes nothing.
  package static func plan(_ paths: [String], in transaction: any SQLTransaction) throws -> RestorationPlan {
    let settlement = try settlement(paths, in: transaction)
    let copied = try LedgerRules.entries(in: transaction)
    let epochs = settlement.ledger.compactMap { EpochRunRules.epoch(ofReservation: $0.reservation) }
    return RestorationPlan(
      copiedEntries: copied.count, copiedNanoRho: nanoRho(of: copied), takenEntries: settlement.taken.count,
      takenNanoRho: nanoRho(of: settlement.taken),
      newestEpoch: max(epochs.max() ?? 0, try EpochRunRules.newestEpoch(in: transaction)),
      doubt: settlement.doubt?.reason)
  }

  private static func nanoRho(of entries: [LedgerEntry]) -> Int64 {
    entries.reduce(0) { $0.addingReportingOverflow($1.charge.nanoRho).partialValue }
  }

  private static func settlement(_ paths: [String], in transaction: any SQLTransaction) throws -> AnchorSettlement {
    let store = try identity(in: transaction)
    let anchors = try paths.map { path in (path, try AnchorFile.find(at: path, store: store)) }
    for case (let path, .otherStore) in anchors.dropFirst() {
      throw StoreError.invalidLocation("\(path) is the anchor of another store; name another directory")
    }
    return AnchorSettlement(
      database: try LedgerRules.entries(in: transaction),
      hasRuns: try transaction.statement(EpochRunTable.newestEpoch).integer() != nil, anchors: anchors)
  }

  /// Goes on in spite of a closure, at the cost of what is known to be lost; the anchors are to begin anew afterwards.
  static func reopen(_ closure: LedgerClosure, now: Int64, in transaction: any SQLTransaction) throws {
    var ledger = try LedgerRules.replay(cap: BudgetCap(perYear: .zero), in: transaction)
    let epoch = max(try EpochRunRules.newestEpoch(in: transaction), closure.lostEpoch) + 1
    do {
      let entry = try ledger.reopen(
        EpochRunRules.reservation(epoch: epoch, "reopened"), charge: closure.lost, year: closure.year, at: now)
      try LedgerRules.append(entry, in: transaction)
    } catch let error as LedgerError {
      throw StoreError.ledger(error)
    }
  }

  /// Forgets that a year was closed.
  static func forgetClosure(in transaction: any SQLTransaction) throws {
    try transaction.statement(MetadataTable.remove).run(closedYear)
  }

  private static let closedYear = "ledger_closed_year"

  /// When the store was made: no two stores are made in one microsecond, and a copy of one keeps it.
  private static func identity(in transaction: any SQLTransaction) throws -> Int64 {
    guard let identity = try transaction.statement(MetadataTable.number).integer("created_at") else {
      throw StoreError.corrupt("meta: the store does not say when it was made")
    }
    return identity
  }

  /// The year that is closed by a doubt, which is that of the first time it was noticed.
  private static func closure(
    of settlement: AnchorSettlement, now: Int64, in transaction: any SQLTransaction
  ) throws -> LedgerClosure? {
    guard let doubt = settlement.doubt else {
      try forgetClosure(in: transaction)
      return nil
    }
    let known = try transaction.statement(MetadataTable.number).integer(closedYear).map(Int.init)
    let year = known ?? max(CivilTime(microseconds: now).date.year, settlement.newestYear ?? 0)
    if known == nil { try transaction.statement(MetadataTable.addNumber).run(closedYear, year, now) }
    let lost = doubt.lost.reduce(PrivacyCost.zero) {
      $0.adding($1.charge) ?? PrivacyCost(nanoRho: .max, deltaUnits: .max)
    }
    return LedgerClosure(
      year: year, reason: doubt.reason, lost: lost,
      lostEpoch: doubt.lost.compactMap { EpochRunRules.epoch(ofReservation: $0.reservation) }.max() ?? 0)
  }
}
