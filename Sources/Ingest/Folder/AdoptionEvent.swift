import Population

/// An adoption as a source tells it: of several of one item by one person, the first counts.
struct AdoptionEvent: Comparable {
  /// Who adopted what.
  struct Key: Hashable {
    let person: Int
    let item: UInt64
  }

  let time: Int64
  let person: Int
  let item: UInt64
  let category: JourneyCategory

  var key: Key { Key(person: person, item: item) }

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
    while try reader.next() {
      let event = AdoptionEvent(
        time: try reader.time(moment), person: try roster.number(user, of: reader, names),
        item: try names.item(try reader.required(item)), category: try category(kind, reader))
      report.note(event.time)
      events.append(event)
    }
    return events
  }

  private static func category(_ column: CSVColumn?, _ reader: CSVReader) throws(IngestError) -> JourneyCategory {
    guard let column, !reader.isEmpty(column) else { return .other }
    guard let category = JourneyCategory(name: reader.text(column)) else {
      let allowed = JourneyCategory.allCases.map(\.name).joined(separator: ", ")
      throw reader.error(column, "\"\(reader.text(column))\" is not a category; allowed are \(allowed)")
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
