import Foundation
import Storage

/// A directory that is gone after the call.
func withDirectory<Result>(_ body: (String) async throws -> Result) async throws -> Result {
  let path = FileManager.default.temporaryDirectory.path + "/spots-store-" + UUID().uuidString
  try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: path) }
  return try await body(path)
}

/// A new store in a directory of its own, closed and deleted after the call.
func withStore(
  _ options: StoreOptions = .defaults, _ body: (SQLiteStore) async throws -> Void
) async throws {
  try await withDirectory { directory in
    let store = try SQLiteStore.open(at: StoreLocation(path: directory + "/spots.db"), options: options, now: 1)
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
