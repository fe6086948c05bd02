import Population
import Segments
package import Storage
import Simulation

/// `spots simulate`: a seeded city, loaded like any other region.
package struct CityLoad: Sendable {
  private let load: PopulationLoad

  /// Loads into one store.
  package init(store: any Store) { load = PopulationLoad(store: store) }

  /// Simulates a city up to now and loads it.
  ///
  /// - Parameters:
  ///   - people: at least 1.
  ///   - progress: is told the number of people delivered so far.
  /// - Throws: `CityPlanError` for a plan that cannot be, `StoreError`.
  package func run(
    seed: UInt64, people: Int, cutOff: Int64, division: PopulationLoad.Division,
    progress: @escaping @Sendable (Int) -> Void
  ) async throws -> BulkLoadCounts {
    var city = CityPlan(seed: seed, people: people, cutOff: cutOff)
    city.region = "simcity"
    if let problem = city.problem { throw problem }
    let plan = try PopulationLoad.plan(
      region: city.region, timeZone: city.timeZone, division: division, ages: city.ageBands.map(\.lower))
    let founded = city
    return try await load.load(plan) { sink in
      var counted = ProgressSink(sink, progress: progress)
      try City(founded).deliver(to: &counted)
      sink = counted.sink
    }
  }
}

/// Passes rows on and counts people.
struct ProgressSink: ImportSink {
  private(set) var sink: any ImportSink
  private let progress: @Sendable (Int) -> Void
  private var people = 0

  init(_ sink: any ImportSink, progress: @escaping @Sendable (Int) -> Void) {
    (self.sink, self.progress) = (sink, progress)
  }

  mutating func begin(_ declaration: RegionDeclaration) throws { try sink.begin(declaration) }

  mutating func write(_ batch: [AgentRecords]) throws {
    try sink.write(batch)
    people += batch.count
    progress(people)
  }

  mutating func finish() throws { try sink.finish() }
}
