import Measures
package import Population

/// Imports a folder of CSV files (see `ImportFile`) into a sink: everything is read and checked first, then delivered
/// person by person, so that a folder with an error leaves nothing behind. Rows wait on disk meanwhile, and memory holds
/// those of some thousand people at a time.
package enum Import {
  /// Imports a folder.
  ///
  /// People and places become pseudonyms, sensitive places are dropped and counted, homes lose their place,
  /// coordinates are kept to 0.01 degree. Connections count while both ends hold fewer than D = 50, in the order of
  /// the file; an item is adopted once, when it was first. What the region has is what files and their columns are
  /// there, and its cut-off what the options say: nothing published is taken from rows.
  ///
  /// - Parameter progress: Is told how far it is, now and then.
  /// - Returns: What was found.
  /// - Throws: `IngestError` for a file that cannot be read, `IngestErrors` for several lines of one; what the sink
  ///   throws.
  @discardableResult
  package static func run(
    folder: String, options: ImportOptions, into sink: inout some ImportSink,
    progress: @escaping (ImportStep) -> Void = { _ in }
  ) throws -> ImportReport {
    var reading = try FolderReading(folder: folder, options: options, progress: progress)
    try sink.begin(reading.declaration)
    try sink.register(places: reading.places)
    if let map = reading.map { try sink.register(map) }
    try sink.register(people: reading.people)
    try reading.deliver(to: &sink)
    try sink.finish()
    return reading.report
  }
}

/// What the files of a folder say, read once, and gone over part by part of the people afterwards.
struct FolderReading {
  private(set) var report = ImportReport()
  private(set) var sources: RegionSources = [.visits]

  /// The places that the region registers: all of `venues` but homes and those that are dropped.
  private(set) var places: [UInt64] = []

  /// The public map that the region registers; `nil` where no zones are named.
  private(set) var map: RegisteredMap?

  /// The people of the files, in the order in which they are handed on.
  var people: [AgentID] { roster.people.map(\.agent) }

  private let folder: ImportFolder
  private let options: ImportOptions
  private let clock: RegionCalendar
  private let progress: (ImportStep) -> Void
  /// Bytes of the files that have been read to their end.
  private var bytes = 0
  private var roster: Roster
  private var connections = ConnectionList()
  private var venues: VenueList?
  /// Whether a file says adoptions.
  private var saysAdoptions = false

  init(folder path: String, options: ImportOptions, progress: @escaping (ImportStep) -> Void) throws {
    self.progress = progress
    let calendar = try options.calendar()
    clock = options.times == .local ? calendar : .utc
    folder = try ImportFolder(path: path)
    self.options = options
    roster = try Roster(region: options.region)
    let names = SourceNames(options)
    report.remarks = folder.remarks
    (report.asOf, report.historyDays) = (options.asOf, options.historyDays)
    guard let found = try read(.venues, { try VenueList($1, names) }) else { return }
    var venues = found
    places = venues.places
    sources.formUnion(venues.sources)
    try readMap(venues)
    try readPeople(names)
    try readEvents(&venues, names)
    try readConnections(names)
    try readAdoptions(names)
    sources.insert(.adoptions)
    report.categories = venues.counts
    report.people = roster.people.count
    self.venues = venues
    try checkAge()
  }

  /// Refuses rows that have ended long ago where nobody says when: as a live region's they would count for nothing.
  private func checkAge() throws(IngestError) {
    guard options.asOf == nil, let newest = report.newestRow else { return }
    let days = (options.now - newest) / RegionCalendar.day
    guard newest < options.now - Self.liveDays * RegionCalendar.day else { return }
    throw IngestError(
      file: "",
      reason:
        "the newest row is \(days) days old, and a live region has some of the last \(Self.liveDays); say where the "
        + "rows end with --as-of, or as as_of in \(FolderDeclaration.file)\(folder.advice)")
  }

  /// How old the newest row of a live region can be, in days.
  private static let liveDays: Int64 = 30

  /// Reads a file that is there by `body`; `nil` when it is not.
  @discardableResult
  private mutating func read<Found>(
    _ file: ImportFile, _ body: (inout FolderReading, CSVReader) throws -> Found
  ) throws -> Found? {
    guard let reader = try folder.open(file) else { return nil }
    let (before, all, progress) = (bytes, folder.size, progress)
    (reader.latest, reader.clock) = (options.latest, clock)
    reader.told = { progress(.reading(bytes: before + $0, of: all)) }
    let found = try body(&self, reader)
    guard reader.records > 0 || !file.needsRows else {
      throw IngestError(file: reader.file, reason: "has a header row and no others; a row is needed")
    }
    bytes += reader.size
    report.remarks += folder.remarks(on: file, reader)
    return found
  }

  /// What the folder's region is.
  var declaration: RegionDeclaration {
    RegionDeclaration(
      region: options.region, timeZone: options.timeZone, sources: sources, isSimulated: false,
      asOf: options.asOf, historyDays: options.historyDays)
  }

  private mutating func readPeople(_ names: SourceNames) throws {
    let consent = options.consent
    let people: Void? = try read(.people) { try $0.roster.readPeople($1, consent: consent, names) }
    if people == nil, consent == .column {
      throw IngestError(file: "people.csv", reason: "is needed for consent by column")
    }
    if try read(.onboarding, { try $0.roster.readOnboarding($1, names) }) != nil { sources.insert(.onboarding) }
  }

  private mutating func readEvents(_ venues: inout VenueList, _ names: SourceNames) throws {
    for (file, arrival) in [(ImportFile.checkins, "time"), (.visits, "arrive")] {
      let found = try read(file) {
        try $0.roster.readVisits($1, arrival: arrival, &venues, names, &$0.report)
      }
      sources.formUnion(found ?? [])
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
    let cutOff = options.asOf ?? .max
    let sessions: Void? = try read(.sessions) {
      try $0.connections.readSessions($1, before: cutOff, &$0.roster, names, &$0.report)
    }
    if sessions != nil { sources.formUnion([.connections, .sessions]) }
  }

  /// Reads the zones, what they belong to and what stands in them.
  private mutating func readMap(_ venues: VenueList) throws {
    let zones = try read(.zones) { _, reader in
      try ZoneList(reader) { column in try venues[venues.number(column, of: reader)]?.place ?? Visit.noPlace }
    }
    guard var zones else { return }
    try read(.regions) { try zones.readAreas($1) }
    let items = try read(.items) { try zones.items($1) } ?? shops(of: venues, in: zones)
    let retail = Set(venues.retail.map(\.place))
    let made = try MapFiles.map("items") { () throws(ZoneMapError) in try zones.registered(items: items, retail: retail)
    }
    (report.zones, report.items) = (made.map.zones.count, made.map.items.count)
    map = made
  }

  /// The shops as items, which are on a public list whatever anybody does.
  private func shops(of venues: VenueList, in zones: ZoneList) throws(IngestError) -> [ZoneMap.Item] {
    let shops = venues.retail
    guard shops.count <= ZoneMap.mostItems else {
      throw IngestError(
        file: "venues", reason: "has \(shops.count) shops; \(ZoneList.allowedItems); name those to count in items.csv")
    }
    return try shops.map { shop throws(IngestError) in
      guard let id = String(validating: shop.id, as: UTF8.self), id.utf8.count <= 256 else {
        throw IngestError(
          file: "venues", column: "venue_id",
          reason:
            "a shop's id \"\(String(decoding: shop.id, as: UTF8.self))\" is no text of up to 256 bytes, as an item's "
            + "must be; name the items in items.csv")
      }
      return zones.item(id)
    }
  }

  /// Reads the adoptions of a file; where there is none, first visits stand for them.
  private mutating func readAdoptions(_ names: SourceNames) throws {
    let registered = Set(places).union(map?.places ?? [])
    let found: Void? = try read(.adoptions) {
      try $0.roster.readAdoptions($1, names, registered: registered, &$0.report)
    }
    saysAdoptions = found != nil
    guard saysAdoptions, map != nil, !folder.has(.items) else { return }
    report.remarks.append("adoptions of what is no shop of venues count for no item; name the items in items.csv")
  }
}

/// Goes over the people, part by part, and hands them on.
extension FolderReading {
  /// Hands everybody on with all their rows.
  ///
  /// - Throws: What the sink throws.
  mutating func deliver(to sink: inout some ImportSink) throws {
    guard let venues else { throw IngestError(file: "", reason: "venues are needed") }
    connections.admit(people: roster.people.count, &report)
    let rows = RowAssembly(roster, venues)
    var batch = ImportBatch()
    for part in rows.parts {
      let numbers = rows.people(ofPart: part)
      progress(.storing(people: numbers.lowerBound, of: roster.people.count))
      let (people, doubles) = try rows.records(ofPart: part)
      report.duplicateVisits += doubles
      for (person, records) in zip(numbers, people) {
        let records = completed(records, person)
        report.count(records, at: options.cutOff)
        try batch.add(records, to: &sink)
      }
    }
    try batch.flush(to: &sink)
    progress(.storing(people: roster.people.count, of: roster.people.count))
  }

  /// The records of a person with what does not stand in their own rows.
  private func completed(_ records: AgentRecords, _ person: Int) -> AgentRecords {
    var records = records
    let history = VisitHistory(records.visits, in: MeasureWindow(cutOff: options.cutOff))
    records.person.interestCluster = history.interestCluster
    // Whoever is only named by others has no row that could go with them, nor have they agreed to anything.
    if options.consent == .all, roster.hasOwnRow[person] {
      records.person.consents = .all.subtracting(records.person.withdrawals)
    }
    records.connections = connections.ends(of: person, in: roster.people)
    if !saysAdoptions { records.adoptions = Adoption.firstVisits(of: records.visits) }
    return records
  }
}
