import Cryptography
package import Population
package import Storage

/// Forgets people: what is asked for is durable at once, the rest follows in steps, by whoever asks or, where they were
/// cut or the server was killed, by the clock.
package struct Forgetting: Sendable {
  /// Most rows that one step deletes.
  static let rowsAtOnce = 1_000
  /// How often an asker looks whether readers have let the log go, and how long after each look, in milliseconds.
  private static let patience = (looks: 40, milliseconds: 50)

  private let store: any ForgetStore

  /// Forgets people of a store.
  package init(store: any ForgetStore) { self.store = store }

  /// Forgets a person and gives the receipt: without a time of its end where readers still need the store's log; the
  /// clock's work finishes that.
  ///
  /// - Parameter setBy: who asks, in words.
  package func forget(
    _ agent: AgentID, setBy: String, clock: TimeSource
  ) async throws -> Result<ForgetRecord, PersonRefusal> {
    let receiptID = "fgt_\(Hexadecimal.encode(try RandomBytes.make(8)))"
    let begun = try await store.beginForgetting(agent, receiptID: receiptID, setBy: setBy, at: clock.now)
    guard case .success(let record) = begun, record.finishedAt == nil else { return begun }
    return .success(try await finish(record.receiptID, clock: clock) ?? record)
  }

  /// Goes on with everything that was begun and is not finished, for the clock. Returns what was done, in words.
  package func goOn(clock: TimeSource) async throws -> String {
    var finished = 0
    for receipt in try await store.openForgets() {
      if try await finish(receipt, clock: clock) != nil { finished += 1 }
    }
    return finished == 0 ? "" : "forgot \(finished) people"
  }

  /// Deletes what is left and has it written over; nil where that cannot be done to the end yet.
  private func finish(_ receiptID: String, clock: TimeSource) async throws -> ForgetRecord? {
    while try await store.forgetRows(receiptID, limit: Self.rowsAtOnce) { try Task.checkCancellation() }
    for _ in 0..<Self.patience.looks {
      if try await store.purgeDeleted() {
        return try await store.finishForgetting(receiptID, at: clock.now)
      }
      try await Task.sleep(for: .milliseconds(Self.patience.milliseconds))
    }
    return nil
  }
}
