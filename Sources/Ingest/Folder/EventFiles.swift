import Population

/// Reads what happened: `checkins` or `visits`, `experiences` and `shares`.
extension Roster {
  /// Reads visits; returns whether any has a measured end.
  ///
  /// - Parameter arrival: The name of the column that says when the person came.
  mutating func readVisits(
    _ reader: CSVReader, arrival: String, _ venues: VenueList, _ names: SourceNames,
    _ report: inout ImportReport
  ) throws -> Bool {
    let (user, place) = (try reader.column("user_id"), try reader.column("venue_id"))
    let arrive = try reader.column(arrival)
    let leave = reader.optionalColumn("leave")
    let first = reader.optionalColumn("first_visit")
    var isMeasured = false
    while try reader.next() {
      report.visitsRead += 1
      let number = try number(user, of: reader, names)
      let time = try reader.time(arrive)
      guard let venue = try venues.venue(place, of: reader) else {
        report.sensitiveVisits += 1
        continue
      }
      var visit = Self.visit(to: venue, at: time)
      visit.leave = try leave.flatMap { try reader.optionalTime($0) }
      visit.firstVisitHint = try first.flatMap { try reader.isEmpty($0) ? nil : reader.flag($0) }
      isMeasured = isMeasured || visit.leave != nil
      report.note(time)
      people[number].visits.append(visit)
    }
    return isMeasured
  }

  /// The row of a visit. Its id comes from what it says, so that reading it twice gives the same row; that of a home
  /// does not say which home.
  private static func visit(to venue: ImportedVenue, at time: Int64) -> Visit {
    Visit(
      id: Mixing.mix(Mixing.mix(UInt64(bitPattern: time)) ^ venue.place), place: venue.place, arrive: time,
      coordinate: venue.coordinate, category: venue.category, traits: venue.traits, priceTier: venue.priceTier)
  }

  /// Reads experiences or shares.
  mutating func readActions(
    _ reader: CSVReader, _ kind: ActionKind, _ venues: VenueList, _ names: SourceNames,
    _ report: inout ImportReport
  ) throws {
    let (user, moment) = (try reader.column("user_id"), try reader.column("time"))
    let place = reader.optionalColumn("venue_id")
    while try reader.next() {
      let number = try number(user, of: reader, names)
      let time = try reader.time(moment)
      var action = Action(id: 0, kind: kind, time: time)
      if let place, !reader.isEmpty(place) {
        guard let venue = try venues.venue(place, of: reader) else {
          report.sensitiveActions += 1
          continue
        }
        (action.category, action.item) = (venue.category, venue.place)
      }
      action.id = Mixing.mix(Mixing.mix(UInt64(bitPattern: time) ^ action.item) ^ UInt64(kind.rawValue))
      report.note(time)
      people[number].actions.append(action)
    }
  }
}
