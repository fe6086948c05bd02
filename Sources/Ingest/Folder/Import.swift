import Measures
package import Population

/// Imports a folder of CSV files (see `ImportFile`) into a sink: everything is read and checked first, then delivered
/// person by person, so that a folder with an error leaves nothing behind.
package enum Import {
  /// Imports a folder.
  ///
  /// People and places become pseudonyms, sensitive places are dropped and counted, homes lose their place,
  /// coordinates are kept to 0.01 degree. Connections count while both ends hold fewer than D = 50, in the order of
  /// the file; an item is adopted once, when it was first. A person's interest cluster is the one of the
  /// lookback before the cut-off.
  ///
  /// - Returns: What was found, with the cut-off chosen.
  /// - Throws: `IngestError` for a file that cannot be read; what the sink throws.
  @discardableResult
  package static func run(
    folder: String, options: ImportOptions, into sink: inout some ImportSink
  ) throws -> ImportReport {
    let reading = try FolderReading(folder: folder, options: options)
    var batch = ImportBatch()
    try sink.begin(reading.declaration)
    try sink.register(places: reading.places)
    for records in reading.people { try batch.add(records, to: &sink) }
    try batch.flush(to: &sink)
    try sink.finish()
    return reading.report
  }
}

/// One pass over the files of a folder.
struct FolderReading {
  private(set) var report = ImportReport()
  private(set) var sources: RegionSources = [.visits]

  /// The places that the region registers: all of `venues` but homes and those that are dropped.
  private(set) var places: [UInt64] = []

  private let folder: ImportFolder
  private let options: ImportOptions
  private let calendar: RegionCalendar
  private var roster: Roster
  private var connections: ConnectionList

  init(folder path: String, options: ImportOptions) throws {
    calendar = try options.calendar()
    folder = try ImportFolder(path: path)
    self.options = options
    roster = Roster(region: options.region)
    connections = ConnectionList()
    let names = SourceNames(options)
    guard let venueFile = try folder.open(.venues) else { return }
    let venues = try VenueList(venueFile, names)
    report.sensitiveVenues = venues.sensitive
    places = venues.places
    if venues.hasCoordinates { sources.insert(.coordinates) }
    if venues.hasPrices { sources.insert(.price) }
    try readPeople(names)
    try readEvents(venues, names)
    try readConnections(names)
    try readAdoptions(names)
    finish()
  }

  /// The people with all their rows.
  var people: [AgentRecords] { roster.people }

  /// What the folder's region is.
  var declaration: RegionDeclaration {
    RegionDeclaration(
      region: options.region, timeZone: options.timeZone, sources: sources, isSimulated: false,
      asOf: report.cutOff)
  }

  private mutating func readPeople(_ names: SourceNames) throws {
    if let reader = try folder.open(.people) {
      try roster.readPeople(reader, consent: options.consent, names)
    } else if options.consent == .column {
      throw IngestError(file: "people.csv", reason: "is needed for consent by column")
    }
    if let reader = try folder.open(.onboarding) {
      try roster.readOnboarding(reader, names)
      sources.insert(.onboarding)
    }
  }

  private mutating func readEvents(_ venues: VenueList, _ names: SourceNames) throws {
    for (file, arrival) in [(ImportFile.checkins, "time"), (.visits, "arrive")] {
      guard let reader = try folder.open(file) else { continue }
      let isMeasured = try roster.readVisits(reader, arrival: arrival, venues, names, &report)
      if isMeasured { sources.insert(.dwell) }
    }
    for (file, kind) in [(ImportFile.experiences, ActionKind.experience), (.shares, .share)] {
      guard let reader = try folder.open(file) else { continue }
      try roster.readActions(reader, kind, venues, names, &report)
      sources.insert(.shares)
    }
  }

  private mutating func readConnections(_ names: SourceNames) throws {
    if let reader = try folder.open(.friendships) {
      if try connections.readFriendships(reader, &roster, names) { sources.insert(.compatibility) }
      sources.insert(.connections)
    }
    if let reader = try folder.open(.sessions) {
      try connections.readSessions(reader, &roster, names, &report)
      sources.formUnion([.connections, .sessions])
    }
  }

  private mutating func readAdoptions(_ names: SourceNames) throws {
    let events =
      try folder.open(.adoptions).map { try AdoptionEvent.read($0, &roster, names, &report) }
      ?? AdoptionEvent.firstVisits(of: roster.people)
    var admission = ConnectionAdmission(people: roster.people.count)
    sources.insert(.adoptions)
    connections.deliver(to: &roster, &admission, &report)
    var adopted = Set<AdoptionEvent.Key>()
    for event in events.sorted() where adopted.insert(event.key).inserted {
      roster.people[event.person].adoptions.append(
        Adoption(id: Mixing.mix(event.item ^ 4), item: event.item, category: event.category, time: event.time))
    }
    report.adoptions = adopted.count
  }

  /// Orders everybody's rows, drops what is there twice, and chooses the cut-off.
  private mutating func finish() {
    for number in roster.people.indices {
      report.duplicateVisits += roster.people[number].orderRows()
      report.visits += roster.people[number].visits.count
      report.homeVisits += roster.people[number].visits.count { $0.category == .home }
      report.actions += roster.people[number].actions.count
    }
    report.people = roster.people.count
    let choice = CutOffChoice(roster.people, calendar: calendar)
    report.cutOff = options.cutOff ?? choice.best(from: report.firstEvent, to: report.lastEvent)
    report.eligible = choice.eligible(at: report.cutOff)
    let window = MeasureWindow(cutOff: report.cutOff)
    for number in roster.people.indices {
      let history = VisitHistory(roster.people[number].visits, in: window)
      roster.people[number].person.interestCluster = history.interestCluster
      roster.people[number].person.consentedAt = report.firstEvent ?? 0
      if options.consent == .all { roster.people[number].person.consents = .all }
    }
  }
}

extension AgentRecords {
  /// Puts visits and actions in order of time and drops rows that are there twice; returns how many visits were.
  fileprivate mutating func orderRows() -> Int {
    let before = visits.count
    visits.putInOrder()
    var seen = Set<UInt64>()
    actions.sort { ($0.time, $0.id) < ($1.time, $1.id) }
    actions.removeAll { !seen.insert($0.id).inserted }
    return before - visits.count
  }
}
