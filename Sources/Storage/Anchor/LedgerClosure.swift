import Privacy

/// Why an accounting year is closed: what was charged in it is not known for certain.
package struct LedgerClosure: Sendable, Hashable {
  /// The year that is closed; a later one is open.
  package let year: Int
  /// What does not fit together, for an operator.
  package let reason: String
  /// What is known to have been spent by entries that the database does not have and that its own contradict.
  let lost: PrivacyCost
  /// The highest epoch of these; 0 without any.
  let lostEpoch: Int64

  /// A closure of the year.
  init(year: Int, reason: String, lost: PrivacyCost = .zero, lostEpoch: Int64 = 0) {
    (self.year, self.reason, self.lost, self.lostEpoch) = (year, reason, lost, lostEpoch)
  }

  /// The refusal of a charge.
  package var refusal: StoreError { .ledger(.yearClosed(year: year, reason: reason)) }
}
