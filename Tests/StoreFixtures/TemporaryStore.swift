import Foundation
package import Operations
package import Population
import Simulation
import Storage
import StorageSQLite

/// A store in a folder of its own, removed with it.
package final class TemporaryStore: Sendable {
  /// The store.
  package let opened: OpenedStore
  private let folder: URL

  /// An empty store whose clock stands at `cutOff`.
  package init() async throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "spots-store-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    opened = try await OpenedStore(
      StoreLocation(path: folder.appending(path: "spots.db").path), engine: .sqlite, creates: true, clock: Self.clock)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// Fills the store with a small city that ends at `cutOff`.
  package func simulate(people: Int, cutOff: Int64 = TemporaryStore.cutOff) async throws {
    var city = CityPlan(seed: 3, people: people, cutOff: cutOff, pseudonymizer: opened.pepper.pseudonymizer)
    city.region = "simcity"
    let founded = city
    let plan = try PopulationLoad.plan(region: city.region, timeZone: city.timeZone, division: .region)
    _ = try await PopulationLoad(store: opened.store, clock: Self.clock).load(plan) { sink in
      var counted = ProgressSink(sink) { _ in }
      try City(founded).deliver(to: &counted)
      sink = counted.sink
    }
  }

  /// 2026-01-01T00:00:00Z in microseconds.
  package static let cutOff: Int64 = 1_767_225_600_000_000
  /// A time that stands at `cutOff`.
  package static let clock = TimeSource { cutOff }
}
