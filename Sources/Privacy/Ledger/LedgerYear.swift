/// Where one accounting year stands: its total and the end of its hash chain.
struct LedgerYear: Sendable {
  private(set) var spent = PrivacyCost.zero
  private(set) var lastSequence: Int64 = 0
  private(set) var lastHash: [UInt8] = []
  /// The policy of the first charge, which is that of all.
  private(set) var policy: String?

  /// Adds a row that was checked before; arithmetic traps rather than wraps.
  mutating func append(_ entry: LedgerEntry) {
    spent.nanoRho += entry.charge.nanoRho
    spent.deltaUnits += entry.charge.deltaUnits
    lastSequence = entry.sequence
    lastHash = entry.hash
    if entry.change == .reserved { policy = policy ?? entry.policy }
  }
}
