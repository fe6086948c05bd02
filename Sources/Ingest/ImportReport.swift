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
  /// Experiences, shares and sessions (counted at both ends) delivered.
  package var actions = 0
  /// Connections that count.
  package var connections = 0
  /// Connections beyond the degree bound; delivered, but not counted.
  package var uncountedConnections = 0
  /// Connections with oneself or listed twice; dropped.
  package var droppedConnections = 0
  /// Time of the first event, microseconds since 1970 UTC; `nil` without events.
  package var firstEvent: Int64?
  /// Time of the last event; `nil` without events.
  package var lastEvent: Int64?
  /// The cut-off of the first release.
  package var cutOff: Int64 = 0
  /// People with ten visits in the window before that cut-off, whatever they agreed to.
  package var eligible = 0

  /// Nothing yet.
  package init() {}

  /// Takes note of an event.
  mutating func note(_ time: Int64) {
    firstEvent = min(firstEvent ?? time, time)
    lastEvent = max(lastEvent ?? time, time)
  }
}

/// How far an import is.
package enum ImportStep: Sendable, Hashable {
  /// Bytes of the folder's files that have been read, of how many.
  case reading(bytes: Int, of: Int)
  /// People that have been handed on, of how many.
  case storing(people: Int, of: Int)
}
