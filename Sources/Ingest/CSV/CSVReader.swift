import Glibc

/// A column of a file with a header row.
struct CSVColumn: Sendable, Hashable {
  let name: String
  let index: Int
}

/// Reads a CSV file (RFC 4180) with a header row, record by record: fields may be quoted, a quoted field may hold
/// commas, doubled quotes and line ends; lines end with LF or CRLF; empty lines are skipped.
final class CSVReader {
  /// The longest record, in bytes.
  static let longestRecord = 1 << 20

  /// The file's name, for errors.
  let file: String
  /// The columns of the header row.
  private(set) var header: [String] = []
  /// The line on which the current record begins, counted from 1.
  private(set) var line = 0

  private let source: FileBytes
  private var buffer: [UInt8] = []
  private var position = 0
  private var isAtEnd = false
  private var nextLine = 1
  /// The bytes of the current record's fields, one after the other, and where each ends.
  private var fields: [UInt8] = []
  private var ends: [Int] = []

  /// Opens a file and reads its header row.
  init(path: String, name: String) throws(IngestError) {
    file = name
    source = try FileBytes(path: path, name: name)
    while buffer.count < 3, try source.append(to: &buffer) {}
    if buffer.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    guard try readRecord() else { throw IngestError(file: name, reason: "is empty; a header row is needed") }
    header = ends.indices.map { text(at: $0) }
    if let twice = header.indices.first(where: { header[..<$0].contains(header[$0]) }) {
      throw IngestError(file: name, line: line, column: header[twice], reason: "stands twice in the header row")
    }
  }

  /// A column that must be there.
  func column(_ name: String) throws(IngestError) -> CSVColumn {
    guard let column = optionalColumn(name) else {
      let found = header.joined(separator: ", ")
      throw IngestError(file: file, line: 1, column: name, reason: "is missing; the header row has \(found)")
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
    guard ends.count == header.count else {
      throw IngestError(
        file: file, line: line, reason: "has \(ends.count) fields; the header row has \(header.count) columns")
    }
    return true
  }

  /// An error about a column of the current record.
  func error(_ column: CSVColumn, _ reason: String) -> IngestError {
    IngestError(file: file, line: line, column: column.name, reason: reason)
  }

  /// The text of a field of the current record; bytes that are not UTF-8 become replacement characters.
  func text(_ column: CSVColumn) -> String { text(at: column.index) }

  /// Calls `body` with the bytes of a field of the current record.
  func withBytes<Result>(_ column: CSVColumn, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    let range = bounds(of: column.index)
    return fields.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[range])) }
  }

  private func bounds(of field: Int) -> Range<Int> {
    (field == 0 ? 0 : ends[field - 1])..<ends[field]
  }

  private func text(at field: Int) -> String {
    String(decoding: fields[bounds(of: field)], as: UTF8.self)
  }

  private func readRecord() throws(IngestError) -> Bool {
    while true {
      guard let end = try endOfLine() else { return false }
      line = nextLine
      if index(of: 0x22, in: position..<end) != nil {
        try readQuotedRecord()
      } else {
        splitPlainLine(upTo: end)
        position = min(end + 1, buffer.count)
        nextLine += 1
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
      guard searched <= Self.longestRecord else { throw tooLong }
      guard try refill() else { return searched > 0 ? buffer.count : nil }
    }
  }

  private var tooLong: IngestError {
    IngestError(file: file, line: nextLine, reason: "is longer than \(Self.longestRecord) bytes")
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
    isAtEnd = try !source.append(to: &buffer)
    return !isAtEnd
  }

  private func splitPlainLine(upTo lineEnd: Int) {
    fields.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    let end = lineEnd > position && buffer[lineEnd - 1] == 0x0D ? lineEnd - 1 : lineEnd
    var start = position
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
        guard fields.count <= Self.longestRecord else { throw tooLong }
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
      default:
        if wasQuoted || byte == 0x22 {
          throw IngestError(
            file: file, line: firstLine, reason: "a quote stands within a field; quote the whole field and double it")
        }
        fields.append(byte)
      }
    }
    guard !isQuoted else { throw IngestError(file: file, line: firstLine, reason: "a quoted field does not end") }
    ends.append(fields.count)
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
