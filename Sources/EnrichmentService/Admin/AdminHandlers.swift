import EnrichmentRPC
package import EnrichmentSchema
package import Operations
package import RPC
package import Storage
import WireFormat

/// `spots.admin.v1.AdminService`, for the owner's unix socket only.
package struct AdminHandlers: AdminServiceServer {
  private let operations: AdminOperations
  private let cache: @Sendable () -> CacheStatistics

  /// Serves these operations, and tells what the cache of answers has done.
  package init(_ operations: AdminOperations, cache: @escaping @Sendable () -> CacheStatistics) {
    (self.operations, self.cache) = (operations, cache)
  }

  package func createKey(
    _ request: CreateKeyRequest, context: ServerContext
  ) async throws -> Reply<CreateKeyResponse> {
    try await reply { try await operations.createKey(request) }
  }

  package func listKeys(_ request: ListKeysRequest, context: ServerContext) async throws -> Reply<ListKeysResponse> {
    try await reply { try await operations.listKeys(request) }
  }

  package func revokeKey(
    _ request: RevokeKeyRequest, context: ServerContext
  ) async throws -> Reply<RevokeKeyResponse> {
    try await reply { try await operations.revokeKey(request) }
  }

  package func runRelease(
    _ request: RunReleaseRequest, context: ServerContext
  ) async throws -> Reply<RunReleaseResponse> {
    try await reply { try await operations.runRelease(request) }
  }

  package func getLedger(
    _ request: GetLedgerRequest, context: ServerContext
  ) async throws -> Reply<GetLedgerResponse> {
    try await reply { try await operations.budget(request) }
  }

  package func listSchedule(
    _ request: ListScheduleRequest, context: ServerContext
  ) async throws -> Reply<ListScheduleResponse> {
    try await reply { try await operations.listSchedule(request) }
  }

  package func listRegions(
    _ request: ListRegionsRequest, context: ServerContext
  ) async throws -> Reply<ListRegionsResponse> {
    try await reply { try await operations.listRegions(request) }
  }

  package func getCache(_ request: GetCacheRequest, context: ServerContext) async throws -> Reply<GetCacheResponse> {
    Reply(GetCacheResponse(cache()))
  }

  private func reply<M: Message>(_ body: () async throws -> M) async throws -> Reply<M> {
    do {
      return Reply(try await body())
    } catch let error as OperatorError {
      throw error.rpcError
    } catch let error as StoreError {
      throw error.rpcError
    }
  }
}

extension GetCacheResponse {
  /// Counts as an operator is shown them.
  init(_ counts: CacheStatistics) {
    self.init()
    (hits, staleHits, misses, negativeHits) = (counts.hits, counts.staleHits, counts.misses, counts.negativeHits)
    (loads, loadErrors, durableHits) = (counts.loads, counts.loadErrors, counts.durableHits)
    (poisoned, evictions) = (counts.poisoned, counts.evictions)
    (entries, bytes) = (counts.entries, counts.bytes)
  }
}
