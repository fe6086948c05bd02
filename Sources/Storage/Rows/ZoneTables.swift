import Population

/// The table `zones`: the registered zones of each region, in order.
enum ZoneTable {
  /// What is kept of a zone.
  enum Column: Int32, SQLColumn { case regionNo, zoneNo, zoneId, areaNo, createdAt }

  static let ofRegion = "SELECT \(Column.names) FROM zones WHERE region_no = $1 ORDER BY zone_no"
  static let add = "INSERT INTO zones (\(Column.names)) VALUES (\(Column.parameters))"
  static let delete = "DELETE FROM zones WHERE region_no = $1"

  static func read(_ row: any SQLRow) -> ZoneMap.Zone {
    ZoneMap.Zone(id: row.text(Column.zoneId), area: row.optionalInteger(Column.areaNo).map(Int.init))
  }
}

/// The table `areas`: what zones belong to, in order.
enum AreaTable {
  /// What is kept of an area.
  enum Column: Int32, SQLColumn { case regionNo, areaNo, areaId, createdAt }

  static let ofRegion = "SELECT \(Column.names) FROM areas WHERE region_no = $1 ORDER BY area_no"
  static let add = "INSERT INTO areas (\(Column.names)) VALUES (\(Column.parameters))"
  static let delete = "DELETE FROM areas WHERE region_no = $1"

  static func read(_ row: any SQLRow) -> String { row.text(Column.areaId) }
}

/// The table `items`: the registered items of each region, in order.
enum ItemTable {
  /// What is kept of an item.
  enum Column: Int32, SQLColumn { case regionNo, itemNo, itemId, zoneNo, createdAt }

  static let ofRegion = "SELECT \(Column.names) FROM items WHERE region_no = $1 ORDER BY item_no"
  static let add = "INSERT INTO items (\(Column.names)) VALUES (\(Column.parameters))"
  static let delete = "DELETE FROM items WHERE region_no = $1"

  static func read(_ row: any SQLRow) -> ZoneMap.Item {
    ZoneMap.Item(id: row.text(Column.itemId), zone: row.optionalInteger(Column.zoneNo).map(Int.init))
  }
}

/// The table `earlier_numbers`: what places and items were recorded under before they were registered.
enum EarlierNumberTable {
  /// What is kept of a number.
  enum Column: Int32, SQLColumn { case regionNo, number, place, createdDay }

  static let ofRegion = "SELECT \(Column.names) FROM earlier_numbers WHERE region_no = $1"
  static let add = "INSERT INTO earlier_numbers (\(Column.names)) VALUES (\(Column.parameters))"
  static let delete = "DELETE FROM earlier_numbers WHERE region_no = $1"

  static func read(_ row: any SQLRow) -> (number: UInt64, place: UInt64) {
    (UInt64(bitPattern: row.integer(Column.number)), UInt64(bitPattern: row.integer(Column.place)))
  }
}

/// The table `zone_places`: the zone that visits to a public place count for.
enum ZonePlaceTable {
  /// What is kept of a place.
  enum Column: Int32, SQLColumn { case regionNo, place, zoneNo, createdDay }

  static let ofRegion = "SELECT \(Column.names) FROM zone_places WHERE region_no = $1"
  static let add = "INSERT INTO zone_places (\(Column.names)) VALUES (\(Column.parameters))"
  static let delete = "DELETE FROM zone_places WHERE region_no = $1"

  static func read(_ row: any SQLRow) -> (place: UInt64, zone: Int) {
    (UInt64(bitPattern: row.integer(Column.place)), Int(row.integer(Column.zoneNo)))
  }
}
