/// The rules of the privacy budget as a value: reserve, then use or abandon; no refund; a cap for each accounting year
/// and for any 366 days; one policy a year; no charge by a clock that cannot be right; a refusal changes nothing.
///
/// It keeps running totals and the end of each year's hash chain, not the rows; storage replays its rows into it at
/// start-up and stores every row it returns.
package struct BudgetLedger: Sendable {
  /// The bounds that hold.
  package let cap: BudgetCap
  private let hasher: LedgerHasher
  private var years: [Int: LedgerYear] = [:]
  private var open: [String: LedgerEntry] = [:]
  private(set) var known: Set<String> = []
  private var lifetimeNanoRho: Int64 = 0
  /// The most nano-rho over all years that an entry has set; `nil` while none has.
  package private(set) var enteredBound: Int64?
  private var charges: [(time: Int64, cost: PrivacyCost)] = []
  /// The latest time of a charge, in microseconds since 1970 UTC; `nil` while there is none.
  package private(set) var newest: Int64?

  /// How far the clock may be before the newest entry.
  package static let mostBehind = LedgerEntry.day
  /// How far the clock may be ahead of the newest entry without being said to be right.
  package static let mostAhead = 45 * LedgerEntry.day
  /// How long a charge counts against the cap, whatever the calendar says.
  package static let span = 366 * LedgerEntry.day

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
  ///
  /// - Parameters:
  ///   - year: the accounting year of `time`, UTC.
  ///   - time: the wall clock, in microseconds since 1970 UTC.
  ///   - acceptsClock: whether somebody says that a clock far ahead of the newest entry is right.
  package mutating func reserve(
    _ name: String, family: String, policy: String, charge: PrivacyCost, year: Int, at time: Int64,
    acceptsClock: Bool = false
  ) throws(LedgerError) -> BudgetReservation {
    try checkForm(name: name, family: family, charge: charge)
    try checkClock(time, isAccepted: acceptsClock)
    if let begun = years[year]?.policy, begun != policy {
      throw .otherPolicy(year: year, begun: begun, asked: policy)
    }
    try checkBudget(charge, year: year, at: time)
    let entry = makeEntry(
      name, family: family, policy: policy, charge: charge, change: .reserved, year: year, at: time)
    record(entry)
    return BudgetReservation(entry: entry)
  }

  /// Marks a reservation published. The row belongs into the transaction that publishes the release.
  package mutating func use(_ reservation: consuming BudgetReservation, at time: Int64) throws(LedgerError)
    -> LedgerEntry
  {
    try settle(reservation.name, as: .used, at: time)
  }

  /// Marks a reservation as never to be published; its charge stays spent.
  package mutating func abandon(_ reservation: consuming BudgetReservation, at time: Int64) throws(LedgerError)
    -> LedgerEntry
  {
    try settle(reservation.name, as: .abandoned, at: time)
  }

  /// Closes a reservation that a crash left open; its charge stays spent.
  package mutating func abandon(reservationNamed name: String, at time: Int64) throws(LedgerError) -> LedgerEntry {
    try settle(name, as: .abandoned, at: time)
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
        reserved.policy == entry.policy, entry.charge == .zero
      else { throw .brokenChain(year: entry.year, sequence: entry.sequence, reason: "it settles nothing that is open") }
    case .reopened, .bounded:
      guard entry.charge.nanoRho >= 0, entry.charge.deltaUnits >= 0, !known.contains(entry.reservation),
        (entry.change == .bounded) == (entry.lifetimeNanoRho != nil), entry.change == .reopened || entry.charge == .zero
      else { throw .brokenChain(year: entry.year, sequence: entry.sequence, reason: "no ledger makes such an entry") }
    }
    guard spent(in: entry.year).adding(entry.charge) != nil, entry.charge.nanoRho <= Int64.max - lifetimeNanoRho else {
      throw .brokenChain(year: entry.year, sequence: entry.sequence, reason: "the sum of charges exceeds Int64")
    }
    record(entry)
  }

  private mutating func settle(
    _ name: String, as change: LedgerEntry.Change, at time: Int64
  ) throws(LedgerError) -> LedgerEntry {
    guard let reserved = open[name] else { throw .unknownReservation(name) }
    let entry = makeEntry(
      name, family: reserved.family, policy: reserved.policy, charge: .zero, change: change, year: reserved.year,
      at: time)
    record(entry)
    return entry
  }

  func makeEntry(
    _ name: String, family: String, policy: String, charge: PrivacyCost, change: LedgerEntry.Change, year: Int,
    at time: Int64, lifetimeNanoRho: Int64? = nil
  ) -> LedgerEntry {
    let state = years[year] ?? LedgerYear()
    var entry = LedgerEntry(
      year: year, sequence: state.lastSequence + 1, reservation: name, family: family, policy: policy, time: time,
      charge: charge, change: change, lifetimeNanoRho: lifetimeNanoRho, previousHash: state.lastHash, hash: [])
    entry.hash = hasher(entry.canonicalBytes)
    return entry
  }

  mutating func record(_ entry: LedgerEntry) {
    years[entry.year, default: LedgerYear()].append(entry)
    lifetimeNanoRho += entry.charge.nanoRho
    open[entry.reservation] = entry.change == .reserved ? entry : nil
    known.insert(entry.reservation)
    if let bound = entry.lifetimeNanoRho { enteredBound = Swift.min(enteredBound ?? bound, bound) }
    if entry.charge != .zero { charges.append((entry.time, entry.charge)) }
    // Whatever else is entered may be dated by a clock that nobody has judged.
    if entry.change == .reserved { newest = Swift.max(newest ?? entry.time, entry.time) }
  }
}

extension BudgetLedger {
  private func checkBudget(_ charge: PrivacyCost, year: Int, at time: Int64) throws(LedgerError) {
    let left = remaining(in: year, at: time)
    guard charge.nanoRho <= left.nanoRho else {
      throw .yearExhausted(year: year, requested: charge.nanoRho, available: left.nanoRho)
    }
    guard charge.deltaUnits <= left.deltaUnits else {
      throw .deltaExhausted(year: year, requested: charge.deltaUnits, available: left.deltaUnits)
    }
    let available = remainingInAllYears ?? Int64.max
    guard charge.nanoRho <= available else {
      throw .lifetimeExhausted(requested: charge.nanoRho, available: available)
    }
  }

  /// What a year may still spend at a time, microseconds since 1970 UTC: what its own charges leave, and those of the 366
  /// days before, whichever is less; zero when a lowered cap is already passed.
  package func remaining(in year: Int, at time: Int64) -> PrivacyCost {
    let (own, lately) = (spent(in: year), spent(since: time.subtractingReportingOverflow(Self.span)))
    return PrivacyCost(
      nanoRho: Swift.max(0, cap.perYear.nanoRho - Swift.max(own.nanoRho, lately.nanoRho)),
      deltaUnits: Swift.max(0, cap.perYear.deltaUnits - Swift.max(own.deltaUnits, lately.deltaUnits)))
  }

  private func spent(since start: (partialValue: Int64, overflow: Bool)) -> PrivacyCost {
    let start = start.overflow ? Int64.min : start.partialValue
    return charges.reduce(.zero) { sum, charge in
      charge.time > start ? sum.adding(charge.cost) ?? PrivacyCost(nanoRho: .max, deltaUnits: .max) : sum
    }
  }

  /// A wall clock alone must not choose the year that pays.
  private func checkClock(_ time: Int64, isAccepted: Bool) throws(LedgerError) {
    guard let newest else { return }
    let (distance, overflow) = time.subtractingReportingOverflow(newest)
    let ahead = overflow ? (time < newest ? Int64.min + 1 : .max) : Swift.max(distance, .min + 1)
    guard ahead >= -Self.mostBehind else { throw .clockBehind(by: -ahead) }
    guard ahead <= Self.mostAhead || isAccepted else { throw .clockAhead(by: ahead) }
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
