import Measures
import Population

/// What an import found and what it did with it.
package struct ImportReport: Sendable, Hashable {
  /// People delivered.
  package var people = 0
  /// Visits or check-ins read.
  package var visitsRead = 0
  /// Visits delivered.
  package var visits = 0
  /// Visits dropped because the place is on the list of sensitive categories.
  package var sensitiveVisits = 0
  /// What the categories of the places came to.
  package var categories = CategoryCounts()
  /// Places on the list of sensitive categories.
  package var sensitiveVenues: Int { categories.sensitive.places }
  /// What was passed over without an error: files and columns that are not read, and such.
  package var remarks: [String] = []
  /// Visits that were there twice: same person, place and time.
  package var duplicateVisits = 0
  /// Visits to homes, delivered without place.
  package var homeVisits = 0
  /// Adoptions delivered.
  package var adoptions = 0
  /// Adoptions, experiences and shares dropped because their place is sensitive.
  package var sensitiveActions = 0
  /// Zones that were registered.
  package var zones = 0
  /// Items that were.
  package var items = 0
  /// Experiences, shares and sessions (counted at both ends) delivered.
  package var actions = 0
  /// Connections that count.
  package var connections = 0
  /// Connections beyond the degree bound; delivered, but not counted.
  package var uncountedConnections = 0
  /// Connections with oneself or listed twice; dropped.
  package var droppedConnections = 0
  /// Time of the newest row that was read, µs since 1970 UTC; `nil` without any.
  package var newestRow: Int64?
  /// Where the rows were said to end, µs since 1970 UTC; `nil` for a live region.
  package var asOf: Int64?
  /// For how many days rows are kept from now on; `nil` where that stays as it was.
  package var historyDays: Int?
  /// Rows behind the cut-off; delivered, but not counted in releases.
  package var laterRows = 0
  /// People with ten visits in the window before the cut-off, which is the time of the import for a live region, whatever
  /// they agreed to.
  package var eligible = 0
  /// People with fewer outings in window and lookback than tell an interest, who are in no interest's cell: the
  /// operator's to know.
  package var unclustered = 0

  /// Fewest visits neither home nor to work that tell an interest.
  package static let leastOutings = VisitHistory.leastOutings

  /// Nothing yet.
  package init() {}

  /// Takes note of a row of that time.
  mutating func note(_ time: Int64) { newestRow = max(newestRow ?? time, time) }

  /// Counts a person's rows as they are delivered.
  mutating func count(_ records: AgentRecords, at cutOff: Int64) {
    visits += records.visits.count
    homeVisits += records.visits.count { $0.category == .home }
    actions += records.actions.count
    adoptions += records.adoptions.count
    unclustered += records.person.interestCluster == .unknown ? 1 : 0
    laterRows += records.visits.count { $0.arrive >= cutOff } + records.actions.count { $0.time >= cutOff }
    laterRows += records.adoptions.count { $0.time >= cutOff }
    let window = MeasureWindow(cutOff: cutOff)
    eligible += records.visits.count { window.contains($0.arrive) } >= MeasureContext.leastVisits ? 1 : 0
  }
}

/// How far an import is.
package enum ImportStep: Sendable, Hashable {
  /// Bytes of the folder's files that have been read, of how many.
  case reading(bytes: Int, of: Int)
  /// People that have been handed on, of how many.
  case storing(people: Int, of: Int)
}
