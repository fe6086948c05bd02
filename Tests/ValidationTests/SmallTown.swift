import Ingest
import Population

@testable import Validation

/// A town of two zones in one area with a café in each and shops, for tests that write their own rows.
struct SmallTown {
  /// Positions of the venues.
  static let cafés = [0, 1]
  static let shops = [2, 3, 4]

  private(set) var rows: [CheckInTable.CheckIn] = []
  private var users: [[UInt8]] = []
  private let excluded: Set<Int>

  init(users: Int, excluded: Set<Int> = []) {
    self.users = (0..<users).map { Array("u\($0)".utf8) }
    self.excluded = excluded
  }

  /// Somebody checks in somewhere so many times at a time.
  mutating func visit(_ user: Int, _ venue: Int, at time: Int64, times: Int = 1) {
    for _ in 0..<times { rows.append(CheckInTable.CheckIn(user: user, venue: venue, time: time)) }
  }

  /// The table; its map has the zones `north` and `south` of the area `town`.
  func table() throws -> CheckInTable {
    let zones = [ZoneMap.Zone(id: "north", area: 0), ZoneMap.Zone(id: "south", area: 0)]
    let venues =
      Self.cafés.map { CheckInTable.Venue(id: Array("café, \"\($0)\"".utf8), isShop: false, zone: $0) }
      + Self.shops.map { CheckInTable.Venue(id: Array("shop\($0)".utf8), isShop: true, category: ["shop"]) }
    return CheckInTable(
      users: users, venues: venues, checkIns: rows, map: try ZoneMap(zones: zones, areas: ["town"], items: []),
      excluded: excluded)
  }

  /// Everybody who takes part.
  func cohort() throws -> Cohort? { Cohort(try table()) }

  /// Ten people, half of them of each zone, who buy shop 2 while is learned and shop 4, which nobody has bought before,
  /// later.
  static func withAFuture() throws -> SmallTown {
    var town = SmallTown(users: 10)
    for user in 0..<10 {
      town.visit(user, cafés[user % 2], at: 100 + Int64(user), times: 6)
      town.visit(user, shops[0], at: 120)
      town.visit(user, shops[2], at: 900)
      town.visit(user, cafés[user % 2], at: 901, times: 2)
    }
    return town
  }
}
