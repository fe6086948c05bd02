import Cryptography
import Privacy

/// What follows from a database's ledger and from its anchors as they were found: the longest goes on, where each of the
/// others is its beginning.
struct AnchorSettlement: Sendable {
  /// What was found, by path.
  let anchors: [(path: String, found: AnchorFile.Found)]
  /// The ledger that goes on; that of the database where nothing can be told.
  let ledger: [LedgerEntry]
  /// What of it the database lacks.
  let taken: [LedgerEntry]
  /// Why nothing can be told; `nil` where the ledger goes on.
  let doubt: Doubt?

  /// Why it cannot be told what was charged.
  struct Doubt: Sendable, Hashable {
    /// In words, for an operator.
    let reason: String
    /// What an anchor has and the database contradicts.
    var lost: [LedgerEntry] = []
  }

  /// Settles a database with the anchors that were found at their paths.
  ///
  /// - Parameter hasRuns: whether the database has runs of the epoch job, which no ledger without entries can have paid.
  init(database: [LedgerEntry], hasRuns: Bool, anchors: [(path: String, found: AnchorFile.Found)]) {
    var (longest, doubt) = (database, Doubt?.none)
    var isAnchored = false
    for (path, found) in anchors {
      guard case .anchor(let contents) = found, doubt == nil else { continue }
      isAnchored = true
      if !Self.isWhole(contents.entries) {
        doubt = Doubt(reason: "the entries of \(path) do not follow from each other")
      }
      switch LedgerRelation(of: longest, to: contents.entries) {
      case .same, .ahead: break
      case .behind(let missing): longest += missing
      case .forked(let year, let sequence):
        doubt = Doubt(
          reason: "from entry \(year)/\(sequence) on the database and \(path) have different ones",
          lost: contents.entries.filter { entry in !database.contains(entry) })
      }
    }
    if !isAnchored, hasRuns || !database.isEmpty { doubt = Doubt(reason: Self.reason(without: anchors)) }
    if !Self.isWhole(database) { doubt = Doubt(reason: "the entries of the database do not follow from each other") }
    (self.anchors, self.doubt) = (anchors, doubt)
    ledger = doubt == nil ? longest : database
    taken = Array(ledger.dropFirst(database.count))
  }

  /// The newest accounting year of any entry.
  var newestYear: Int? {
    let anchored = anchors.flatMap { anchor -> [LedgerEntry] in
      if case .anchor(let contents) = anchor.found { contents.entries } else { [] }
    }
    return (ledger + anchored).map(\.year).max()
  }

  private static func isWhole(_ entries: [LedgerEntry]) -> Bool {
    var ledger = BudgetLedger(cap: BudgetCap(perYear: .zero), hasher: { SHA256.digest($0) })
    do {
      for entry in entries { try ledger.replay(entry) }
      return true
    } catch {
      return false
    }
  }

  private static func reason(without anchors: [(path: String, found: AnchorFile.Found)]) -> String {
    let reasons = anchors.map { path, found in
      switch found {
      case .nothing, .anchor: "\(path), the ledger's anchor, is missing"
      case .otherStore: "\(path) is the anchor of another store"
      case .damaged(let reason): reason
      }
    }
    return reasons.joined(separator: ", ") + ", so that a copy of the database cannot be told from the database"
  }
}

/// A database's ledger that was settled with its anchors, before these are changed.
package struct SettledLedger: Sendable {
  let settlement: AnchorSettlement
  let closure: LedgerClosure?
  /// Identity of the store.
  let store: Int64
}
