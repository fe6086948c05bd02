package import Population

/// Reads the public map of a region that is there already: for one that is live, whose places come with no folder.
package enum MapFiles {
  /// The map of a file of zones, with the items that are registered, and with the areas where no file of these is given.
  ///
  /// An item stands where the file says of the place of its name, else where it stood.
  ///
  /// - Parameters:
  ///   - path: CSV with `venue_id`, `zone_id`, plain or `.gz`; its places become the region's public ones.
  ///   - areas: CSV with `zone_id`, `region_id`; nil keeps the areas of zones that are registered.
  ///   - registered: The map that it takes the place of.
  ///   - earlier: The numbers that its places and items may have been recorded under.
  /// - Throws: `IngestError` naming file, line and column, `IngestErrors` for several, also for an item that stands in a
  ///   zone that the file does not have.
  package static func zones(
    path: String, areas: String?, over registered: RegisteredMap?, earlier: EarlierNumbers
  ) throws -> RegisteredMap {
    let reader = try CSVReader(path: path, name: path)
    var known: [UInt64: UInt64] = [:]
    var zones = try ZoneList(reader) {
      let name = Array(try reader.required($0))
      for number in try earlier.of(name) { known[number] = PublicID.place(name) }
      return PublicID.place(name)
    }
    let old = registered?.map
    if let areas {
      try zones.readAreas(CSVReader(path: areas, name: areas))
    } else if let old {
      zones.keepAreas(of: old)
    }
    let items = try (old?.items ?? []).map { item throws(IngestError) in
      let moved = zones.item(item.id)
      guard moved.zone == nil, let zone = item.zone.flatMap({ old?.zones[$0].id }) else { return moved }
      guard let position = zones.position(zone) else {
        throw IngestError(
          file: path,
          reason: "has no zone \"\(zone)\", in which item \"\(item.id)\" stands; import items without it first"
        )
      }
      return zones.item(item.id, in: position)
    }
    try known.merge(earlier.of(items)) { $1 }
    return try map(path) { () throws(ZoneMapError) in try zones.registered(items: items).recognising(known) }
  }

  /// The registered map with the items of a file, in place of those it has.
  ///
  /// - Parameters:
  ///   - path: CSV with `item_id` and perhaps `zone_id`, plain or `.gz`.
  ///   - registered: The map whose zones stay.
  ///   - earlier: The numbers that its items may have been recorded under.
  /// - Throws: `IngestError` naming file, line and column, `IngestErrors` for several.
  package static func items(
    path: String, over registered: RegisteredMap, earlier: EarlierNumbers
  ) throws -> RegisteredMap {
    let zones = ZoneList(registered)
    let items = try zones.items(CSVReader(path: path, name: path))
    let known = try registered.earlier.merging(earlier.of(items)) { $1 }
    return try map(path) { () throws(ZoneMapError) in try zones.registered(items: items).recognising(known) }
  }

  /// A map, or why the file makes none.
  static func map(
    _ file: String, _ make: () throws(ZoneMapError) -> RegisteredMap
  ) throws(IngestError) -> RegisteredMap {
    do { return try make() } catch { throw IngestError(file: file, reason: "\(error)") }
  }
}
