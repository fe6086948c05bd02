import ArgumentParser
import EnrichmentRPC
import Operations
import RPC
import Storage
import StorageSQLite

/// Which store a command works on.
struct StoreArguments: ParsableArguments {
  @Option(help: "The store, sqlite:PATH.")
  var store = StoreLocation.defaultText

  /// Does `work` on the store itself and closes it.
  ///
  /// - Parameter creates: whether a missing store is made; only commands that fill one do.
  /// - Throws: `StoreError.locked` while a server uses the store, and what opening it or `work` throws.
  func withStore<Answer>(
    creates: Bool = false, _ work: (OpenedStore) async throws -> Answer
  ) async throws -> Answer {
    let opened = try await OpenedStore(StoreLocation(store), engine: .sqlite, creates: creates, clock: wallClock)
    do {
      let answer = try await work(opened)
      await opened.close()
      return answer
    } catch {
      await opened.close()
      throw error
    }
  }

  /// Does `work` on the store, or through the running server's admin socket when one has it open.
  func withAdmin<Answer>(
    direct: (AdminOperations) async throws -> Answer, server: (AdminServiceClient) async throws -> Answer
  ) async throws -> Answer {
    let location = try StoreLocation(store)
    do {
      return try await withStore {
        try await direct(AdminOperations($0, epochs: EpochJob(store: $0.store), clock: wallClock))
      }
    } catch StoreError.locked {
      let channel = try Channel(target: .unix(path: OpenedStore.socketPath(of: location)))
      return try await server(AdminServiceClient(channel: channel))
    }
  }
}
