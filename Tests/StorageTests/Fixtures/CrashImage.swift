import Foundation
import Storage

/// Opens a copy of an open store's files, which is what a crash at this moment would leave. Nothing may be writing.
func withCrashImage(of store: SQLiteStore, _ body: (SQLiteStore) async throws -> Void) async throws {
  try await withDirectory { directory in
    let copy = directory + "/spots.db"
    for suffix in ["", "-wal"] where FileManager.default.fileExists(atPath: store.location.path + suffix) {
      try FileManager.default.copyItem(atPath: store.location.path + suffix, toPath: copy + suffix)
    }
    let image = try SQLiteStore.open(at: StoreLocation(path: copy), now: 9)
    try await body(image)
    try await image.close()
  }
}
