import Population

/// The zones of a file in order of first mention, with their areas and the places that stand in them.
struct ZoneList {
  /// Positions of zones by the number of the place that stands in them; places that are not kept are left out.
  private(set) var zoneOfPlace: [UInt64: Int] = [:]

  private static let longestID = 256
  private var ids: [String] = []
  private var positions: [String: Int] = [:]
  private var areaIDs: [String] = []
  private var areaOf: [Int: Int] = [:]

  /// Reads `zones`: which zone a place stands in.
  ///
  /// - Parameter place: Gives the number of the place that a column of the current record names, 0 for one that is not
  ///   kept; throws for one that nobody knows.
  init(_ reader: CSVReader, place number: (CSVColumn) throws -> UInt64) throws {
    let (venue, zone) = (try reader.column("venue_id"), try reader.column("zone_id"))
    var seen = NameTable()
    try reader.forEachRecord {
      let isNew: Void? = try reader.noting { try Self.checkNew(venue, in: &seen, reader) }
      let place = try reader.noting { try number(venue) }
      let position = try reader.noting { try add(zone, reader) }
      guard isNew != nil, let place, let position, place != Visit.noPlace else { return }
      zoneOfPlace[place] = position
    }
  }

  /// The zones that are registered already.
  init(_ registered: RegisteredMap) {
    ids = registered.map.zones.map(\.id)
    positions = Dictionary(uniqueKeysWithValues: ids.enumerated().map { ($1, $0) })
    areaIDs = registered.map.areas
    for (position, zone) in registered.map.zones.enumerated() { areaOf[position] = zone.area }
    zoneOfPlace = registered.zoneOfPlace
    let items = registered.map.items.compactMap { item in item.zone.map { (PublicID.place(item.id.utf8), $0) } }
    zoneOfPlace.merge(items) { place, _ in place }
  }

  /// Reads `regions`: which area a zone belongs to; areas come in order of first mention.
  mutating func readAreas(_ reader: CSVReader) throws {
    let (zone, area) = (try reader.column("zone_id"), try reader.column("region_id"))
    var areas: [String: Int] = [:]
    try reader.forEachRecord {
      let position = try reader.noting { try self.position(zone, reader) }
      let name = try reader.noting { try Self.id(area, reader) }
      guard let position, let name else { return }
      guard areaOf[position] == nil else { throw reader.error(zone, "\"\(reader.shown(zone))\" stands twice") }
      areaOf[position] = areas[name] ?? areas.count
      if areas[name] == nil {
        areas[name] = areas.count
        areaIDs.append(name)
      }
    }
  }

  /// Keeps the areas of zones that a map has already, in its order; areas that no zone is left in go.
  mutating func keepAreas(of map: ZoneMap) {
    let kept = ids.enumerated().compactMap { position, id in
      map.zone(id).flatMap { map.zones[$0].area }.map { (zone: position, area: $0) }
    }
    let areas = Set(kept.map(\.area)).sorted()
    areaIDs = areas.map { map.areas[$0] }
    for (zone, area) in kept { areaOf[zone] = areas.firstIndex(of: area) }
  }

  /// Reads `items` in order. One that names no zone stands where the place of its name does.
  func items(_ reader: CSVReader) throws -> [ZoneMap.Item] {
    let (id, zone) = (try reader.column("item_id"), reader.optionalColumn("zone_id"))
    var items: [ZoneMap.Item] = []
    var seen = Set<String>()
    try reader.forEachRecord {
      let name = try reader.noting { try Self.id(id, reader) }
      let position = try reader.noting {
        try zone.flatMap { zone in reader.isEmpty(zone) ? nil : try self.position(zone, reader) }
      }
      guard let name, let position else { return }
      guard seen.insert(name).inserted else { throw reader.error(id, "\"\(name)\" stands twice") }
      guard items.count < ZoneMap.mostItems else { throw reader.error(id, "is one too many; \(Self.allowedItems)") }
      items.append(item(name, in: position))
    }
    return items
  }

  /// An item that stands in a zone, or where the place of its name does.
  func item(_ id: String, in zone: Int? = nil) -> ZoneMap.Item {
    ZoneMap.Item(id: id, zone: zone ?? zoneOfPlace[PublicID.place(id.utf8)])
  }

  /// Position of a zone; `nil` for one that is not in the list.
  func position(_ id: String) -> Int? { positions[id] }

  /// The map with these items; visits to them and to other `retail` places count for no zone.
  ///
  /// - Throws: `ZoneMapError`.
  func registered(items: [ZoneMap.Item], retail: Set<UInt64> = []) throws(ZoneMapError) -> RegisteredMap {
    try RegisteredMap(
      map: ZoneMap(
        zones: ids.enumerated().map { ZoneMap.Zone(id: $1, area: areaOf[$0]) }, areas: areaIDs, items: items),
      zoneOfPlace: zoneOfPlace.filter { !retail.contains($0.key) })
  }

  /// How many items there can be, to follow a complaint.
  static let allowedItems = "up to \(ZoneMap.mostItems) items of a region are allowed"
}

extension ZoneList {
  /// The position of the zone that the current record names, which is new when it was not named before.
  private mutating func add(_ column: CSVColumn, _ reader: CSVReader) throws(IngestError) -> Int {
    let name = try Self.id(column, reader)
    if let known = positions[name] { return known }
    guard ids.count < ZoneMap.mostZones else {
      throw reader.error(
        column, "\"\(name)\" is one too many; up to \(ZoneMap.mostZones) zones of a region are allowed")
    }
    positions[name] = ids.count
    ids.append(name)
    return ids.count - 1
  }

  private func position(_ column: CSVColumn, _ reader: CSVReader) throws(IngestError) -> Int {
    let name = try Self.id(column, reader)
    guard let position = positions[name] else { throw reader.error(column, "\"\(name)\" is not in zones") }
    return position
  }

  /// A public id: text of 1 to 256 bytes.
  private static func id(_ column: CSVColumn, _ reader: CSVReader) throws(IngestError) -> String {
    let text = try reader.text(column)
    guard (1...longestID).contains(text.utf8.count) else {
      throw reader.error(column, "is \(text.utf8.count) bytes long; 1 to \(longestID) are allowed")
    }
    return text
  }

  private static func checkNew(
    _ column: CSVColumn, in seen: inout NameTable, _ reader: CSVReader
  ) throws(IngestError) {
    guard try reader.name(column, in: &seen).isNew else {
      throw reader.error(column, "\"\(reader.shown(column))\" stands twice")
    }
  }
}
