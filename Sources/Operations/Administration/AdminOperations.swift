import Answers
package import EnrichmentSchema
package import Population
import Privacy
import Storage
import WireFormat

/// What an operator may do with a store; the admin service and the command line both call this.
package struct AdminOperations: Sendable {
  /// Keys of the store.
  package let keys: KeyIssuer
  private let epochs: EpochJob
  private let ledger: any LedgerStore
  private let regions: any RegionStore
  private let clock: TimeSource
  private let schedule: @Sendable () async throws -> [Schedule.Entry]
  /// Runs after each change of keys or releases, so that the serving process sees it at once.
  private let changed: @Sendable () async -> Void

  /// Works on an opened store.
  ///
  /// - Parameter schedule: what recurs here; nil shows what the store remembers of the last server.
  package init(
    _ opened: OpenedStore, epochs: EpochJob, clock: TimeSource,
    schedule: (@Sendable () async throws -> [Schedule.Entry])? = nil, changed: @escaping @Sendable () async -> Void = {}
  ) {
    keys = KeyIssuer(keys: opened.store, pepper: opened.pepper)
    self.epochs = epochs
    ledger = opened.store
    regions = opened.store
    self.clock = clock
    let store = opened.store
    self.schedule = schedule ?? { try await store.lastRuns().map(Schedule.Entry.init(remembered:)) }
    self.changed = changed
  }

  /// Makes a key.
  package func createKey(_ request: CreateKeyRequest) async throws -> CreateKeyResponse {
    let response = try await keys.create(request, at: clock.now)
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
    response.key = try await keys.revoke(request.keyID, at: clock.now)
    await changed()
    return response
  }

  /// Computes and publishes a release, or says what one would draw and charge.
  package func runRelease(_ request: RunReleaseRequest) async throws -> RunReleaseResponse {
    let policy = try EpochJob.policy(named: request.policy)
    let coverage = request.regions.isEmpty ? EpochJob.Coverage.all : .only(Set(request.regions))
    let cutOff = try AskedCutOff(request)
    if request.dryRun {
      return try await epochs.rehearse(
        policy: policy, coverage: coverage, asOf: cutOff, now: clock.now,
        acceptsClock: request.acceptClock, isForced: request.force)
    }
    let response = try await epochs.run(
      policy: policy, coverage: coverage, asOf: cutOff, now: clock.now,
      acceptsClock: request.acceptClock, isForced: request.force)
    await changed()
    return response
  }

  /// What recurs, and what came of it last.
  package func listSchedule(_ request: ListScheduleRequest) async throws -> ListScheduleResponse {
    var response = ListScheduleResponse()
    response.works = try await schedule().map(\.message)
    return response
  }

  /// The regions with what each holds.
  package func listRegions(_ request: ListRegionsRequest) async throws -> ListRegionsResponse {
    var response = ListRegionsResponse()
    response.regions = try await regions.regionCounts().map(StoredRegion.init)
    return response
  }

  /// What the ledger has spent in a year.
  package func budget(_ request: GetLedgerRequest) async throws -> GetLedgerResponse {
    let year = request.year == 0 ? CivilTime(microseconds: clock.now).date.year : Int(request.year)
    return BudgetAnswer(
      ledger: try await ledger.ledger(cap: PrivacyPolicy.default.cap), closure: ledger.ledgerClosure, year: year,
      at: clock.now
    ).response
  }
}

extension StoredRegion {
  /// A region as an operator is shown it.
  fileprivate init(_ counts: RegionCounts) {
    self.init()
    region = counts.region.id
    timeZone = counts.region.timeZone
    asOf = counts.region.asOf.map(GoogleProtobufTimestamp.init(microseconds:))
    people = Int64(counts.people)
    agreeing = Int64(counts.agreeing)
    rows = Int64(counts.rows)
  }
}
