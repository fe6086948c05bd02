package import Population
package import Segments
package import Storage

/// Brings a region's people into a store together with its segments, all or nobody.
///
/// What could refuse the segments is looked for before anybody is stored.
package struct PopulationLoad: Sendable {
  /// How a region is divided into base cells.
  package enum Division: String, Sendable, CaseIterable {
    case region
    case cluster
    case ageCluster = "age_cluster"
  }

  /// What a live region has unless told otherwise: what partners' events hold.
  package static let recorded: RegionSources = [.visits, .dwell, .shares, .adoptions]
  /// For how many days a live region keeps its rows unless told otherwise: as long as statistics look back.
  package static let liveHistoryDays = 180

  private let store: any Store
  private let clock: TimeSource

  /// Loads into one store.
  package init(store: any Store, clock: TimeSource) { (self.store, self.clock) = (store, clock) }

  /// Runs `deliver` with a sink and registers the segments of `plan`, in one transaction.
  ///
  /// - Throws: what `deliver` throws, `StoreError`, and `OperatorError` for a region that began with other base cells or
  ///   whose time zone is unknown.
  package func load(
    _ plan: RegionPlan, _ deliver: @escaping @Sendable (inout any ImportSink) throws -> Void
  ) async throws -> BulkLoadCounts {
    guard RegionCalendar(timeZone: plan.timeZone) != nil else {
      throw OperatorError.invalid(
        "time zone \"\(plan.timeZone)\": allowed are names of the tz database such as Asia/Jakarta")
    }
    try await RegisteredSegments.check(plan, in: store)
    return try await store.bulkLoad(
      policyVersion: Self.consentText, segments: RegisteredSegments.rows(of: plan), at: clock.now, deliver)
  }

  /// Makes a live region with nobody in it and registers the segments of `plan`.
  ///
  /// - Parameters:
  ///   - historyDays: for how many days raw rows are kept, at least 1.
  ///   - sources: what will be recorded there.
  /// - Throws: `OperatorError` when the store has the region already, and what `load` throws.
  package func found(
    _ plan: RegionPlan, historyDays: Int, sources: RegionSources = recorded
  ) async throws {
    guard try await !store.regions().contains(where: { $0.id == plan.region }) else {
      throw OperatorError.invalid("the store has a region \(plan.region) already; choose another name for a new one")
    }
    let declaration = RegionDeclaration(
      region: plan.region, timeZone: plan.timeZone, sources: sources, isSimulated: false, asOf: nil,
      historyDays: historyDays)
    _ = try await load(plan) { sink in
      try sink.begin(declaration)
      try sink.finish()
    }
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

/// The registry of a store, read from its rows.
package enum RegisteredSegments {
  /// Every registered segment and its cells.
  package static func read(from store: any SegmentStore) async throws -> SegmentRegistry {
    try SegmentRegistry(segments: try await rows(of: store).map { try SegmentDefinition(encoded: $0.definition) })
  }

  /// Checks that nothing is registered under the plan's names that is defined otherwise: versions are never edited.
  static func check(_ plan: RegionPlan, in store: any Store) async throws {
    let planned = Dictionary(try rows(of: plan).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    for stored in try await rows(of: store) {
      guard let row = planned[stored.id], row.definition != stored.definition else { continue }
      throw OperatorError.invalid(
        "region \(stored.region) began with other base cells (segment \(stored.id) differs); it keeps those")
    }
  }

  /// The segments of a plan as they are stored.
  static func rows(of plan: RegionPlan) throws -> [SegmentRow] {
    try SegmentRegistry(plans: [plan]).segments.map {
      SegmentRow(id: $0.id, version: 1, region: $0.region, definition: $0.encoded)
    }
  }

  private static func rows(of store: any SegmentStore) async throws -> [SegmentRow] {
    var rows: [SegmentRow] = []
    while true {
      let page = try await store.segments(after: rows.last?.id, limit: 1_000)
      rows += page
      guard page.count == 1_000 else { return rows }
    }
  }
}

/// Passes rows on and counts people.
package struct ProgressSink: ImportSink {
  /// Where the rows go.
  package private(set) var sink: any ImportSink
  private let progress: @Sendable (Int) -> Void
  private var people = 0

  /// Passes on to `sink`; `progress` is told the number of people so far after each batch.
  package init(_ sink: any ImportSink, progress: @escaping @Sendable (Int) -> Void) {
    (self.sink, self.progress) = (sink, progress)
  }

  package mutating func begin(_ declaration: RegionDeclaration) throws { try sink.begin(declaration) }

  package mutating func register(places: [UInt64]) throws { try sink.register(places: places) }

  package mutating func register(_ map: RegisteredMap) throws { try sink.register(map) }

  package mutating func register(people: [AgentID]) throws { try sink.register(people: people) }

  package mutating func write(_ batch: [AgentRecords]) throws {
    try sink.write(batch)
    people += batch.count
    progress(people)
  }

  package mutating func finish() throws { try sink.finish() }
}
