import Population

/// Reads who adopted what: `adoptions`.
extension Roster {
  /// Reads adoptions. An item that is one of the registered places is that place.
  mutating func readAdoptions(
    _ reader: CSVReader, _ names: SourceNames, registered: Set<UInt64>, _ report: inout ImportReport
  ) throws {
    let user = try reader.column("user_id")
    let item = try reader.column("item_id")
    let moment = try reader.column("time")
    let kind = reader.optionalColumn("category")
    try reader.forEachRecord {
      let time = try reader.noting { try reader.time(moment) }
      let person = try reader.noting { try number(user, of: reader, names) }
      let item = try reader.noting {
        let name = try reader.required(item)
        let place = PublicID.place(name)
        return registered.contains(place) ? place : try names.item(name)
      }
      let group = try reader.noting { try Self.category(kind, reader) }
      guard let time, let person, let item, let group else { return }
      report.note(time)
      try adoptions.add(
        SpooledAdoption(time: time, item: item, person: UInt32(person), category: group.rawValue))
    }
  }

  private static func category(_ column: CSVColumn?, _ reader: CSVReader) throws(IngestError) -> JourneyCategory {
    guard let column, !reader.isEmpty(column) else { return .other }
    guard let category = JourneyCategory(name: reader.shown(column)) else {
      let allowed = JourneyCategory.allCases.map(\.name).joined(separator: ", ")
      throw reader.error(column, "\"\(reader.shown(column))\" is not a category; allowed are \(allowed)")
    }
    return category
  }
}

extension Adoption {
  /// An adoption of a source; its id is the same whenever it is read.
  init(of item: UInt64, _ category: JourneyCategory, at time: Int64) {
    self.init(id: Mixing.mix(item ^ 4), item: item, category: category, time: time)
  }

  /// A person's first visit to each place that is not a home; the item is the place.
  static func firstVisits(of visits: [Visit]) -> [Adoption] {
    var seen = Set<UInt64>()
    return visits.compactMap { visit in
      guard visit.place != Visit.noPlace, seen.insert(visit.place).inserted else { return nil }
      return Adoption(of: visit.place, visit.category, at: visit.arrive)
    }
  }
}
