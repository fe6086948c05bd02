import Glibc
import Population

/// A column of a file with a header row.
struct CSVColumn: Sendable, Hashable {
  let name: String
  let index: Int
}

/// Reads a CSV file (RFC 4180) with a header row, record by record: fields may be quoted, a quoted field may hold
/// commas, doubled quotes and line ends; lines end with LF or CRLF; empty lines are skipped. Whatever else a file may
/// be (UTF-16, lines that end with CR alone, an archive) is refused by its name, never guessed at.
final class CSVReader {
  /// The longest record, in bytes.
  static let longestRecord = 1 << 20

  /// The file's name, for errors.
  let file: String
  /// The columns of the header row.
  private(set) var header: [String] = []
  /// The line on which the current record begins, counted from 1.
  private(set) var line = 0
  /// Times after this one, µs since 1970 UTC, are refused.
  var latest = Int64.max
  /// The clocks that times without a zone go by.
  var clock = RegionCalendar.utc
  /// Is told now and then how many bytes of the file have been read.
  var told: (Int) -> Void = { _ in }
  /// Records so far, the header row left out.
  private(set) var records = 0

  private let source: FileBytes
  private var buffer: [UInt8] = []
  private var position = 0
  private var isAtEnd = false
  private var nextLine = 1
  /// The bytes of the current record's fields, one after the other, and where each ends.
  private var fields: [UInt8] = []
  private var ends: [Int] = []
  /// What records were refused for.
  private var problems = IngestErrors()
  /// Whether the file cannot be read beyond the last error.
  private var isBroken = false

  /// Opens a file and reads its header row.
  init(path: String, name: String) throws(IngestError) {
    file = name
    source = try FileBytes(path: path, name: name)
    while buffer.count < 8, try source.append(to: &buffer) {}
    try checkKind()
    if buffer.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    guard try readRecord() else { throw IngestError(file: name, reason: "is empty; a header row is needed") }
    header = try headerNames()
    if let twice = header.indices.first(where: { !header[$0].isEmpty && header[..<$0].contains(header[$0]) }) {
      throw IngestError(file: name, line: line, column: header[twice], reason: "stands twice in the header row")
    }
  }

  /// Refuses what begins like a file of another kind.
  private func checkKind() throws(IngestError) {
    for (start, kind) in Self.otherKinds where buffer.starts(with: start) {
      throw IngestError(file: file, reason: "is \(kind); allowed is UTF-8 text, plain or compressed with gzip")
    }
  }

  private static let otherKinds: [(start: [UInt8], kind: String)] = [
    ([0xFF, 0xFE], "UTF-16"), ([0xFE, 0xFF], "UTF-16"), ([0x00, 0x00, 0xFE, 0xFF], "UTF-32"),
    (Array("PK\u{3}\u{4}".utf8), "a zip archive or a spreadsheet"), (Array("BZh".utf8), "compressed with bzip2"),
    ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "compressed with xz"), ([0x28, 0xB5, 0x2F, 0xFD], "compressed with zstd"),
  ]

  private func headerNames() throws(IngestError) -> [String] {
    var names: [String] = []
    for index in ends.indices {
      guard let name = String(validating: fields[bounds(of: index)], as: UTF8.self) else {
        throw IngestError(file: file, line: line, reason: "the name of column \(index + 1) is not UTF-8")
      }
      names.append(name)
    }
    return names
  }

  /// Remarks on what was passed over without an error, once the file has been read.
  var remarks: [String] {
    let unnamed = header.indices.filter { header[$0].isEmpty }.map { "\($0 + 1)" }
    let columns = unnamed.isEmpty ? [] : ["column \(unnamed.joined(separator: ", ")) has no name and is not read"]
    return columns + (source.padding == 0 ? [] : ["\(source.padding) zero bytes after the gzip data are left out"])
  }

  /// Bytes of the file as it lies on disk.
  var size: Int { source.size }

  /// A column that must be there.
  func column(_ name: String) throws(IngestError) -> CSVColumn {
    guard let column = optionalColumn(name) else {
      let found = header.joined(separator: ", ")
      let isOneField = header.count == 1 && [";", "\t", "|"].contains(where: found.contains)
      let advice = isOneField ? "; fields are separated by commas" : ""
      throw IngestError(file: file, line: 1, column: name, reason: "is missing; the header row has \(found)\(advice)")
    }
    return column
  }

  /// A column that may be there.
  func optionalColumn(_ name: String) -> CSVColumn? {
    header.firstIndex(of: name).map { CSVColumn(name: name, index: $0) }
  }

  /// Moves to the next record; returns `false` at the end of the file.
  func next() throws(IngestError) -> Bool {
    guard try readRecord() else { return false }
    records += 1
    if records % 4_096 == 0 { told(source.consumed) }
    guard ends.count == header.count else { throw wrongCount }
    return true
  }

  private var wrongCount: IngestError {
    let extra = ends.count > header.count && (header.count..<ends.count).allSatisfy { bounds(of: $0).isEmpty }
    let advice = extra ? "; the line ends with \(ends.count - header.count) commas too many" : ""
    return IngestError(
      file: file, line: line,
      reason: "has \(ends.count) fields; the header row has \(header.count) columns\(advice)")
  }

  /// Calls `body` for each record. A record that cannot be read or that `body` refuses is noted and the next one taken,
  /// so that all errors of a file are told together.
  ///
  /// - Throws: at the end of the file `IngestError` when one was noted, `IngestErrors` when several were.
  func forEachRecord(_ body: () throws -> Void) throws {
    while true {
      do {
        guard try next() else { break }
        try body()
      } catch let error as IngestError {
        problems.note(error)
        if isBroken { break }
      }
    }
    told(source.size)
    try problems.throwAny()
  }

  /// What `read` gives, or `nil` when it refuses the current record, which is noted: a record with several errors is
  /// told with all of them.
  func noting<Value>(_ read: () throws -> Value) throws -> Value? {
    do {
      return try read()
    } catch let error as IngestError {
      problems.note(error)
      return nil
    }
  }

  /// An error about a column of the current record.
  func error(_ column: CSVColumn, _ reason: String) -> IngestError {
    IngestError(file: file, line: line, column: column.name, reason: reason)
  }

  /// The text of a field of the current record.
  /// - Throws: `IngestError` for bytes that are not UTF-8.
  func text(_ column: CSVColumn) throws(IngestError) -> String {
    guard let text = String(validating: fields[bounds(of: column.index)], as: UTF8.self) else {
      throw error(column, "\"\(shown(column))\" is not UTF-8")
    }
    return text
  }

  /// A field of the current record as messages show it: at most 80 characters, bytes that are not UTF-8 as `\xE9`.
  func shown(_ column: CSVColumn) -> String { Self.shown(fields[bounds(of: column.index)]) }

  private static func shown(_ bytes: some Collection<UInt8>) -> String {
    let text = String(validating: bytes, as: UTF8.self) ?? bytes.map(escaped).joined()
    return text.count > 80 ? text.prefix(80) + "…" : text
  }

  private static func escaped(_ byte: UInt8) -> String {
    byte < 0x80 ? String(UnicodeScalar(byte)) : "\\x" + String(byte, radix: 16, uppercase: true)
  }

  /// Calls `body` with the bytes of a field of the current record.
  func withBytes<Result>(_ column: CSVColumn, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    let range = bounds(of: column.index)
    return fields.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[range])) }
  }

  private func bounds(of field: Int) -> Range<Int> {
    (field == 0 ? 0 : ends[field - 1])..<ends[field]
  }

  private func readRecord() throws(IngestError) -> Bool {
    while true {
      guard let end = try endOfLine() else { return false }
      line = nextLine
      if index(of: 0x22, in: position..<end) != nil {
        try readQuotedRecord()
      } else {
        let start = position
        position = min(end + 1, buffer.count)
        nextLine += 1
        try splitPlainLine(from: start, to: end)
      }
      if !(ends.count == 1 && fields.isEmpty) { return true }
    }
  }

  /// The index of the line feed that ends the line at `position`, or the end of the file's last line; `nil` when
  /// nothing is left.
  private func endOfLine() throws(IngestError) -> Int? {
    var searched = 0
    while true {
      if let found = index(of: 0x0A, in: (position + searched)..<buffer.count) { return found }
      searched = buffer.count - position
      guard searched <= Self.longestRecord else {
        isBroken = true
        throw index(of: 0x0D, in: position..<buffer.count) == nil ? tooLong : strayReturn
      }
      guard try refill() else { return searched > 0 ? buffer.count : nil }
    }
  }

  private var tooLong: IngestError {
    IngestError(file: file, line: nextLine, reason: "is longer than \(Self.longestRecord) bytes")
  }

  private var strayReturn: IngestError {
    IngestError(
      file: file, line: max(line, 1), reason: "a carriage return stands alone; lines end with LF or with CR and LF")
  }

  private func index(of byte: Int32, in range: Range<Int>) -> Int? {
    buffer.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return nil }
      return memchr(base + range.lowerBound, byte, range.count).map { UnsafeRawPointer($0) - base }
    }
  }

  /// Drops the bytes before the current record and reads more; returns `false` at the end of the file.
  private func refill() throws(IngestError) -> Bool {
    guard !isAtEnd else { return false }
    if position > 0 {
      buffer.removeFirst(position)
      position = 0
    }
    do {
      isAtEnd = try !source.append(to: &buffer)
    } catch {
      isBroken = true
      throw error
    }
    return !isAtEnd
  }

  private func splitPlainLine(from first: Int, to lineEnd: Int) throws(IngestError) {
    fields.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    let end = lineEnd > first && buffer[lineEnd - 1] == 0x0D ? lineEnd - 1 : lineEnd
    guard index(of: 0x0D, in: first..<end) == nil else { throw strayReturn }
    guard index(of: 0, in: first..<end) == nil else { throw zeroByte }
    var start = first
    buffer.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return }
      while let comma = memchr(base + start, 0x2C, end - start) {
        let found = UnsafeRawPointer(comma) - base
        fields.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[start..<found]))
        ends.append(fields.count)
        start = found + 1
      }
      fields.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
    }
    ends.append(fields.count)
  }

  private var zeroByte: IngestError {
    IngestError(file: file, line: line, reason: "holds a zero byte: it is UTF-16 or no text; allowed is UTF-8 text")
  }

  /// Reads a record with quotes byte by byte, across line ends where a quoted field holds them.
  private func readQuotedRecord() throws(IngestError) {
    fields.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    var isQuoted = false
    var wasQuoted = false
    let firstLine = nextLine
    nextLine += 1
    while let byte = try take() {
      if isQuoted {
        if byte == 0x22, buffer[safe: position] == 0x22 {
          fields.append(byte)
          position += 1
        } else if byte == 0x22 {
          (isQuoted, wasQuoted) = (false, true)
        } else {
          fields.append(byte)
          if byte == 0x0A { nextLine += 1 }
        }
        guard fields.count <= Self.longestRecord else {
          isBroken = true
          throw tooLong
        }
        continue
      }
      switch byte {
      case 0x22 where !wasQuoted && fields.count == (ends.last ?? 0): isQuoted = true
      case 0x2C:
        ends.append(fields.count)
        wasQuoted = false
      case 0x0A:
        ends.append(fields.count)
        return
      case 0x0D where buffer[safe: position] == 0x0A || position == buffer.count: break
      case 0x0D, 0:
        try skipLine()
        throw byte == 0 ? zeroByte : strayReturn
      default:
        if wasQuoted || byte == 0x22 {
          try skipLine()
          throw IngestError(
            file: file, line: firstLine, reason: "a quote stands within a field; quote the whole field and double it")
        }
        fields.append(byte)
      }
    }
    guard !isQuoted else { throw IngestError(file: file, line: firstLine, reason: "a quoted field does not end") }
    ends.append(fields.count)
  }

  /// Goes on behind the line in which a record broke off.
  private func skipLine() throws(IngestError) {
    while let byte = try take(), byte != 0x0A {}
  }

  /// The next byte, with at least one more in the buffer behind it unless the file ends.
  private func take() throws(IngestError) -> UInt8? {
    if position + 1 >= buffer.count { _ = try refill() }
    guard position < buffer.count else { return nil }
    position += 1
    return buffer[position - 1]
  }
}

extension [UInt8] {
  fileprivate subscript(safe index: Int) -> UInt8? {
    index < count ? self[index] : nil
  }
}
