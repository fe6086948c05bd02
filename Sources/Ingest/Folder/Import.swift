import Measures
package import Population

/// Imports a folder of CSV files (see `ImportFile`) into a sink: everything is read and checked first, then delivered
/// person by person, so that a folder with an error leaves nothing behind.
package enum Import {
  /// Imports a folder.
  ///
  /// People and places become pseudonyms, sensitive places are dropped and counted, homes lose their place,
  /// coordinates are kept to 0.01 degree. Connections count while both ends hold fewer than D = 50, in the order of
  /// the file; adoptions get their credit marks in order of time. A person's interest cluster is the one of the
  /// lookback before the cut-off.
  ///
  /// - Parameter progress: Is told how far it is, now and then.
  /// - Returns: What was found, with the cut-off chosen.
  /// - Throws: `IngestError` for a file that cannot be read, `IngestErrors` for several lines of one; what the sink
  ///   throws.
  @discardableResult
  package static func run(
    folder: String, options: ImportOptions, into sink: inout some ImportSink,
    progress: @escaping (ImportStep) -> Void = { _ in }
  ) throws -> ImportReport {
    let reading = try FolderReading(folder: folder, options: options, progress: progress)
    var batch = ImportBatch()
    try sink.begin(reading.declaration)
    try sink.register(places: reading.places)
    for (number, records) in reading.people.enumerated() {
      if number % 1_000 == 0 { progress(.storing(people: number, of: reading.people.count)) }
      try batch.add(records, to: &sink)
    }
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
  private let progress: (ImportStep) -> Void
  /// Bytes of the files that have been read to their end.
  private var bytes = 0
  private var roster: Roster
  private var connections: ConnectionList

  init(folder path: String, options: ImportOptions, progress: @escaping (ImportStep) -> Void) throws {
    self.progress = progress
    calendar = try options.calendar()
    folder = try ImportFolder(path: path)
    self.options = options
    roster = Roster(region: options.region)
    connections = ConnectionList()
    let names = SourceNames(options)
    report.remarks = folder.remarks
    guard var venues = try read(.venues, { try VenueList($1, names) }) else { return }
    places = venues.places
    if venues.hasCoordinates { sources.insert(.coordinates) }
    if venues.hasPrices { sources.insert(.price) }
    try readPeople(names)
    try readEvents(&venues, names)
    try readConnections(names)
    try readAdoptions(names)
    report.categories = venues.counts
    finish()
  }

  /// Reads a file that is there by `body`; `nil` when it is not.
  private mutating func read<Found>(
    _ file: ImportFile, _ body: (inout FolderReading, CSVReader) throws -> Found
  ) throws -> Found? {
    guard let reader = try folder.open(file) else { return nil }
    let (before, all, progress) = (bytes, folder.size, progress)
    reader.latest = options.latest
    reader.told = { progress(.reading(bytes: before + $0, of: all)) }
    let found = try body(&self, reader)
    guard reader.records > 0 || !file.needsRows else {
      throw IngestError(file: reader.file, reason: "has a header row and no others; a row is needed")
    }
    bytes += reader.size
    report.remarks += folder.remarks(on: file, reader)
    return found
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
    let consent = options.consent
    let people = try read(.people) { try $0.roster.readPeople($1, consent: consent, names) }
    if people == nil, consent == .column {
      throw IngestError(file: "people.csv", reason: "is needed for consent by column")
    }
    if try read(.onboarding, { try $0.roster.readOnboarding($1, names) }) != nil { sources.insert(.onboarding) }
  }

  private mutating func readEvents(_ venues: inout VenueList, _ names: SourceNames) throws {
    for (file, arrival) in [(ImportFile.checkins, "time"), (.visits, "arrive")] {
      let isMeasured = try read(file) {
        try $0.roster.readVisits($1, arrival: arrival, &venues, names, &$0.report)
      }
      if isMeasured == true { sources.insert(.dwell) }
    }
    for (file, kind) in [(ImportFile.experiences, ActionKind.experience), (.shares, .share)] {
      let found: Void? = try read(file) { try $0.roster.readActions($1, kind, venues, names, &$0.report) }
      if found != nil { sources.insert(.shares) }
    }
  }

  private mutating func readConnections(_ names: SourceNames) throws {
    if let hasLevels = try read(.friendships, { try $0.connections.readFriendships($1, &$0.roster, names) }) {
      sources.insert(.connections)
      if hasLevels { sources.insert(.compatibility) }
    }
    let sessions: Void? = try read(.sessions) { try $0.connections.readSessions($1, &$0.roster, names, &$0.report) }
    if sessions != nil { sources.formUnion([.connections, .sessions]) }
  }

  private mutating func readAdoptions(_ names: SourceNames) throws {
    let events =
      try read(.adoptions) { try AdoptionEvent.read($1, &$0.roster, names, &$0.report) }
      ?? AdoptionEvent.firstVisits(of: roster.people)
    var admission = ConnectionAdmission(people: roster.people.count)
    sources.insert(.adoptions)
    connections.deliver(to: &roster, &admission, &report)
    var log = AdoptionLog(neighbours: admission.neighbours, key: try names.shuffleKey())
    for event in events.sorted() {
      log.add(
        adopter: event.person, id: Mixing.mix(event.item ^ 4), item: event.item, category: event.category,
        time: event.time)
    }
    let agents = roster.people.map(\.person.agent)
    for entry in log.entries { roster.people[entry.adopter].adoptions.append(entry.row(agents: agents)) }
    report.adoptions = log.entries.count
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
    visits.numberMoments()
    var seen = Set<UInt64>()
    actions.sort { ($0.time, $0.id) < ($1.time, $1.id) }
    actions.removeAll { !seen.insert($0.id).inserted }
    return before - visits.count
  }
}
