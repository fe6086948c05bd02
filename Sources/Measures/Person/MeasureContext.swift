package import Population

/// Everything that measuring a person needs beside their rows. All of it is public or a key; none of it comes from
/// the data.
package struct MeasureContext: Sendable {
  /// The span of time.
  package var window: MeasureWindow
  /// Local days of the region.
  package var calendar: RegionCalendar
  /// What the region's data contains.
  package var sources: RegionSources
  /// Which rows stay when there are more than a bound allows.
  package var order: KeyedOrder
  /// How behaviour becomes dimensions.
  package var dimensions: DimensionPolicy
  /// Whether the profile family is measured too, which is drawn more seldom.
  package var measuresProfile: Bool

  /// Least number of visits in the window for statistics of behaviour.
  package static let leastVisits = 10
  /// Most visits of one person that count in dwell statistics (K).
  package static let visitBound = 20
  /// Most adoptions of one person that count (B).
  package static let adoptionBound = 8
  /// Most connections of one person that are read for the marks of adoptions.
  package static let markedConnections = 5
  /// Most connections of one person that count (D).
  package static let connectionBound = 50

  /// Makes a context.
  package init(
    window: MeasureWindow, calendar: RegionCalendar, sources: RegionSources, order: KeyedOrder,
    dimensions: DimensionPolicy = .default, measuresProfile: Bool = false
  ) {
    self.window = window
    self.calendar = calendar
    self.sources = sources
    self.order = order
    self.dimensions = dimensions
    self.measuresProfile = measuresProfile
  }
}

/// The span of time that statistics look at: a window before the cut-off, and a lookback before that which decides
/// what is new.
package struct MeasureWindow: Sendable, Hashable {
  /// First moment of the lookback.
  package let lookbackStart: Int64
  /// First moment of the window.
  package let start: Int64
  /// First moment after the window.
  package let cutOff: Int64

  /// How far before the cut-off the lookback begins, in microseconds: rows that are older count for nothing.
  package static let reach = 180 * RegionCalendar.day

  /// Makes the window of `days` before `cutOff` with a lookback of `lookbackDays` before it. Days of 24 hours, so
  /// that every window has the same length.
  package init(cutOff: Int64, days: Int = 90, lookbackDays: Int = 90) {
    self.cutOff = cutOff
    start = cutOff - Int64(days) * RegionCalendar.day
    lookbackStart = start - Int64(lookbackDays) * RegionCalendar.day
  }

  /// Whether `time` falls into the window.
  package func contains(_ time: Int64) -> Bool { time >= start && time < cutOff }

  /// Whether `time` falls into the lookback.
  package func looksBack(on time: Int64) -> Bool { time >= lookbackStart && time < start }
}

/// The order in which a person's rows are kept when a contribution bound leaves some out.
///
/// The rank depends on a key, the person and the row id and never on what the row says, so that nobody can choose by
/// value which rows count. The epoch job hands in HMAC(epoch key, agent || row).
package struct KeyedOrder: Sendable {
  private let rank: @Sendable (AgentID, UInt64) -> UInt64

  /// Makes an order from the rank of a row: a function of the person and the row id.
  package init(rank: @escaping @Sendable (AgentID, UInt64) -> UInt64) {
    self.rank = rank
  }

  /// An order by a mixing function that is not secret: for simulated people and tests.
  package static func mixed(seed: UInt64) -> KeyedOrder {
    KeyedOrder { agent, row in Mixing.mix(agent.leadingWord ^ Mixing.mix(row ^ seed)) }
  }

  /// At most `bound` of the rows, those of lowest rank, in their original order; rows of equal rank by row id.
  package func keep<Row>(_ rows: [Row], of agent: AgentID, atMost bound: Int, id: (Row) -> UInt64) -> [Row] {
    guard rows.count > bound else { return rows }
    let ranked = rows.enumerated().map { (rank: rank(agent, id($1)), id: id($1), offset: $0) }
    let kept = ranked.sorted { ($0.rank, $0.id) < ($1.rank, $1.id) }.prefix(bound)
    return kept.map(\.offset).sorted().map { rows[$0] }
  }
}
