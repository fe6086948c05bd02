import Population

/// Reads what happened: `checkins` or `visits`, `experiences` and `shares`.
extension Roster {
  /// Reads visits; returns what the columns say that the region has.
  ///
  /// - Parameter arrival: The name of the column that says when the person came.
  mutating func readVisits(
    _ reader: CSVReader, arrival: String, _ venues: inout VenueList, _ names: SourceNames,
    _ report: inout ImportReport
  ) throws -> RegionSources {
    let (user, place) = (try reader.column("user_id"), try reader.column("venue_id"))
    let arrive = try reader.column(arrival)
    let leave = reader.optionalColumn("leave")
    let first = reader.optionalColumn("first_visit")
    try reader.forEachRecord {
      let person = try reader.noting { try number(user, of: reader, names) }
      let time = try reader.noting { try reader.time(arrive) }
      let at = try reader.noting { try venues.number(place, of: reader) }
      let left = try reader.noting { try leave.flatMap { try reader.optionalTime($0) } }
      let hint = try reader.noting { try first.flatMap { try reader.isEmpty($0) ? nil : reader.flag($0) } }
      guard let person, let time, let at, let left, let hint else { return }
      if let leave, let left, left < time { throw reader.error(leave, "lies before \(arrival)") }
      report.visitsRead += 1
      report.note(time)
      venues.noteVisit(to: at)
      guard venues[at] != nil else {
        report.sensitiveVisits += 1
        return
      }
      var row = SpooledRow(time: time, person: UInt32(person), kind: ActionKind.visit.rawValue)
      row.place = UInt32(at)
      row.leave = left ?? SpooledRow.unknown
      row.firstVisit = hint.map { $0 ? 1 : 0 } ?? 2
      try rows.add(row)
    }
    return leave == nil ? [] : .dwell
  }

  /// Reads experiences or shares.
  mutating func readActions(
    _ reader: CSVReader, _ kind: ActionKind, _ venues: VenueList, _ names: SourceNames,
    _ report: inout ImportReport
  ) throws {
    let (user, moment) = (try reader.column("user_id"), try reader.column("time"))
    let place = reader.optionalColumn("venue_id")
    try reader.forEachRecord {
      let person = try reader.noting { try number(user, of: reader, names) }
      let time = try reader.noting { try reader.time(moment) }
      let at = try reader.noting { try place.flatMap { reader.isEmpty($0) ? nil : try venues.number($0, of: reader) } }
      guard let person, let time, let at else { return }
      report.note(time)
      if let at, venues[at] == nil {
        report.sensitiveActions += 1
        return
      }
      var row = SpooledRow(time: time, person: UInt32(person), kind: kind.rawValue)
      row.place = at.map { UInt32($0) } ?? SpooledRow.nothing
      try rows.add(row)
    }
  }
}
