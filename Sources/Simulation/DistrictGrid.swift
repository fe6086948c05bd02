import Population

/// The districts of a city: six by six squares of four kilometres, as a map office would register them, in nine areas.
/// Public, and the same whoever lives there.
struct DistrictGrid: Sendable {
  /// Districts along each side.
  static let side = 6
  /// The length of a district's side in kilometres.
  static let districtSize = 4.0
  /// Districts of an area along each side.
  private static let areaSide = 2
  /// Half the length of the city's side in kilometres.
  static let reach = Double(side) * districtSize / 2

  private static let areas = [
    "north_west", "north", "north_east", "west", "centre", "east", "south_west", "south", "south_east",
  ]

  /// The number of districts.
  static let count = side * side

  /// The district of a position, in kilometres east and north of the centre; beyond the border the nearest one.
  static func district(at offset: SIMD2<Double>) -> Int { cell(at: offset, size: districtSize, side: side) }

  /// The cell of a position in a grid over the city, row by row from the north; beyond the border the nearest one.
  static func cell(at offset: SIMD2<Double>, size: Double, side: Int) -> Int {
    func position(_ kilometres: Double) -> Int { min(side - 1, max(0, Int((kilometres + reach) / size))) }
    return position(-offset.y) * side + position(offset.x)
  }

  /// Whether a position lies in the city.
  static func contains(_ offset: SIMD2<Double>) -> Bool { abs(offset.x) < reach && abs(offset.y) < reach }

  /// The registered id of a district: its row from the north as a letter, its column from the west as a number.
  static func id(of district: Int) -> String {
    let row = Character(UnicodeScalar(UInt8(ascii: "a") + UInt8(district / side)))
    return "district_\(row)\(district % side + 1)"
  }

  /// The area of a district, a position in `areas`.
  static func area(of district: Int) -> Int {
    (district / side / areaSide) * (side / areaSide) + district % side / areaSide
  }

  /// The registered map with the items that stand in its districts, in the order of their ids.
  ///
  /// - Throws: `ZoneMapError` for more items than a region may have.
  static func map(items: [ZoneMap.Item]) throws(ZoneMapError) -> ZoneMap {
    try ZoneMap(
      zones: (0..<count).map { ZoneMap.Zone(id: id(of: $0), area: area(of: $0)) }, areas: areas, items: items)
  }
}
