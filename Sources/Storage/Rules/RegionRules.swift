import Population

/// Registering regions.
enum RegionRules {
  /// The number of a region. Throws `notFound`.
  static func number(of id: String, in transaction: any SQLTransaction) throws -> Int64 {
    guard let number = try transaction.statement(RegionTable.numberByID).integer(id) else {
      throw StoreError.notFound("region '\(id)'")
    }
    return number
  }

  /// The region of that id. Throws `notFound`.
  static func region(_ id: String, in transaction: any SQLTransaction) throws -> Region {
    guard let region = try transaction.statement(RegionTable.byID).first(id, as: RegionTable.read) else {
      throw StoreError.notFound("region '\(id)'")
    }
    return region
  }

  /// Every region with what it holds, by id.
  static func counts(in transaction: any SQLTransaction) throws -> [RegionCounts] {
    typealias Column = RegionTable.CountColumn
    let regions = try transaction.statement(RegionTable.all).rows(as: RegionTable.read)
    let counted = try transaction.statement(RegionTable.counts).rows { row in
      (row.text(Column.regionId), [Column.people, .agreeing, .rows].map { Int(row.integer($0)) })
    }
    let byID = Dictionary(counted, uniquingKeysWith: { first, _ in first })
    return regions.map { region in
      let numbers = byID[region.id] ?? [0, 0, 0]
      return RegionCounts(region: region, people: numbers[0], agreeing: numbers[1], rows: numbers[2])
    }
  }

  /// Adds a region, or widens what is stored of it: sources are united, the simulated mark stays once set, a given
  /// as-of time or length of history replaces the old one. Returns its number. Throws `conflict` when the stored region
  /// has another time zone, or is live and would be archived or the other way round, `invalidValue` for its id.
  static func register(_ region: Region, now: Int64, in transaction: any SQLTransaction) throws -> Int64 {
    guard (1...64).contains(region.id.utf8.count) else {
      throw StoreError.invalidValue("region id '\(region.id)': 1 to 64 bytes are allowed")
    }
    let stored = try transaction.statement(RegionTable.byID).first(region.id, as: RegionTable.read)
    if let stored { try check(region, against: stored) }
    try RegionTable.write(region, now: now, with: transaction.statement(RegionTable.widen))
    return try number(of: region.id, in: transaction)
  }

  private static func check(_ region: Region, against stored: Region) throws {
    guard stored.timeZone == region.timeZone else {
      throw StoreError.conflict("region '\(region.id)' has time zone \(stored.timeZone), not \(region.timeZone)")
    }
    guard stored.asOf != nil || region.asOf == nil else {
      throw StoreError.conflict(
        "region '\(region.id)' is live; rows that end at a day would archive it: give them a region of their own")
    }
    guard stored.asOf == nil || region.asOf != nil else {
      throw StoreError.conflict(
        "region '\(region.id)' is archived: its rows end; say where these end too, or give them a region of their own")
    }
  }

  /// Registers public places of a region; those known before stay. `day` counts days since 1970 UTC.
  static func register(places: [UInt64], region: Int64, day: Int64, in transaction: any SQLTransaction) throws {
    let add = try transaction.statement(PlaceTable.add)
    for place in places where place != Visit.noPlace { try add.run(region, Int64(bitPattern: place), day) }
  }

  /// The id that a place has for the people of a region.
  static func place(_ reference: PlaceReference, region: Int64, in transaction: any SQLTransaction) throws -> UInt64 {
    guard reference.registered != Visit.noPlace else { return reference.unregistered }
    let find = try transaction.statement(PlaceTable.find)
    let isRegistered = try find.integer(region, Int64(bitPattern: reference.registered)) != nil
    return isRegistered ? reference.registered : reference.unregistered
  }
}

/// Registering segments: a version is superseded, never edited.
enum SegmentRules {
  /// Registers definitions, see `SegmentStore.registerSegments`.
  static func register(_ segments: [SegmentRow], now: Int64, in transaction: any SQLTransaction) throws {
    for segment in segments { try register(segment, now: now, in: transaction) }
  }

  private static func register(_ segment: SegmentRow, now: Int64, in transaction: any SQLTransaction) throws {
    guard (1...256).contains(segment.id.utf8.count) else {
      throw StoreError.invalidValue("segment id '\(segment.id)': 1 to 256 bytes are allowed")
    }
    let region = try RegionRules.number(of: segment.region, in: transaction)
    let stored = try transaction.statement(SegmentTable.newestByID).first(segment.id, as: SegmentTable.read)
    guard stored != segment else { return }
    let expected = (stored?.version ?? 0) + 1
    guard segment.version == expected else {
      throw StoreError.conflict(
        "segment '\(segment.id)' version \(segment.version): versions are never edited, the next is \(expected)")
    }
    try transaction.statement(SegmentTable.add)
      .run(segment.id, segment.version, region, segment.definition, now)
  }
}
