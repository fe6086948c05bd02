import Population

/// Puts the rows of a part of the people together, person by person.
struct RowAssembly {
  private let roster: Roster
  private let venues: VenueList

  init(_ roster: Roster, _ venues: VenueList) {
    (self.roster, self.venues) = (roster, venues)
  }

  /// Parts that hold everybody.
  var parts: Range<Int> { SpoolPart.all(of: roster.people.count) }

  /// The numbers of the people of a part.
  func people(ofPart part: Int) -> Range<Int> { SpoolPart.people(of: part, among: roster.people.count) }

  /// The people of a part with the rows that files say of them in order, rows that are there twice dropped, and how many
  /// visits were dropped so.
  func records(ofPart part: Int) throws -> (people: [AgentRecords], doubleVisits: Int) {
    let numbers = people(ofPart: part)
    var people = roster.people[numbers].map { AgentRecords(person: $0) }
    for row in try roster.rows.rows(ofPart: part) { add(row, to: &people[Int(row.person) - numbers.lowerBound]) }
    for adoption in try roster.adoptions.rows(ofPart: part) {
      people[Int(adoption.person) - numbers.lowerBound].adoptions.append(row(of: adoption))
    }
    let doubles = people.indices.reduce(0) { $0 + people[$1].orderRows() }
    return (people, doubles)
  }

  private func add(_ row: SpooledRow, to records: inout AgentRecords) {
    let venue = row.place == SpooledRow.nothing ? nil : venues[Int(row.place)]
    if row.kind == ActionKind.visit.rawValue {
      if let venue { records.visits.append(visit(to: venue, row)) }
    } else if let kind = ActionKind(rawValue: row.kind) {
      records.actions.append(action(kind, at: venue, row))
    }
  }

  /// The row of a visit. Its id comes from what it says, so that reading it twice gives the same row; that of a home
  /// does not say which home.
  private func visit(to venue: ImportedVenue, _ row: SpooledRow) -> Visit {
    Visit(
      id: Mixing.mix(Mixing.mix(UInt64(bitPattern: row.time)) ^ venue.place), place: venue.place, arrive: row.time,
      leave: row.leave == SpooledRow.unknown ? nil : row.leave, coordinate: venue.coordinate,
      category: venue.category, traits: venue.traits, priceTier: venue.priceTier,
      firstVisitHint: row.firstVisit == 2 ? nil : row.firstVisit == 1)
  }

  private func row(of adoption: SpooledAdoption) -> Adoption {
    Adoption(of: adoption.item, JourneyCategory(rawValue: adoption.category) ?? .other, at: adoption.time)
  }

  private func action(_ kind: ActionKind, at venue: ImportedVenue?, _ row: SpooledRow) -> Action {
    let time = UInt64(bitPattern: row.time)
    if kind == .ai2aiSession {
      let peer = roster.people[Int(row.peer)].agent.leadingWord
      return Action(id: Mixing.mix(Mixing.mix(time) ^ peer), kind: kind, time: row.time)
    }
    let item = venue?.place ?? 0
    return Action(
      id: Mixing.mix(Mixing.mix(time ^ item) ^ UInt64(kind.rawValue)), kind: kind, time: row.time,
      category: venue?.category ?? .other, item: item)
  }
}

extension AgentRecords {
  /// Puts rows in order of time and drops those that are there twice, of adoptions of one item all but the first; returns
  /// how many visits were.
  fileprivate mutating func orderRows() -> Int {
    let before = visits.count
    visits.numberMoments()
    var seen = Set<UInt64>()
    actions.sort { ($0.time, $0.id) < ($1.time, $1.id) }
    actions.removeAll { !seen.insert($0.id).inserted }
    adoptions.sort { ($0.time, $0.item) < ($1.time, $1.item) }
    var items = Set<UInt64>()
    adoptions.removeAll { !items.insert($0.item).inserted }
    return before - visits.count
  }
}
