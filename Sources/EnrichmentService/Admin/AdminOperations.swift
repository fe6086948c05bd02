import Answers
package import EnrichmentSchema
import Privacy
import Storage
import Synchronization

/// What an operator may do with a store; the admin service and the command line both call this.
package struct AdminOperations: Sendable {
  /// Keys of the store.
  package let keys: KeyIssuer
  private let epochs: EpochJob
  private let ledger: any LedgerStore
  private let isReleasing = Flag()
  /// Runs after each change of keys or releases, so that the serving process sees it at once.
  private let changed: @Sendable () async -> Void

  /// Works on an opened store.
  package init(_ opened: OpenedStore, changed: @escaping @Sendable () async -> Void = {}) {
    keys = KeyIssuer(keys: opened.store, pepper: opened.pepper)
    epochs = EpochJob(store: opened.store)
    ledger = opened.store
    self.changed = changed
  }

  /// Makes a key.
  package func createKey(_ request: CreateKeyRequest) async throws -> CreateKeyResponse {
    let response = try await keys.create(
      partner: request.partner, plan: request.plan, at: WallClock.microseconds())
    await changed()
    return response
  }

  /// Lists keys without their secrets.
  package func listKeys(_ request: ListKeysRequest) async throws -> ListKeysResponse {
    var response = ListKeysResponse()
    response.keys = try await keys.list()
    return response
  }

  /// Revokes a key.
  package func revokeKey(_ request: RevokeKeyRequest) async throws -> RevokeKeyResponse {
    var response = RevokeKeyResponse()
    response.key = try await keys.revoke(request.keyID, at: WallClock.microseconds())
    await changed()
    return response
  }

  /// Computes and publishes a release.
  package func runRelease(_ request: RunReleaseRequest) async throws -> RunReleaseResponse {
    let policy = try EpochJob.policy(named: request.policy)
    guard isReleasing.exchange(true) == false else { throw OperatorError.releaseUnderWay }
    defer { isReleasing.exchange(false) }
    let response = try await epochs.run(
      policy: policy, asOf: request.asOf?.microseconds, now: WallClock.microseconds())
    await changed()
    return response
  }

  /// What the ledger has spent in a year.
  package func budget(_ request: GetBudgetRequest) async throws -> GetBudgetResponse {
    let year = request.year == 0 ? WallClock.year() : Int(request.year)
    return BudgetAnswer.response(for: try await ledger.ledger(cap: PrivacyPolicy.default.cap), year: year)
  }
}

/// A yes or no that several tasks share.
private final class Flag: Sendable {
  private let value = Atomic(false)

  /// Sets the flag and answers what it was.
  @discardableResult
  func exchange(_ new: Bool) -> Bool { value.exchange(new, ordering: .acquiringAndReleasing) }
}
