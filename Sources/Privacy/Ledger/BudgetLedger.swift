/// The rules of the privacy budget as a value: reserve, then use or abandon; no refund; a cap per accounting year;
/// a refusal changes nothing.
///
/// It keeps running totals and the end of each year's hash chain, not the rows; storage replays its rows into it at
/// start-up and stores every row it returns.
package struct BudgetLedger: Sendable {
  /// The bounds that hold.
  package let cap: BudgetCap
  private let hasher: LedgerHasher
  private var years: [Int: LedgerYear] = [:]
  private var open: [String: LedgerEntry] = [:]
  private var known: Set<String> = []
  private var lifetimeNanoRho: Int64 = 0

  /// An empty ledger.
  package init(cap: BudgetCap, hasher: @escaping LedgerHasher) {
    self.cap = cap
    self.hasher = hasher
  }

  /// What a year has spent, settled or not.
  package func spent(in year: Int) -> PrivacyCost { years[year]?.spent ?? .zero }

  /// What all years have spent, in nano-rho.
  package var spentInAllYears: Int64 { lifetimeNanoRho }

  /// Names of the reservations that are neither used nor abandoned, sorted.
  package var openReservations: [String] { open.keys.sorted() }

  /// Sets budget aside. The row of the result must be durable before anything is computed with it.
  package mutating func reserve(
    _ name: String, family: String, charge: PrivacyCost, year: Int
  ) throws(LedgerError) -> BudgetReservation {
    try check(name: name, family: family, charge: charge, year: year)
    let entry = makeEntry(name, family: family, charge: charge, change: .reserved, year: year)
    record(entry)
    return BudgetReservation(entry: entry)
  }

  /// Marks a reservation published. The row belongs into the transaction that publishes the release.
  package mutating func use(_ reservation: consuming BudgetReservation) throws(LedgerError) -> LedgerEntry {
    try settle(reservation.name, as: .used)
  }

  /// Marks a reservation as never to be published; its charge stays spent.
  package mutating func abandon(_ reservation: consuming BudgetReservation) throws(LedgerError) -> LedgerEntry {
    try settle(reservation.name, as: .abandoned)
  }

  /// Closes a reservation that a crash left open; its charge stays spent.
  package mutating func abandon(reservationNamed name: String) throws(LedgerError) -> LedgerEntry {
    try settle(name, as: .abandoned)
  }

  /// Takes over a stored row after checking its place in the chain, its digest and every rule it was made under.
  ///
  /// A cap lowered since does not make old rows invalid; it refuses new ones.
  package mutating func replay(_ entry: LedgerEntry) throws(LedgerError) {
    try checkChain(entry)
    switch entry.change {
    case .reserved: try checkForm(name: entry.reservation, family: entry.family, charge: entry.charge)
    case .used, .abandoned:
      guard let reserved = open[entry.reservation], reserved.year == entry.year, reserved.family == entry.family,
        entry.charge == .zero
      else { throw .brokenChain(year: entry.year, sequence: entry.sequence, reason: "it settles nothing that is open") }
    }
    guard spent(in: entry.year).adding(entry.charge) != nil, entry.charge.nanoRho <= Int64.max - lifetimeNanoRho else {
      throw .brokenChain(year: entry.year, sequence: entry.sequence, reason: "the sum of charges exceeds Int64")
    }
    record(entry)
  }

  private mutating func settle(_ name: String, as change: LedgerEntry.Change) throws(LedgerError) -> LedgerEntry {
    guard let reserved = open[name] else { throw .unknownReservation(name) }
    let entry = makeEntry(name, family: reserved.family, charge: .zero, change: change, year: reserved.year)
    record(entry)
    return entry
  }

  private func makeEntry(
    _ name: String, family: String, charge: PrivacyCost, change: LedgerEntry.Change, year: Int
  ) -> LedgerEntry {
    let state = years[year] ?? LedgerYear()
    var entry = LedgerEntry(
      year: year, sequence: state.lastSequence + 1, reservation: name, family: family, charge: charge, change: change,
      previousHash: state.lastHash, hash: [])
    entry.hash = hasher(entry.canonicalBytes)
    return entry
  }

  private mutating func record(_ entry: LedgerEntry) {
    years[entry.year, default: LedgerYear()].append(entry)
    lifetimeNanoRho += entry.charge.nanoRho
    open[entry.reservation] = entry.change == .reserved ? entry : nil
    known.insert(entry.reservation)
  }
}

extension BudgetLedger {
  private func check(name: String, family: String, charge: PrivacyCost, year: Int) throws(LedgerError) {
    try checkForm(name: name, family: family, charge: charge)
    let left = remaining(in: year)
    guard charge.nanoRho <= left.nanoRho else {
      throw .yearExhausted(year: year, requested: charge.nanoRho, available: left.nanoRho)
    }
    guard charge.deltaUnits <= left.deltaUnits else {
      throw .deltaExhausted(year: year, requested: charge.deltaUnits, available: left.deltaUnits)
    }
    let available = Swift.max(0, (cap.lifetimeNanoRho ?? Int64.max) - lifetimeNanoRho)
    guard charge.nanoRho <= available else {
      throw .lifetimeExhausted(requested: charge.nanoRho, available: available)
    }
  }

  /// What a year may still spend; zero when a lowered cap is already passed.
  package func remaining(in year: Int) -> PrivacyCost {
    let spent = spent(in: year)
    return PrivacyCost(
      nanoRho: Swift.max(0, cap.perYear.nanoRho - spent.nanoRho),
      deltaUnits: Swift.max(0, cap.perYear.deltaUnits - spent.deltaUnits))
  }

  private func checkForm(name: String, family: String, charge: PrivacyCost) throws(LedgerError) {
    for text in [name, family] where !(1...255).contains(text.utf8.count) { throw .invalidName(text) }
    guard charge.nanoRho >= 0, charge.deltaUnits >= 0, charge != .zero else { throw .invalidCharge(charge) }
    guard !known.contains(name) else { throw .duplicateReservation(name) }
  }

  private func checkChain(_ entry: LedgerEntry) throws(LedgerError) {
    let state = years[entry.year] ?? LedgerYear()
    let reason: String
    if entry.sequence != state.lastSequence + 1 {
      reason = "expected sequence \(state.lastSequence + 1)"
    } else if entry.previousHash != state.lastHash {
      reason = "its previous hash is not the hash of the row before"
    } else if hasher(entry.canonicalBytes) != entry.hash {
      reason = "its content is not what was hashed"
    } else {
      return
    }
    throw .brokenChain(year: entry.year, sequence: entry.sequence, reason: reason)
  }
}
