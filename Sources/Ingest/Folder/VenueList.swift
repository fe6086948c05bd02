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

/// The places of the source by their id; `nil` for those that are dropped.
struct VenueList {
  private var venues: [String: ImportedVenue?] = [:]
  private var outcomes: [[String]: CategoryTable.Outcome] = [:]
  /// Whether any place has a position.
  private(set) var hasCoordinates = false
  /// Whether any place has a price tier.
  private(set) var hasPrices = false
  /// Places on the list of sensitive categories.
  private(set) var sensitive = 0

  init(_ reader: CSVReader, _ names: SourceNames) throws {
    let id = try reader.column("venue_id")
    let path = try reader.column("category_path")
    let root = reader.optionalColumn("category_root")
    let columns = PlaceColumns(reader)
    while try reader.next() {
      let name = try reader.required(id)
      guard venues[name] == nil else { throw reader.error(id, "\"\(name)\" stands twice") }
      switch outcome(for: reader.text(path), root: root.map { reader.text($0) } ?? "") {
      case .sensitive:
        venues.updateValue(.none, forKey: name)
        sensitive += 1
      case .kept(let category, let traits):
        venues[name] = try venue(name, category, traits, columns, reader, names)
      }
    }
  }

  /// Looks a category up once; thousands of places share a few hundred.
  private mutating func outcome(for path: String, root: String) -> CategoryTable.Outcome {
    let key = [path, root]
    if let known = outcomes[key] { return known }
    let outcome = CategoryTable.outcome(for: CategoryPath(path, root: root))
    outcomes[key] = outcome
    return outcome
  }

  private struct PlaceColumns {
    let latitude: CSVColumn?
    let longitude: CSVColumn?
    let price: CSVColumn?

    init(_ reader: CSVReader) {
      latitude = reader.optionalColumn("lat")
      longitude = reader.optionalColumn("lon")
      price = reader.optionalColumn("price_tier")
    }
  }

  private mutating func venue(
    _ name: String, _ category: JourneyCategory, _ traits: PlaceTraits, _ columns: PlaceColumns, _ reader: CSVReader,
    _ names: SourceNames
  ) throws -> ImportedVenue {
    let latitude = try columns.latitude.flatMap { try reader.optionalNumber($0, in: -90...90) }
    let longitude = try columns.longitude.flatMap { try reader.optionalNumber($0, in: -180...180) }
    let price = try columns.price.flatMap { try reader.optionalNumber($0, in: 1...4) }
    if category == .home {
      return ImportedVenue(place: Visit.noPlace, category: category, traits: traits, coordinate: nil, priceTier: nil)
    }
    var coordinate: CoarseCoordinate?
    if let latitude, let longitude {
      coordinate = CoarseCoordinate(latitudeDegrees: latitude, longitudeDegrees: longitude)
    }
    hasCoordinates = hasCoordinates || coordinate != nil
    hasPrices = hasPrices || price != nil
    return ImportedVenue(
      place: names.place(name), category: category, traits: traits, coordinate: coordinate,
      priceTier: price.map { UInt8($0.rounded()) })
  }

  /// The numbers of the places that are kept and are no homes, ascending.
  var places: [UInt64] {
    venues.values.compactMap { $0?.place }.filter { $0 != Visit.noPlace }.sorted()
  }

  /// The place that the current record of a file names, `nil` when it is dropped.
  func venue(_ column: CSVColumn, of reader: CSVReader) throws(IngestError) -> ImportedVenue? {
    let name = try reader.required(column)
    guard let venue = venues[name] else { throw reader.error(column, "\"\(name)\" is not in venues") }
    return venue
  }
}
