import Cryptography
package import Ingest
import Population

/// Somebody of a validation: what is learned of them, and what they bought afterwards.
package struct Participant: Sendable, Hashable {
  /// Position among the users of the table.
  package let user: Int
  /// The fold in which they are a customer, 0 to 4; in the others they are in the panel.
  package let fold: Int
  /// Positions of their rows of the learning period, by time and then as in the file.
  package let learned: [Int]
  /// Visits outside shops in the learning period, by position of the zone.
  package let zoneVisits: [Int: Int]
  /// Items of the learning period, each once, in the order of the first visit.
  package let items: [Int]
  /// Visits to them.
  package let itemVisits: [Int: Int]
  /// Items of the test period.
  package let targets: Set<Int>

  /// The items of the test period that are not among those of the learning period.
  package var newTargets: Set<Int> { targets.subtracting(items) }

  /// The zones, most visited first, equal ones in registered order.
  package var zones: [Int] {
    zoneVisits.keys.sorted { (-zoneVisits[$0, default: 0], $0) < (-zoneVisits[$1, default: 0], $1) }
  }
}

/// Everybody who takes part in a validation, the shops they buy in, and who is whose panel.
///
/// Source: affinity.md 6.
package struct Cohort: Sendable {
  /// How many parts people are divided into.
  package static let folds = 5
  /// Fewest check-ins outside shops in the learning period with which somebody takes part.
  package static let leastVisits = 5

  /// The rows.
  package let table: CheckInTable
  /// Where learning ends.
  package let split: LearningSplit
  /// Positions of the shops among the venues, in the order of the file: the catalogue.
  package let items: [Int]
  /// Everybody who takes part, in order of first mention.
  package let participants: [Participant]

  /// The people of a table; `nil` for a table without rows.
  package init?(_ table: CheckInTable) {
    guard let split = LearningSplit(times: table.checkIns.map(\.time)) else { return nil }
    let items = table.venues.indices.filter { table.venues[$0].isShop }
    let reading = RowReading(table, split, items)
    let rows = table.checkIns.indices.sorted { (table.checkIns[$0].time, $0) < (table.checkIns[$1].time, $1) }
    var ofUser = [[Int]](repeating: [], count: table.users.count)
    for row in rows { ofUser[table.checkIns[row].user].append(row) }
    (self.table, self.split, self.items) = (table, split, items)
    participants = ofUser.indices.compactMap { user in
      table.excluded.contains(user) ? nil : reading.participant(user, ofUser[user])
    }
  }

  /// Positions of those whose rows are released where a fold are the customers.
  package func panel(without fold: Int) -> [Int] { participants.indices.filter { participants[$0].fold != fold } }

  /// Positions of the customers of a fold: whoever buys something in the test period.
  package func customers(of fold: Int) -> [Int] {
    participants.indices.filter { participants[$0].fold == fold && !participants[$0].targets.isEmpty }
  }

  /// The fold of a user: the first eight bytes of SHA-256 of `fold:` and their id, as a number, modulo 5.
  package static func fold(ofUser id: [UInt8]) -> Int {
    let digest = SHA256.digest(Array("fold:".utf8) + id)
    let number = digest.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return Int(number % UInt64(folds))
  }

  /// How many are in a panel on average over the folds, to the nearest whole number.
  package var panelSize: Int {
    (participants.count * (Self.folds - 1) + Self.folds / 2) / Self.folds
  }

  /// How many customers there are in all folds.
  package var customerCount: Int { participants.count { !$0.targets.isEmpty } }
}

/// Reads the rows of one user after the other.
private struct RowReading {
  private let table: CheckInTable
  private let split: LearningSplit
  private let itemOfVenue: [Int: Int]

  init(_ table: CheckInTable, _ split: LearningSplit, _ items: [Int]) {
    (self.table, self.split) = (table, split)
    itemOfVenue = Dictionary(uniqueKeysWithValues: items.enumerated().map { ($1, $0) })
  }

  /// The participant that a user's rows make; `nil` for too few visits.
  func participant(_ user: Int, _ rows: [Int]) -> Participant? {
    let learned = Array(rows.prefix { split.learns(table.checkIns[$0].time) })
    var (outside, zones, items, visits) = (0, [Int: Int](), [Int](), [Int: Int]())
    for row in learned {
      let venue = table.checkIns[row].venue
      if let item = itemOfVenue[venue] {
        if visits[item] == nil { items.append(item) }
        visits[item, default: 0] += 1
      } else {
        outside += 1
        if let zone = table.venues[venue].zone { zones[zone, default: 0] += 1 }
      }
    }
    guard outside >= Cohort.leastVisits else { return nil }
    let targets = Set(rows[learned.count...].compactMap { itemOfVenue[table.checkIns[$0].venue] })
    return Participant(
      user: user, fold: Cohort.fold(ofUser: table.users[user]), learned: learned, zoneVisits: zones, items: items,
      itemVisits: visits, targets: targets)
  }
}
