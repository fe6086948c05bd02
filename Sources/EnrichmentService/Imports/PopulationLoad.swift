package import Population
package import Segments
package import Storage

/// Brings a region's people into a store and registers its segments; all or nothing.
package struct PopulationLoad: Sendable {
  /// How a region is divided into base cells.
  package enum Division: String, Sendable, CaseIterable {
    case region
    case cluster
    case ageCluster = "age_cluster"
  }

  private let store: any Store

  /// Loads into one store.
  package init(store: any Store) { self.store = store }

  /// Runs `deliver` with a sink, then registers the segments of `plan`.
  ///
  /// - Throws: what `deliver` throws, and `StoreError`.
  package func load(
    _ plan: RegionPlan, _ deliver: @escaping @Sendable (inout any ImportSink) throws -> Void
  ) async throws -> BulkLoadCounts {
    let counts = try await store.bulkLoad(
      policyVersion: Self.consentText, at: WallClock.microseconds(), deliver)
    try await RegisteredSegments.register(plan, in: store)
    return counts
  }

  /// The plan of a region: its cells depend on public choices only.
  ///
  /// - Parameter ages: lower ends of the five-year bands of `ageCluster`.
  package static func plan(
    region: String, timeZone: String, division: Division, ages: [Int] = []
  ) throws(RegistryError) -> RegionPlan {
    switch division {
    case .region: try RegionPlan(region: region, timeZone: timeZone, division: .region)
    case .cluster: try RegionPlan(region: region, timeZone: timeZone, division: .cluster)
    case .ageCluster:
      try RegionPlan(
        region: region, timeZone: timeZone,
        division: .ageCluster(bands: ages.compactMap { AgeRange(from: $0, to: $0 + 5) }),
        countsUnknown: false)
    }
  }

  /// The version of the consent text that imported and simulated people count as having agreed to.
  private static let consentText = "import-1"
}
