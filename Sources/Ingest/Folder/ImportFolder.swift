import Glibc

/// The files of a folder. What cannot be read, or is spelled in other letters than it should be, is refused; what is
/// not read is told.
struct ImportFolder {
  /// Bytes of all files that are read, as they lie on disk.
  let size: Int
  /// What else lies in the folder, with advice where a name is like one that would be read.
  let remarks: [String]

  private let folder: String
  private let names: [ImportFile: String]

  /// Looks which files are there.
  init(path: String) throws(IngestError) {
    folder = path
    let listing = try Self.listing(of: path)
    var names: [ImportFile: String] = [:]
    for file in ImportFile.allCases {
      let found = file.names.filter(listing.contains)
      guard found.count < 2 else {
        throw IngestError(file: found[0], reason: "is there a second time as \(found[1]); remove one of them")
      }
      names[file] = found.first
    }
    let needless = names[.zones] == nil ? names.filter { $0.key.needsZones }.map(\.value).sorted() : []
    for file in ImportFile.allCases where needless.contains(names[file] ?? "") { names[file] = nil }
    self.names = names
    let others = listing.subtracting(names.values).subtracting(needless + [FolderDeclaration.file]).sorted()
    for other in others { try Self.checkSpelling(of: other) }
    remarks = needless.map { "\($0) is not read without zones" } + Self.remarks(on: others)
    var size = 0
    for name in names.values.sorted() { size += try Self.size(of: name, in: path) }
    self.size = size
    try check()
  }

  static func listing(of path: String) throws(IngestError) -> Set<String> {
    guard let directory = opendir(path) else {
      throw IngestError(file: "", reason: "the folder \(path) cannot be read: \(String(cString: strerror(errno)))")
    }
    defer { closedir(directory) }
    var names: Set<String> = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if !name.hasPrefix(".") { names.insert(name) }
    }
    return names
  }

  private static func checkSpelling(of name: String) throws(IngestError) {
    guard let meant = ImportFile.allCases.flatMap(\.names).first(where: { $0 == name.lowercased() }) else { return }
    throw IngestError(file: name, reason: "is read only as \(meant); rename it, or take it out of the folder")
  }

  private static func remarks(on others: [String]) -> [String] {
    let remarks = others.prefix(20).map { name in
      if ImportFile.isNear(name, "dataset") {
        return "\(name) is not read; a declaration is named \(FolderDeclaration.file)"
      }
      guard let near = ImportFile(resembling: name) else { return "\(name) is not read" }
      return "\(name) is not read; if it holds \(near.rawValue), name it \(near.names[0])"
    }
    return remarks + (others.count > 20 ? ["and \(others.count - 20) more files are not read"] : [])
  }

  /// Looks at a file before anything is read: it must be one, and readable.
  static func size(of name: String, in path: String) throws(IngestError) -> Int {
    var status = stat()
    guard stat("\(path)/\(name)", &status) == 0, access("\(path)/\(name)", R_OK) == 0 else {
      throw IngestError(file: name, reason: "cannot be opened: \(String(cString: strerror(errno)))")
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw IngestError(file: name, reason: "is no file; allowed is a file, or a link to one")
    }
    return Int(status.st_size)
  }

  private func check() throws(IngestError) {
    guard has(.venues) else { throw missing("venues.csv or venues.csv.gz is needed") }
    guard has(.checkins) != has(.visits) else {
      throw missing(has(.visits) ? "either checkins or visits is allowed, not both" : "checkins or visits is needed")
    }
  }

  private func missing(_ reason: String) -> IngestError {
    IngestError(file: "", reason: "\(reason) in the folder \(folder)\(advice)")
  }

  /// What may be meant by files that are not read, to follow a complaint about one that is missing.
  var advice: String { remarks.filter { $0.contains("; ") }.map { "; " + $0 }.joined() }

  /// Whether a file is there.
  func has(_ file: ImportFile) -> Bool { names[file] != nil }

  /// Where a file is; `nil` when it is not there.
  func path(of file: ImportFile) -> String? { names[file].map { "\(folder)/\($0)" } }

  /// Opens a file and checks its header row; `nil` when it is not there.
  func open(_ file: ImportFile) throws(IngestError) -> CSVReader? {
    guard let name = names[file] else { return nil }
    let reader = try CSVReader(path: "\(folder)/\(name)", name: name)
    for column in reader.header where !file.columns.contains(column) {
      let plain = Self.plain(column)
      guard let meant = file.columns.first(where: { $0 == plain }) else { continue }
      throw IngestError(file: name, line: 1, column: column, reason: "is read only as \(meant); rename it")
    }
    return reader
  }

  /// Remarks on a file that has been read.
  func remarks(on file: ImportFile, _ reader: CSVReader) -> [String] {
    let unknown = reader.header.filter { !$0.isEmpty && !file.columns.contains($0) }
    let columns = unknown.isEmpty ? [] : ["columns that are not read: \(unknown.joined(separator: ", "))"]
    let rows = reader.records == 0 ? ["has a header row and no others"] : []
    return (columns + rows + reader.remarks).map { "\(reader.file): \($0)" }
  }

  /// A column's name as it would be spelled here.
  private static func plain(_ name: String) -> String {
    name.lowercased().split { $0.isWhitespace || $0 == "-" || $0 == "_" }.joined(separator: "_")
  }
}
