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
  private let clock: TimeSource

  /// An empty store, whose clock stands at `cutOff` unless another is given.
  package init(clock: TimeSource = TemporaryStore.clock) async throws {
    self.clock = clock
    folder = FileManager.default.temporaryDirectory.appending(path: "spots-store-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    opened = try await OpenedStore(
      StoreLocation(path: folder.appending(path: "spots.db").path), engine: .sqlite, creates: true, clock: clock)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// Fills the store with a small city that ends at `cutOff`.
  package func simulate(people: Int, cutOff: Int64 = TemporaryStore.cutOff) async throws {
    var city = CityPlan(seed: 3, people: people, cutOff: cutOff, pseudonymizer: opened.pepper.pseudonymizer)
    city.region = "simcity"
    let founded = city
    let plan = try PopulationLoad.plan(region: city.region, timeZone: city.timeZone, division: .region)
    _ = try await PopulationLoad(store: opened.store, clock: clock).load(plan) { sink in
      var counted = ProgressSink(sink) { _ in }
      try City(founded).deliver(to: &counted)
      sink = counted.sink
    }
  }

  /// Adds a live region of one base cell, whose rows are kept for some days, with people who agreed to everything.
  ///
  /// - Parameters:
  ///   - visits: how many each has paid, an hour apart, the last an hour before the time.
  ///   - historyDays: nil keeps all rows.
  /// - Returns: the people, whose subjects are `0`, `1` and so on.
  @discardableResult
  package func settle(
    _ region: String, people: Int, visits: Int, historyDays: Int? = nil
  ) async throws -> [AgentID] {
    let now = clock.now
    let agents = try (0..<people).map { try opened.pepper.pseudonymizer.agent("\($0)".utf8, in: .spots) }
    let settled = agents.map { agent in
      var records = AgentRecords(person: Person(agent: agent, region: region, consents: .all, consentedAt: 1))
      records.visits = (0..<visits).map { number in
        let arrive = now - Int64(visits - number) * RegionCalendar.hour
        return Visit(
          id: UInt64(number), place: UInt64(number % 3 + 1), arrive: arrive, leave: arrive + 20 * RegionCalendar.minute,
          category: .coffee)
      }
      return records
    }
    let plan = try PopulationLoad.plan(region: region, timeZone: "UTC", division: .region)
    _ = try await PopulationLoad(store: opened.store, clock: clock).load(plan) { sink in
      try sink.begin(
        RegionDeclaration(
          region: region, timeZone: "UTC", sources: [.visits, .dwell], isSimulated: false, asOf: nil,
          historyDays: historyDays))
      try sink.write(settled)
      try sink.finish()
    }
    return agents
  }

  /// What is stored of every person of a region, whatever its age.
  package func people(of region: String) async throws -> [AgentRecords] {
    try await opened.store.withEpochSnapshot(region: region, cutOff: .max, lookback: .max) { snapshot in
      var people: [AgentRecords] = []
      while let records = try snapshot.next() { people.append(records) }
      return people
    }
  }

  /// 2026-01-01T00:00:00Z in microseconds.
  package static let cutOff: Int64 = 1_767_225_600_000_000
  /// A time that stands at `cutOff`.
  package static let clock = TimeSource { cutOff }
}
