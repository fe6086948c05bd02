import Population

/// An adoption before it has marks.
struct AdoptionEvent: Comparable {
  let time: Int64
  let person: Int
  let item: UInt64
  let category: JourneyCategory

  static func < (left: AdoptionEvent, right: AdoptionEvent) -> Bool {
    (left.time, left.person, left.item) < (right.time, right.person, right.item)
  }

  /// Reads the adoptions of a file.
  static func read(
    _ reader: CSVReader, _ roster: inout Roster, _ names: SourceNames, _ report: inout ImportReport
  ) throws -> [AdoptionEvent] {
    let user = try reader.column("user_id")
    let item = try reader.column("item_id")
    let moment = try reader.column("time")
    let kind = reader.optionalColumn("category")
    var events: [AdoptionEvent] = []
    try reader.forEachRecord {
      let time = try reader.noting { try reader.time(moment) }
      let person = try reader.noting { try roster.number(user, of: reader, names) }
      let item = try reader.noting { try names.item(try reader.required(item)) }
      let group = try reader.noting { try category(kind, reader) }
      guard let time, let person, let item, let group else { return }
      report.note(time)
      events.append(AdoptionEvent(time: time, person: person, item: item, category: group))
    }
    return events
  }

  private static func category(_ column: CSVColumn?, _ reader: CSVReader) throws(IngestError) -> JourneyCategory {
    guard let column, !reader.isEmpty(column) else { return .other }
    guard let category = JourneyCategory(name: reader.shown(column)) else {
      let allowed = JourneyCategory.allCases.map(\.name).joined(separator: ", ")
      throw reader.error(column, "\"\(reader.shown(column))\" is not a category; allowed are \(allowed)")
    }
    return category
  }

  /// Each person's first visit to each place that is not a home; the item is the place.
  static func firstVisits(of people: [AgentRecords]) -> [AdoptionEvent] {
    people.enumerated().flatMap { number, records in
      var first: [UInt64: Visit] = [:]
      for visit in records.visits where visit.place != Visit.noPlace {
        if let known = first[visit.place], known.arrive <= visit.arrive { continue }
        first[visit.place] = visit
      }
      return first.values.map {
        AdoptionEvent(time: $0.arrive, person: number, item: $0.place, category: $0.category)
      }
    }
  }
}
