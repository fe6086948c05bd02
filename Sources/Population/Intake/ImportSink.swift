/// What a source of rows says of its region before it delivers any.
package struct RegionDeclaration: Sendable, Hashable {
  /// Region id, for example `jakarta`.
  package var region: String
  /// Name of the time zone, for example `Asia/Jakarta`.
  package var timeZone: String
  /// What the rows contain.
  package var sources: RegionSources
  /// Whether the rows come from a generator.
  package var isSimulated: Bool
  /// Where the rows end, µs since 1970 UTC, and so the cut-off of the region's releases; `nil` for a live region.
  package var asOf: Int64?
  /// For how many days rows are kept, at least 1; `nil` keeps all.
  package var historyDays: Int?

  /// Makes a declaration.
  package init(
    region: String, timeZone: String, sources: RegionSources, isSimulated: Bool, asOf: Int64?,
    historyDays: Int? = nil
  ) {
    self.region = region
    self.timeZone = timeZone
    self.sources = sources
    self.isSimulated = isSimulated
    self.asOf = asOf
    self.historyDays = historyDays
  }
}

/// Where an import or a simulation puts its rows.
///
/// Called from one thread: `begin` once, each `register` and `write` any number of times, `finish` once. Each person
/// comes in exactly one batch, with all their rows. Row ids are derived from content, so delivering the same source again adds nothing.
/// A throw ends the delivery; `finish` is then not called, and nothing written so far may become visible.
package protocol ImportSink {
  /// Takes the declaration of the region.
  mutating func begin(_ declaration: RegionDeclaration) throws
  /// Takes the ids of places that the region's public list names. A partner's visit to one of them is a visit to the
  /// same place as an imported one; to any other place, only to the partner's own.
  mutating func register(places: [UInt64]) throws
  /// Takes the public map of the region, in place of the one that is registered.
  mutating func register(_ map: RegisteredMap) throws
  /// Takes the people who will come, in the order in which they will, so that their rows are kept in that order although
  /// connections name people before they come. Whoever was not told comes all the same.
  mutating func register(people: [AgentID]) throws
  /// Takes a batch of people with all their rows, at most `ImportBatch.rows` rows unless one person alone has more.
  mutating func write(_ batch: [AgentRecords]) throws
  /// Everything has been delivered.
  mutating func finish() throws
}

/// Gathers people into batches for a sink.
package struct ImportBatch {
  /// Rows after which a batch is handed on.
  package static let rows = 10_000

  private var people: [AgentRecords] = []
  private var pending = 0

  /// An empty batch.
  package init() {}

  /// Adds a person, handing the batch on first when it is full.
  package mutating func add(_ records: AgentRecords, to sink: inout some ImportSink) throws {
    if !people.isEmpty, pending + records.rowCount > Self.rows { try flush(to: &sink) }
    people.append(records)
    pending += records.rowCount
  }

  /// Hands on what is left.
  package mutating func flush(to sink: inout some ImportSink) throws {
    guard !people.isEmpty else { return }
    try sink.write(people)
    people.removeAll(keepingCapacity: true)
    pending = 0
  }
}

extension AgentRecords {
  /// The rows a store writes for the person: their own, and one for the person.
  package var rowCount: Int {
    1 + visits.count + actions.count + adoptions.count + connections.count
  }
}
