import Operations
import Population
import Simulation
import Storage

/// A seeded city, loaded into a store like any other region.
struct CityLoad {
  let opened: OpenedStore
  let clock: TimeSource

  /// Simulates a city up to the last midnight and loads it.
  ///
  /// - Parameters:
  ///   - people: at least 2.
  ///   - progress: is told the number of people delivered so far.
  /// - Throws: `CityPlanError` for a plan that cannot be, `StoreError`.
  func run(
    seed: UInt64, people: Int, division: PopulationLoad.Division, progress: @escaping @Sendable (Int) -> Void
  ) async throws -> BulkLoadCounts {
    let now = clock.now
    var city = CityPlan(
      seed: seed, people: people, cutOff: now - now % RegionCalendar.day, pseudonymizer: opened.pepper.pseudonymizer)
    city.region = "simcity"
    if let problem = city.problem { throw problem }
    let plan = try PopulationLoad.plan(
      region: city.region, timeZone: city.timeZone, division: division, ages: city.ageBands.map(\.lower))
    let simulated = try City(city)
    let counts = try await PopulationLoad(store: opened.store, clock: clock).load(plan) { sink in
      var counted = ProgressSink(sink, progress: progress)
      try simulated.deliver(to: &counted)
      sink = counted.sink
    }
    for customer in try simulated.customers() {
      // Refused only for somebody who has been forgotten since an earlier simulation, or whom somebody linked otherwise.
      _ = try await opened.store.link(customer.customer, of: city.partner, with: customer.person, at: now)
    }
    return counts
  }
}
