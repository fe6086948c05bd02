import Cryptography
import Privacy
import Storage

/// A cap that one run of 400 million nano-rho fits under twice.
let cap = BudgetCap(perYear: PrivacyCost(nanoRho: 1_000_000_000, deltaUnits: 1_000))

extension TransactionalStore {
  /// Begins a run over the test region.
  func begin(
    _ releaseID: String, nanoRho: Int64 = 100, cutOff: Int64 = 10, year: Int = 2_026, at now: Int64 = 5,
    cap: BudgetCap = cap,
    acceptsClock: Bool = false
  ) async throws -> EpochRun {
    let request = EpochRunRequest(
      family: "daily", regions: ["testville"], releaseID: releaseID, statisticVersion: "s1", policy: "default",
      policyVersion: "p1",
      cutOff: cutOff, charge: PrivacyCost(nanoRho: nanoRho), year: year, acceptsClock: acceptsClock)
    return try await beginRun(request, cap: cap, at: now)
  }

  /// The release of one cell of an epoch, or `nil`.
  func release(_ cell: String, epoch: Int64 = 1) async throws -> ReleaseRow? {
    try await releases(cells: [cell], statisticVersion: "s1", epoch: epoch).first ?? nil
  }
}

/// A release of one cell of a run.
func release(_ cell: String, of run: EpochRun, nanoRho: Int64 = 100, byte: UInt8 = 7) -> ReleaseRow {
  ReleaseRow(
    releaseID: run.request.releaseID, cellID: cell, statisticVersion: "s1", epoch: run.epoch,
    cutOff: run.request.cutOff, bytes: [byte], sha256: SHA256.digest([byte]), nanoRho: nanoRho)
}
