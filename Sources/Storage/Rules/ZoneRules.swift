import Population

/// Registering the public map of a region: one at a time, replaced as a whole.
struct ZoneRules {
  private static let idLengths = 1...256

  private let transaction: any SQLTransaction
  private let region: Int64

  /// The map of the region of a number.
  init(_ transaction: any SQLTransaction, region: Int64) { (self.transaction, self.region) = (transaction, region) }

  /// The map of a region. Throws `notFound` for one that is not stored.
  init(_ transaction: any SQLTransaction, region: String) throws {
    self.init(transaction, region: try RegionRules.number(of: region, in: transaction))
  }

  /// The registered map; `nil` without zones. Throws `corrupt` for rows that are no map.
  func registered() throws -> RegisteredMap? {
    let zones = try transaction.statement(ZoneTable.ofRegion).rows(region, as: ZoneTable.read)
    guard !zones.isEmpty else { return nil }
    let areas = try transaction.statement(AreaTable.ofRegion).rows(region, as: AreaTable.read)
    let items = try transaction.statement(ItemTable.ofRegion).rows(region, as: ItemTable.read)
    let places = try transaction.statement(ZonePlaceTable.ofRegion).rows(region, as: ZonePlaceTable.read)
    let earlier = try self.earlier()
    do {
      return try RegisteredMap(
        map: ZoneMap(zones: zones, areas: areas, items: items),
        zoneOfPlace: Dictionary(places.map { ($0.place, $0.zone) }, uniquingKeysWith: { first, _ in first }),
        earlier: earlier)
    } catch {
      throw StoreError.corrupt("zones of region \(region): \(error)")
    }
  }

  /// Registers a map, see `ZoneStore.registerMap`; `now` is µs since 1970 UTC.
  ///
  /// What places and items were recorded under before they were registered stays known.
  func register(_ delivered: RegisteredMap, now: Int64) throws {
    try check(delivered.map)
    let registered = try delivered.recognising(self.earlier().merging(delivered.earlier) { $1 })
    for text in [
      ZoneTable.delete, AreaTable.delete, ItemTable.delete, ZonePlaceTable.delete, EarlierNumberTable.delete,
    ] {
      try transaction.statement(text).run(region)
    }
    let day = now / RegionCalendar.day
    try add(registered.map, now: now)
    let place = try transaction.statement(ZonePlaceTable.add)
    for (number, zone) in registered.zoneOfPlace.sorted(by: { $0.key < $1.key }) {
      try place.run(region, Int64(bitPattern: number), zone, day)
    }
    let earlier = try transaction.statement(EarlierNumberTable.add)
    for (number, place) in registered.earlier.sorted(by: { $0.key < $1.key }) {
      try earlier.run(region, Int64(bitPattern: number), Int64(bitPattern: place), day)
    }
    try RegionRules.register(places: registered.places, region: region, day: day, in: transaction)
  }

  private func earlier() throws -> [UInt64: UInt64] {
    let rows = try transaction.statement(EarlierNumberTable.ofRegion).rows(region, as: EarlierNumberTable.read)
    return Dictionary(rows.map { ($0.number, $0.place) }, uniquingKeysWith: { first, _ in first })
  }

  private func check(_ map: ZoneMap) throws(StoreError) {
    let named = [("zone", map.zones.map(\.id)), ("area", map.areas), ("item", map.items.map(\.id))]
    for (kind, ids) in named {
      guard let wrong = ids.first(where: { !Self.idLengths.contains($0.utf8.count) }) else { continue }
      throw .invalidValue("\(kind) id '\(wrong)': 1 to \(Self.idLengths.upperBound) bytes are allowed")
    }
  }

  private func add(_ map: ZoneMap, now: Int64) throws {
    let area = try transaction.statement(AreaTable.add)
    for (position, id) in map.areas.enumerated() { try area.run(region, position, id, now) }
    let zone = try transaction.statement(ZoneTable.add)
    for (position, added) in map.zones.enumerated() { try zone.run(region, position, added.id, added.area, now) }
    let item = try transaction.statement(ItemTable.add)
    for (position, added) in map.items.enumerated() { try item.run(region, position, added.id, added.zone, now) }
  }
}
