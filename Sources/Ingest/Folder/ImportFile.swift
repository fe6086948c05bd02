import Population

/// A folder of CSV files that can be imported. Each file is `NAME.csv` or, compressed with gzip, `NAME.csv.gz`; each
/// begins with a header row; columns may stand in any order, and others are named in the report and not read. Ids are
/// bytes, in whatever encoding; all other text is UTF-8.
///
/// | file | columns | |
/// |---|---|---|
/// | `venues` | `venue_id`, `category_path` (`A>B`), [`category_root`, `lat`, `lon`, `price_tier` 1-4] | needed |
/// | `checkins` | `user_id`, `venue_id`, `time`, [`leave`, `first_visit`] | this one or `visits` |
/// | `visits` | `user_id`, `venue_id`, `arrive`, [`leave`, `first_visit`] | this one or `checkins` |
/// | `people` | `user_id`, [`age_band` such as `25_30` or `unknown`, `consent_PURPOSE` for each purpose] | optional |
/// | `friendships` | `user_a`, `user_b`, [`since`, `compatibility` 0-1] | optional |
/// | `sessions` | `user_a`, `user_b`, `time` | optional |
/// | `onboarding` | `user_id`, `answered_at`, a column 0-1 per dimension, empty where not asked | optional |
/// | `experiences`, `shares` | `user_id`, `time`, [`venue_id`] | optional |
/// | `adoptions` | `user_id`, `item_id`, `time`, [`category` such as `food`] | optional |
/// | `zones` | `venue_id`, `zone_id` | optional |
/// | `regions` | `zone_id`, `region_id`: the area that a zone belongs to | optional, beside `zones` |
/// | `items` | `item_id`, [`zone_id`] | optional, beside `zones` |
///
/// Times are ISO 8601; without a zone they are UTC unless the options say otherwise. Without `adoptions`, an adoption is a person's first visit to a
/// place that is not a home, and the item is the place. Without `leave`, how long visits last is estimated when they
/// are measured, not here. A session makes a connection of the two people if they have none. Without `items`, the items are
/// the shops of `venues`: public either way, and never taken from who adopted what.
enum ImportFile: String, CaseIterable {
  case venues, checkins, visits, people, friendships, sessions, onboarding, experiences, shares, adoptions
  case zones, regions, items

  /// The names that the file can have.
  var names: [String] { ["\(rawValue).csv", "\(rawValue).csv.gz"] }

  /// Every column that is read.
  var columns: [String] {
    switch self {
    case .venues: ["venue_id", "category_path", "category_root", "lat", "lon", "price_tier"]
    case .checkins: ["user_id", "venue_id", "time", "leave", "first_visit"]
    case .visits: ["user_id", "venue_id", "arrive", "leave", "first_visit"]
    case .people:
      ["user_id", "age_band"] + ConsentPurpose.allCases.map { "consent_\($0.rawValue)" }
    case .friendships: ["user_a", "user_b", "since", "compatibility"]
    case .sessions: ["user_a", "user_b", "time"]
    case .onboarding: ["user_id", "answered_at"] + Dimension.allCases.map(\.name)
    case .experiences, .shares: ["user_id", "time", "venue_id"]
    case .adoptions: ["user_id", "item_id", "time", "category"]
    case .zones: ["venue_id", "zone_id"]
    case .regions: ["zone_id", "region_id"]
    case .items: ["item_id", "zone_id"]
    }
  }

  /// Whether a folder without a row of it has nothing to import.
  var needsRows: Bool { [.venues, .checkins, .visits, .zones].contains(self) }

  /// Whether it says something of zones, so that it is not read without them.
  var needsZones: Bool { self == .regions || self == .items }

  /// The file that a name is like, though it is none of its names: a singular, a slip of two letters, another ending.
  init?(resembling name: String) {
    guard let near = Self.allCases.first(where: { Self.isNear(name, $0.rawValue) }) else { return nil }
    self = near
  }

  /// Whether a file's name without its ending is like another name.
  static func isNear(_ file: String, _ name: String) -> Bool {
    isNear(letters(of: file.prefix { $0 != "." }), letters(of: name[...]))
  }

  private static func letters(of text: Substring) -> [Character] { text.lowercased().filter(\.isLetter) }

  private static func isNear(_ stem: [Character], _ name: [Character]) -> Bool {
    stem == name || (stem.count > 3 && distance(stem, name) <= 2)
  }

  /// Letters to add, drop or change (Levenshtein, 1966).
  private static func distance(_ left: [Character], _ right: [Character]) -> Int {
    var row = Array(0...right.count)
    for (index, letter) in left.enumerated() {
      var diagonal = row[0]
      row[0] = index + 1
      for (column, other) in right.enumerated() {
        (diagonal, row[column + 1]) = (
          row[column + 1], min(row[column] + 1, row[column + 1] + 1, diagonal + (letter == other ? 0 : 1))
        )
      }
    }
    return row[right.count]
  }
}
