/// What a copy of a database would bring, and what would become of the ledger.
package struct RestorationPlan: Sendable, Hashable {
  /// Entries of the ledger in the copy.
  package let copiedEntries: Int
  /// What they have spent in all years.
  package let copiedNanoRho: Int64
  /// Entries that the copy lacks and takes from the anchor.
  package let takenEntries: Int
  /// What these have spent.
  package let takenNanoRho: Int64
  /// The highest epoch of the ledger that goes on; 0 before the first.
  package let newestEpoch: Int64
  /// How many people are forgotten in the copy now because they were after it was made.
  package var forgottenAgain = 0
  /// Why the year would be closed; nil where the ledger goes on.
  package let doubt: String?
}

/// A copy of a database that stands ready beside the store that it is to replace, which nobody else can open meanwhile.
package protocol StoreRestoration: Sendable {
  /// What it would bring.
  var plan: RestorationPlan { get }
  /// Puts the copy in the place of the database, whole or not at all; what was there is gone. The anchor is settled when
  /// the store is opened next.
  func carryOut() throws(StoreError)
  /// Removes the copy and lets the store go. Does nothing after `carryOut`.
  func giveUp()
}

/// What a copy is judged by before it may replace a store.
package struct RestorationRequest: Sendable {
  /// Path of the copy: a database file, with its log beside it if it has one.
  package let file: String
  /// The store whose database it replaces; nothing need be there but the secret.
  package let location: StoreLocation
  /// Directories with copies of the anchor.
  package let anchorDirectories: [String]
  /// Version and check value of the secret beside the store: the copy must have been made with it.
  package let pepper: (version: Int64, checkValue: [UInt8])
  /// Everybody whom the store in its place has forgotten: the copy must not bring them back.
  package let forgotten: [ForgottenPerson]

  /// A request.
  package init(
    file: String, location: StoreLocation, anchorDirectories: [String], pepper: (version: Int64, checkValue: [UInt8]),
    forgotten: [ForgottenPerson] = []
  ) {
    (self.file, self.location, self.anchorDirectories) = (file, location, anchorDirectories)
    (self.pepper, self.forgotten) = (pepper, forgotten)
  }
}
