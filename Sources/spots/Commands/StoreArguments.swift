import ArgumentParser
import EnrichmentRPC
@preconcurrency import Glibc
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
  /// - Parameters:
  ///   - creates: whether a missing store is made; only commands that fill one do.
  ///   - anchors: directories with copies of the ledger's anchor.
  /// - Throws: `StoreError.locked` while a server uses the store, and what opening it or `work` throws.
  func withStore<Answer>(
    creates: Bool = false, anchors: [String] = [], _ work: (OpenedStore) async throws -> Answer
  ) async throws -> Answer {
    let opened = try await OpenedStore(
      StoreLocation(store), engine: .sqlite, creates: creates, anchors: anchors, clock: wallClock)
    for remark in opened.store.ledgerRemarks { fputs("note: \(remark)\n", stderr) }
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
  ///
  /// - Parameter anchors: directories with copies of the ledger's anchor; a server has been told its own.
  func withAdmin<Answer>(
    anchors: [String] = [], direct: (AdminOperations) async throws -> Answer,
    server: (AdminServiceClient) async throws -> Answer
  ) async throws -> Answer {
    let location = try StoreLocation(store)
    do {
      return try await withStore(anchors: anchors) {
        try await direct(AdminOperations($0, epochs: EpochJob(store: $0.store), clock: wallClock))
      }
    } catch let locked as StoreError {
      guard case .locked = locked else { throw locked }
      guard anchors.isEmpty else {
        throw ValidationError("--anchor: a process has the store; give the option to the server (`spotsd --anchor`)")
      }
      return try await throughServer(of: location, or: locked, server)
    }
  }

  /// Calls the server that has the store open.
  ///
  /// - Throws: `locked` where what holds the store is no server; else what the server answers, as the exit code that
  ///   the same refusal has without a server.
  private func throughServer<Answer>(
    of location: StoreLocation, or locked: StoreError, _ call: (AdminServiceClient) async throws -> Answer
  ) async throws -> Answer {
    let path = OpenedStore.socketPath(of: try location.followingLinks())
    guard access(path, F_OK) == 0 else { throw locked }
    do {
      return try await call(AdminServiceClient(channel: Channel(target: .unix(path: path))))
    } catch let error as RPCError {
      throw failure(error.message, code: Self.exitCode(of: error.code))
    }
  }

  private static func exitCode(of status: StatusCode) -> Int32 {
    switch status {
    case .invalidArgument: 64
    case .notFound: 65
    case .failedPrecondition: 69
    case .unavailable, .aborted, .resourceExhausted, .deadlineExceeded: 75
    default: 1
    }
  }
}
