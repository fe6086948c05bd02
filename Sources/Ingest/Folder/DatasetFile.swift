import Population
import WireFormat

/// Reads `dataset.json`: an object with some of the members `region`, `time_zone`, `times` (`utc` or `local`), `as_of` and
/// `history_days`.
extension FolderDeclaration {
  /// What the file of a folder says; nothing where there is none.
  ///
  /// - Throws: `IngestError` for a folder or file that cannot be read, a file that is spelled in other letters or is no such
  ///   object, and a member that is not known or not allowed; `IngestErrors` for several.
  package init(folder: String) throws {
    self.init()
    guard try Self.isThere(in: ImportFolder.listing(of: folder)) else { return }
    _ = try ImportFolder.size(of: Self.file, in: folder)
    let source = try FileBytes(path: "\(folder)/\(Self.file)", name: Self.file)
    var text: [UInt8] = []
    while try text.count <= CSVReader.longestRecord && source.append(to: &text) {}
    try read(text.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(text.dropFirst(3)) : text)
  }

  private static func isThere(in listing: Set<String>) throws(IngestError) -> Bool {
    if listing.contains(file) { return true }
    guard let other = listing.sorted().first(where: { $0.lowercased() == file }) else { return false }
    throw IngestError(file: other, reason: "is read only as \(file); rename it, or take it out of the folder")
  }

  private mutating func read(_ text: [UInt8]) throws {
    let object: GoogleProtobufStruct
    do throws(JSONDecodingError) {
      object = try GoogleProtobufStruct(jsonUTF8Bytes: text)
    } catch {
      throw IngestError(file: Self.file, line: error.line, reason: error.reason.text)
    }
    var problems = IngestErrors()
    for (name, value) in object.fields.sorted(by: { $0.key < $1.key }) {
      do throws(IngestError) { try take(name, value.kind) } catch { problems.note(error) }
    }
    try problems.throwAny()
  }

  private mutating func take(_ name: String, _ value: GoogleProtobufValue.Kind?) throws(IngestError) {
    switch (name, value) {
    case ("region", .stringValue(let id)) where RegionID.isValid(id): region = id
    case ("time_zone", .stringValue(let zone)) where RegionCalendar(timeZone: zone) != nil: timeZone = zone
    case ("times", .stringValue(let clock)) where ImportOptions.Times(rawValue: clock) != nil:
      times = ImportOptions.Times(rawValue: clock)
    case ("as_of", .stringValue(let time)) where CivilTime(time, as: .iso8601) != nil: asOf = time
    case ("history_days", .numberValue(let days)) where Int(exactly: days).map(Self.allowedDays.contains) == true:
      historyDays = Int(exactly: days)
    default: throw Self.refusal(of: name)
    }
  }

  private static let allowed: [String: String] = [
    "region": "a text of \(RegionID.allowed)", "time_zone": "a name of the tz database such as \"Asia/Jakarta\"",
    "times": "\"utc\" and \"local\"", "as_of": CivilTime.iso8601Forms,
    "history_days": "a whole number from \(allowedDays.lowerBound) to \(allowedDays.upperBound)",
  ]

  private static func refusal(of name: String) -> IngestError {
    let names = "region, time_zone, times, as_of and history_days"
    let reason = allowed[name].map { "allowed is \($0)" } ?? "is not known; allowed are \(names)"
    return IngestError(file: file, reason: "\(name): \(reason)")
  }
}
