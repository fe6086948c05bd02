import Population

/// An adoption as a source tells it: of several of one item by one person, the first counts. In order by person, then by time.
struct AdoptionEvent: Comparable {
  let time: Int64
  let item: UInt64
  private let number: Int32
  let category: JourneyCategory

  init(time: Int64, person: Int, item: UInt64, category: JourneyCategory) {
    (self.time, self.item, self.category) = (time, item, category)
    number = Int32(person)
  }

  /// The number of the person.
  var person: Int { Int(number) }

  static func < (left: AdoptionEvent, right: AdoptionEvent) -> Bool {
    (left.person, left.time, left.item) < (right.person, right.time, right.item)
  }

  /// Reads the adoptions of a file. An item that is one of the registered places is that place.
  static func read(
    _ reader: CSVReader, _ roster: inout Roster, _ names: SourceNames, registered: Set<UInt64>,
    _ report: inout ImportReport
  ) throws -> [AdoptionEvent] {
    let user = try reader.column("user_id")
    let item = try reader.column("item_id")
    let moment = try reader.column("time")
    let kind = reader.optionalColumn("category")
    var events: [AdoptionEvent] = []
    try reader.forEachRecord {
      let time = try reader.noting { try reader.time(moment) }
      let person = try reader.noting { try roster.number(user, of: reader, names) }
      let item = try reader.noting {
        let name = try reader.required(item)
        let place = PublicID.place(name)
        return registered.contains(place) ? place : try names.item(name)
      }
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

  /// A person's first visit to each place that is not a home; the item is the place.
  static func firstVisits(of visits: [Visit], person: Int) -> [AdoptionEvent] {
    var seen = Set<UInt64>()
    return visits.compactMap { visit in
      guard visit.place != Visit.noPlace, seen.insert(visit.place).inserted else { return nil }
      return AdoptionEvent(time: visit.arrive, person: person, item: visit.place, category: visit.category)
    }
  }

  /// The row of the adoption; its id is the same whenever it is read.
  var row: Adoption { Adoption(id: Mixing.mix(item ^ 4), item: item, category: category, time: time) }
}
