import Foundation
import Storage

@testable import EnrichmentService

/// A store in a folder of its own, removed with it.
final class TemporaryStore: Sendable {
  let opened: OpenedStore
  private let folder: URL

  init() async throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "spots-service-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    opened = try await OpenedStore(StoreLocation(path: folder.appending(path: "spots.db").path))
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// Fills the store with a small city that ends at `cutOff`.
  func simulate(people: Int, cutOff: Int64 = TemporaryStore.cutOff) async throws {
    _ = try await CityLoad(store: opened.store).run(seed: 3, people: people, cutOff: cutOff, division: .region) { _ in }
  }

  /// 2026-01-01T00:00:00Z in microseconds.
  static let cutOff: Int64 = 1_767_225_600_000_000
}
