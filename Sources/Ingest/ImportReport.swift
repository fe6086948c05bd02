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
  /// Places on the list of sensitive categories.
  package var sensitiveVenues = 0
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

/// Why a folder cannot be imported: what is wrong, where, and what is allowed.
package struct IngestError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The file, without its folder; empty for the folder itself.
  package let file: String
  /// The line in the file, counted from 1; `nil` when the whole file is meant.
  package let line: Int?
  /// The column; `nil` when the whole line is meant.
  package let column: String?
  /// What is wrong and what is allowed.
  package let reason: String

  /// Makes an error.
  package init(file: String, line: Int? = nil, column: String? = nil, reason: String) {
    self.file = file
    self.line = line
    self.column = column
    self.reason = reason
  }

  /// `checkins.csv.gz:12: column time: "2012-13-01" is not a time; …`
  package var description: String {
    let place = file + (line.map { ":\($0)" } ?? "")
    let column = column.map { "column \($0): " } ?? ""
    return place.isEmpty ? column + reason : "\(place): \(column)\(reason)"
  }
}
