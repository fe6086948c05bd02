import Glibc

/// A folder of CSV files that can be imported. Each file is `NAME.csv` or, compressed with gzip, `NAME.csv.gz`; each
/// begins with a header row; columns may stand in any order and others are ignored.
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
///
/// Times are ISO 8601; without a zone they are UTC. Without `adoptions`, an adoption is a person's first visit to a
/// place that is not a home, and the item is the place. Without `leave`, how long visits last is estimated when they
/// are measured, not here. A session makes a connection of the two people if they have none.
enum ImportFile: String, CaseIterable {
  case venues, checkins, visits, people, friendships, sessions, onboarding, experiences, shares, adoptions
}

/// The files of a folder.
struct ImportFolder {
  private let folder: String
  private let names: [ImportFile: String]

  /// Looks which files are there.
  init(path: String) throws(IngestError) {
    folder = path
    var names: [ImportFile: String] = [:]
    for file in ImportFile.allCases {
      let found = ["\(file.rawValue).csv", "\(file.rawValue).csv.gz"].filter { access("\(path)/\($0)", R_OK) == 0 }
      guard found.count < 2 else {
        throw IngestError(file: found[0], reason: "is there a second time as \(found[1]); remove one of them")
      }
      names[file] = found.first
    }
    self.names = names
    try check()
  }

  private func check() throws(IngestError) {
    guard has(.venues) else { throw missing("venues.csv or venues.csv.gz is needed") }
    guard has(.checkins) != has(.visits) else {
      throw missing(has(.visits) ? "either checkins or visits is allowed, not both" : "checkins or visits is needed")
    }
  }

  private func missing(_ reason: String) -> IngestError {
    IngestError(file: "", reason: "\(reason) in the folder \(folder)")
  }

  /// Whether a file is there.
  func has(_ file: ImportFile) -> Bool { names[file] != nil }

  /// Opens a file; `nil` when it is not there.
  func open(_ file: ImportFile) throws(IngestError) -> CSVReader? {
    guard let name = names[file] else { return nil }
    return try CSVReader(path: "\(folder)/\(name)", name: name)
  }
}
