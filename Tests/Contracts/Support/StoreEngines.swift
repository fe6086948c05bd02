import Foundation
import Storage
import StorageSQLite
import Testing

/// The engines that every contract is checked on.
extension StoreEngine: CustomTestStringConvertible {
  /// Every engine there is.
  static let all: [StoreEngine] = [.sqlite]

  /// The engine's name, as reports show it.
  public var testDescription: String { name }

  /// Hands a new store to the body, then closes and deletes it.
  func withStore(
    _ configuration: StoreConfiguration = .defaults, _ body: (any TransactionalStore) async throws -> Void
  ) async throws {
    let directory = FileManager.default.temporaryDirectory.path + "/spots-contract-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let location = try StoreLocation(path: directory + "/spots.db")
    let opened = try open(location, configuration: configuration, now: 1)
    let store = try #require(opened as? any TransactionalStore)
    do {
      try await body(store)
    } catch {
      try? await store.close()
      throw error
    }
    try await store.close()
  }
}

/// The error a call throws, or `nil` when it throws none.
func storeError<Value>(_ body: () async throws -> Value) async -> StoreError? {
  do {
    _ = try await body()
    return nil
  } catch {
    return error as? StoreError
  }
}
