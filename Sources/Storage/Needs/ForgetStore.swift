package import Population

/// A person who is being forgotten, or was: durable from the moment it is asked for until the last byte is gone, so that
/// whoever is killed in the middle goes on where they were.
package struct ForgetRecord: Sendable, Hashable {
  /// Identity of the receipt.
  package var receiptID: String
  /// When it was asked for, µs since 1970 UTC.
  package var requestedAt: Int64
  /// When everything was gone from database and log, µs; `nil` while it is under way.
  package var finishedAt: Int64?
  /// Rows deleted so far.
  package var deleted: [ForgottenKind: Int]
}

/// Somebody who was forgotten, as a copy of the store must be told that does not know of it.
package struct ForgottenPerson: Sendable, Hashable {
  /// The pseudonym, which is all that is left of the name.
  package var agent: AgentID
  /// What was done.
  package var record: ForgetRecord
  /// When they agreed to something anew, µs since 1970 UTC; `nil` while no import may bring them back.
  package var liftedAt: Int64?
}

/// What is deleted of a person, in the order in which it is. The raw value is its name on the wire.
package enum ForgottenKind: String, Sendable, Hashable, CaseIterable {
  /// Both ends of each of their connections: first, because later nothing tells who the peers are.
  case connections
  case visitsAndActions = "visits_and_actions"
  case sessions
  /// With the customers of partners who stand for them: after what these tell of sessions.
  case links
  case onboarding
}

/// Deletes everything that is held of a person but their pseudonym and the history of their consent.
package protocol ForgetStore: Sendable {
  /// Withdraws every purpose, ends the registration and writes down that the rest is to follow, all at once. From then on
  /// nothing of the person is counted or kept, and no import brings them back before they agree anew. Gives the record
  /// that stands where the person was forgotten already and has not registered since.
  func beginForgetting(
    _ agent: AgentID, receiptID: String, setBy: String, at now: Int64
  ) async throws(StoreError) -> Result<ForgetRecord, PersonRefusal>
  /// Deletes at most `limit` rows, at least 1, in one transaction. Returns whether there may be more. Throws `notFound`.
  func forgetRows(_ receiptID: String, limit: Int) async throws(StoreError) -> Bool
  /// Writes the deleted over where the engine keeps it, in the database and in its log. Returns whether that is done: a
  /// reader may still need the log. Small stores are rewritten whole, which also takes the copies that the engine left
  /// when it moved rows; in larger ones these stay until their room is needed.
  func purgeDeleted() async throws(StoreError) -> Bool
  /// Writes down that everything is gone; the first time stays. Throws `notFound`.
  func finishForgetting(_ receiptID: String, at now: Int64) async throws(StoreError) -> ForgetRecord
  /// Everybody who was ever forgotten, once for each time, oldest first.
  func forgottenPeople() async throws(StoreError) -> [ForgottenPerson]
  /// Receipts of what is not finished, oldest first.
  func openForgets() async throws(StoreError) -> [String]
}
