package import Foundation
import Ingest
import Population
import WireFormat

/// The folder of a panel, as an import reads it: the rows of the learning period of the people who are in it, and the
/// public map. Nothing that happens later is in it, nor any row of anybody else.
package struct PanelFolder: Sendable {
  /// What is declared of the region.
  package struct Region: Sendable {
    /// Its id.
    package let id: String
    /// Name of its time zone.
    package let timeZone: String
    /// Paths of the public files by the names that an import knows.
    package let files: [String: String]

    /// A region.
    package init(id: String, timeZone: String, files: [String: String]) {
      (self.id, self.timeZone, self.files) = (id, timeZone, files)
    }
  }

  private let cohort: Cohort
  private let region: Region

  /// Folders of a cohort's panels.
  package init(of cohort: Cohort, in region: Region) { (self.cohort, self.region) = (cohort, region) }

  /// Writes a folder.
  ///
  /// - Parameters:
  ///   - panel: positions of its people among the participants.
  ///   - shuffling: where given, the visits outside shops of each go to another one, by this seed: nothing is left of
  ///     what people of a place like.
  /// - Throws: what the file system refuses.
  package func write(_ panel: [Int], shuffling seed: UInt64? = nil, to folder: URL) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (name, path) in region.files {
      try FileManager.default.createSymbolicLink(
        at: folder.appending(path: "\(name).csv"), withDestinationURL: URL(filePath: path).standardizedFileURL)
    }
    try Data(declaration.utf8).write(to: folder.appending(path: "dataset.json"))
    try Data(rows(of: panel, shuffling: seed)).write(to: folder.appending(path: "checkins.csv"))
  }

  /// The cut-off of a release is where learning ends, whatever the data's own declaration says.
  var declaration: String {
    let end = CivilTime(microseconds: cohort.split.cutOff)
    return """
      {"region": "\(region.id)", "time_zone": "\(region.timeZone)", "times": "utc", "as_of": "\(end)"}

      """
  }

  /// The text of `checkins.csv`.
  func rows(of panel: [Int], shuffling seed: UInt64? = nil) -> [UInt8] {
    var others = panel
    if let seed {
      var generator = SplitMix64(seed: seed)
      others.shuffle(using: &generator)
    }
    var named: [(row: Int, user: Int)] = []
    for (person, other) in zip(panel, others) {
      for row in cohort.participants[person].learned {
        let isShop = cohort.table.venues[cohort.table.checkIns[row].venue].isShop
        named.append((row, cohort.participants[isShop ? person : other].user))
      }
    }
    var text = Array("user_id,venue_id,time\n".utf8)
    // Rows of equal time keep the order of the file.
    for (row, user) in named.sorted(by: { $0.row < $1.row }) {
      let checkIn = cohort.table.checkIns[row]
      text += Self.field(cohort.table.users[user]) + [UInt8(ascii: ",")]
      text += Self.field(cohort.table.venues[checkIn.venue].id) + [UInt8(ascii: ",")]
      text += Array("\(CivilTime(microseconds: checkIn.time))\n".utf8)
    }
    return text
  }

  /// A field with quotes where it needs them (RFC 4180).
  private static func field(_ bytes: [UInt8]) -> [UInt8] {
    guard bytes.contains(where: { Array("\",\r\n".utf8).contains($0) }) else { return bytes }
    let quote = UInt8(ascii: "\"")
    return [quote] + bytes.flatMap { $0 == quote ? [quote, quote] : [$0] } + [quote]
  }
}
