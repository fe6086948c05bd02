import Population

/// A place of the source, as far as it is kept.
struct ImportedVenue: Sendable {
  /// Its number, `Visit.noPlace` for a home.
  let place: UInt64
  let category: JourneyCategory
  let traits: PlaceTraits
  let coordinate: CoarseCoordinate?
  let priceTier: UInt8?
}

/// The places of the source by their id, and how often each was visited.
struct VenueList {
  /// What the columns say that the region has.
  let sources: RegionSources

  private var names = NameTable()
  /// By number; `nil` for a place that is dropped.
  private var venues: [ImportedVenue?] = []
  private var visits: [Int] = []
  /// What stands in `category_path`, and which of it each place has.
  private var paths: [[String]: Int] = [:]
  private var outcomes: [(outcome: CategoryTable.Outcome, isKnown: Bool, isRetail: Bool)] = []
  private var pathOf: [Int] = []

  init(_ reader: CSVReader, _ names: SourceNames) throws {
    let id = try reader.column("venue_id")
    let columns = try VenueColumns(reader)
    sources = columns.sources
    try reader.forEachRecord {
      let isNew: Void? = try reader.noting { try addName(id, reader) }
      let path = try reader.noting { try pathNumber(columns, reader) }
      let position = try reader.noting { try columns.position(reader) }
      let price = try reader.noting { try columns.price.flatMap { try reader.optionalWhole($0, in: 1...4) } }
      guard isNew != nil, let path, let position, let price else { return }
      add(path, position, price.map { UInt8($0) }, names)
    }
  }

  private mutating func addName(_ id: CSVColumn, _ reader: CSVReader) throws(IngestError) {
    guard try reader.name(id, in: &names).isNew else { throw reader.error(id, "\"\(reader.shown(id))\" stands twice") }
  }

  /// Looks a category up once; thousands of places share a few hundred.
  private mutating func pathNumber(_ columns: VenueColumns, _ reader: CSVReader) throws(IngestError) -> Int {
    let key = [
      try reader.text(columns.path), try columns.root.map { root throws(IngestError) in try reader.text(root) } ?? "",
    ]
    if let known = paths[key] { return known }
    let path = CategoryPath(key[0], root: key[1])
    paths[key] = outcomes.count
    outcomes.append((CategoryTable.outcome(for: path), CategoryTable.knows(path), RetailPlaces.contains(path)))
    return outcomes.count - 1
  }

  private mutating func add(_ path: Int, _ position: CoarseCoordinate?, _ price: UInt8?, _ source: SourceNames) {
    pathOf.append(path)
    visits.append(0)
    guard case .kept(let category, let traits) = outcomes[path].outcome else { return venues.append(nil) }
    guard category != .home else {
      return venues.append(
        ImportedVenue(place: Visit.noPlace, category: .home, traits: traits, coordinate: nil, priceTier: nil))
    }
    venues.append(
      ImportedVenue(
        place: source.place(names[venues.count]), category: category, traits: traits, coordinate: position,
        priceTier: price))
  }

  /// The numbers of the places that are kept and are no homes, ascending.
  var places: [UInt64] {
    venues.compactMap { $0?.place }.filter { $0 != Visit.noPlace }.sorted()
  }

  /// The shops that are kept, by their number and with the bytes of their id, in the order of the file.
  var retail: [(place: UInt64, id: ArraySlice<UInt8>)] {
    venues.indices.compactMap { number in
      guard let venue = venues[number], venue.place != Visit.noPlace, outcomes[pathOf[number]].isRetail else {
        return nil
      }
      return (venue.place, names[number])
    }
  }

  /// The number of the place that the current record of a file names.
  func number(_ column: CSVColumn, of reader: CSVReader) throws(IngestError) -> Int {
    guard !reader.isEmpty(column) else { throw reader.error(column, "is empty; a value is needed") }
    guard let number = reader.withBytes(column, { names.find($0) }) else {
      throw reader.error(column, "\"\(reader.shown(column))\" is not in venues")
    }
    return number
  }

  /// A place by its number; `nil` when it is dropped.
  subscript(number: Int) -> ImportedVenue? { venues[number] }

  /// Takes note of a visit.
  mutating func noteVisit(to number: Int) { visits[number] += 1 }

  /// What the categories of the places came to.
  var counts: CategoryCounts {
    var counts = CategoryCounts()
    let names = Dictionary(uniqueKeysWithValues: paths.map { ($1, $0) })
    for (number, path) in pathOf.enumerated() {
      let (outcome, isKnown, _) = outcomes[path]
      counts.add(outcome, visits: visits[number])
      if !isKnown, let name = names[path] { counts.addUnknown(name.last { !$0.isEmpty } ?? "", visits: visits[number]) }
    }
    return counts
  }
}

/// The columns of `venues` beside the id.
private struct VenueColumns {
  let path: CSVColumn
  let root: CSVColumn?
  let price: CSVColumn?
  private let latitude: CSVColumn?
  private let longitude: CSVColumn?

  init(_ reader: CSVReader) throws(IngestError) {
    path = try reader.column("category_path")
    root = reader.optionalColumn("category_root")
    price = reader.optionalColumn("price_tier")
    latitude = reader.optionalColumn("lat")
    longitude = reader.optionalColumn("lon")
    if latitude != nil || longitude != nil {
      _ = try reader.column("lat")
      _ = try reader.column("lon")
    }
  }

  /// What the columns say that the region has, whatever stands in them.
  var sources: RegionSources {
    var sources: RegionSources = []
    if latitude != nil { sources.insert(.coordinates) }
    if price != nil { sources.insert(.price) }
    return sources
  }

  /// The position of the current record; `nil` where it says none.
  func position(_ reader: CSVReader) throws -> CoarseCoordinate? {
    guard let latitude, let longitude else { return nil }
    let north = try reader.noting { try reader.optionalNumber(latitude, in: -90...90) }
    let east = try reader.noting { try reader.optionalNumber(longitude, in: -180...180) }
    guard let north, let east else { return nil }
    switch (north, east) {
    case (let north?, let east?): return CoarseCoordinate(latitudeDegrees: north, longitudeDegrees: east)
    case (nil, nil): return nil
    case (nil, _): throw reader.error(latitude, "is empty and lon is not; a position needs both")
    case (_, nil): throw reader.error(longitude, "is empty and lat is not; a position needs both")
    }
  }
}
