package import Population

/// The check-ins of a folder with the users' and venues' own names: for a measurement that divides people itself. What
/// is stored of a folder is read by `Import`.
package struct CheckInTable: Sendable {
  /// A place of `venues`.
  package struct Venue: Sendable, Hashable {
    /// Its id, as the file has it.
    package let id: [UInt8]
    /// Whether it is a shop that an import registers as an item.
    package let isShop: Bool
    /// Names of its category, from the root down.
    package let category: [String]
    /// Position of the zone it stands in; `nil` for none.
    package fileprivate(set) var zone: Int?

    /// A place.
    package init(id: [UInt8], isShop: Bool, category: [String] = [], zone: Int? = nil) {
      (self.id, self.isShop, self.category, self.zone) = (id, isShop, category, zone)
    }
  }

  /// A row of `checkins` or `visits`.
  package struct CheckIn: Sendable, Hashable {
    /// Position among the users.
    package let user: Int
    /// Position among the venues.
    package let venue: Int
    /// µs since 1970 UTC.
    package let time: Int64

    /// A row.
    package init(user: Int, venue: Int, time: Int64) { (self.user, self.venue, self.time) = (user, venue, time) }
  }

  /// Files that are read in the place of those of the folder.
  package struct OtherFiles: Sendable, Hashable {
    /// `zones` and `regions`.
    package var zones: String?, regions: String?
    /// A file with a column `user_id`: people who are left out; by default `map_people` of the folder, if it is there.
    package var excluded: String?

    /// Files by their paths; none where there is nothing else than the folder.
    package init(zones: String? = nil, regions: String? = nil, excluded: String? = nil) {
      (self.zones, self.regions, self.excluded) = (zones, regions, excluded)
    }
  }

  /// Ids of the users, in order of first mention.
  package private(set) var users: [[UInt8]] = []
  /// The places, in the order of the file.
  package private(set) var venues: [Venue] = []
  /// The rows, in the order of the file.
  package private(set) var checkIns: [CheckIn] = []
  /// The public map, without items; areas are the region's `regions`.
  package private(set) var map: ZoneMap?
  /// Paths of the public files that it was read from: `venues`, and `zones` and `regions` where there are any.
  package private(set) var files: [String: String] = [:]
  /// Positions of the users who are left out.
  package private(set) var excluded: Set<Int> = []

  /// Reads a folder.
  ///
  /// - Parameters:
  ///   - clock: what times without a zone go by.
  ///   - now: times later than a day after this are refused; µs since 1970 UTC.
  /// - Throws: `IngestError` naming file, line and column, `IngestErrors` for several.
  package init(folder path: String, other: OtherFiles = OtherFiles(), clock: RegionCalendar, now: Int64) throws {
    let folder = try ImportFolder(path: path)
    var names = NameTable()
    guard let venues = try folder.open(.venues) else { return }
    try readVenues(venues, &names)
    if let zones = try Self.reader(other.zones, or: folder.open(.zones)) {
      try readMap(zones, Self.reader(other.regions, or: folder.open(.regions)), names)
    }
    files["venues"] = folder.path(of: .venues)
    files["zones"] = other.zones ?? folder.path(of: .zones)
    files["regions"] = other.regions ?? folder.path(of: .regions)
    let isOfCheckIns = folder.has(.checkins)
    guard let rows = try folder.open(isOfCheckIns ? .checkins : .visits) else { return }
    (rows.clock, rows.latest) = (clock, now + RegionCalendar.day)
    var people = NameTable()
    try readRows(rows, time: isOfCheckIns ? "time" : "arrive", &people, names)
    users = (0..<people.count).map { Array(people[$0]) }
    if let file = try other.excluded ?? Self.excludedFile(of: path) { try readExcluded(file, people) }
  }

  /// Opens a file that is named, else gives the folder's.
  private static func reader(_ path: String?, or own: CSVReader?) throws(IngestError) -> CSVReader? {
    try path.map { path throws(IngestError) in try CSVReader(path: path, name: path) } ?? own
  }

  private static func excludedFile(of folder: String) throws(IngestError) -> String? {
    let listing = try ImportFolder.listing(of: folder)
    return ["map_people.csv", "map_people.csv.gz"].first(where: listing.contains).map { "\(folder)/\($0)" }
  }

  private mutating func readVenues(_ reader: CSVReader, _ names: inout NameTable) throws {
    let (id, path) = (try reader.column("venue_id"), try reader.column("category_path"))
    let root = reader.optionalColumn("category_root")
    var (found, known) = ([Venue](), [[String]: (isShop: Bool, category: [String])]())
    try reader.forEachRecord {
      guard try reader.name(id, in: &names).isNew else {
        throw reader.error(id, "\"\(reader.shown(id))\" stands twice")
      }
      let key = [try reader.text(path), try root.map { try reader.text($0) } ?? ""]
      let category = known[key] ?? Self.category(CategoryPath(key[0], root: key[1]))
      known[key] = category
      found.append(Venue(id: try reader.required(id), isShop: category.isShop, category: category.category))
    }
    venues = found
  }

  /// Whether places of a category are registered as items: shops that are kept, as `VenueList.retail` has them.
  private static func category(_ path: CategoryPath) -> (isShop: Bool, category: [String]) {
    guard case .kept(let category, _) = CategoryTable.outcome(for: path), category != .home else {
      return (false, path.segments)
    }
    return (RetailPlaces.contains(path), path.segments)
  }

  private mutating func readMap(_ zones: CSVReader, _ areas: CSVReader?, _ names: NameTable) throws {
    var list = try ZoneList(zones) { column in
      guard zones.withBytes(column, { names.find($0) }) != nil else {
        throw zones.error(column, "\"\(zones.shown(column))\" is not in venues")
      }
      return PublicID.place(try zones.required(column))
    }
    if let areas { try list.readAreas(areas) }
    for number in venues.indices { venues[number].zone = list.zoneOfPlace[PublicID.place(venues[number].id)] }
    map = try MapFiles.map(zones.file) { () throws(ZoneMapError) in try list.registered(items: []) }.map
  }

  private mutating func readRows(
    _ reader: CSVReader, time name: String, _ people: inout NameTable, _ names: NameTable
  ) throws {
    let (user, venue) = (try reader.column("user_id"), try reader.column("venue_id"))
    let time = try reader.column(name)
    var rows: [CheckIn] = []
    try reader.forEachRecord {
      guard let place = reader.withBytes(venue, { names.find($0) }) else {
        throw reader.error(venue, "\"\(reader.shown(venue))\" is not in venues")
      }
      rows.append(
        CheckIn(user: try reader.name(user, in: &people).number, venue: place, time: try reader.time(time)))
    }
    checkIns = rows
  }

  private mutating func readExcluded(_ path: String, _ people: NameTable) throws {
    let reader = try CSVReader(path: path, name: path)
    let user = try reader.column("user_id")
    var found: Set<Int> = []
    try reader.forEachRecord {
      if let number = reader.withBytes(user, { people.find($0) }) { found.insert(number) }
    }
    excluded = found
  }
}

extension CheckInTable {
  /// A table of rows that stand in no file.
  package init(users: [[UInt8]], venues: [Venue], checkIns: [CheckIn], map: ZoneMap?, excluded: Set<Int> = []) {
    (self.users, self.venues, self.checkIns, self.map, self.excluded) = (users, venues, checkIns, map, excluded)
  }
}
