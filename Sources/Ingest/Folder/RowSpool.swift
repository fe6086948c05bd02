import Glibc

/// What waits on disk to be put with the others of its person.
protocol Spooled: BitwiseCopyable {
  /// The number of the person.
  var person: UInt32 { get }
}

/// A visit, experience, share or session of a file.
struct SpooledRow: Spooled {
  /// What `place` and `peer` say where there is none.
  static let nothing = UInt32.max
  /// What `leave` says where it is not known.
  static let unknown = Int64.min

  let time: Int64
  var leave = SpooledRow.unknown
  let person: UInt32
  /// Number of the place in `venues`.
  var place = SpooledRow.nothing
  /// Number of the other person of a session.
  var peer = SpooledRow.nothing
  /// Raw value of an `ActionKind`.
  let kind: UInt8
  /// 1 for a first visit, 0 for none, 2 where the source does not say.
  var firstVisit: UInt8 = 2
}

/// An adoption of a file.
struct SpooledAdoption: Spooled {
  let time: Int64
  let item: UInt64
  let person: UInt32
  /// Raw value of a `JourneyCategory`.
  let category: UInt8
}

/// How people are divided into parts, each a run of people by number.
enum SpoolPart {
  static let people = 2_048

  /// Parts that hold so many people.
  static func all(of people: Int) -> Range<Int> { 0..<(people + Self.people - 1) / Self.people }

  /// The numbers of a part among so many people.
  static func people(of part: Int, among people: Int) -> Range<Int> {
    part * Self.people..<min((part + 1) * Self.people, people)
  }
}

/// Why rows cannot be kept on disk.
struct SpoolFailure: Error, CustomStringConvertible {
  let description: String
}

/// Rows of many people on disk, part by part of the people, so that memory holds one part at a time however long the
/// files are.
///
/// The file has no name: it is gone when the process ends, however it ends.
final class RowSpool<Row: Spooled> {
  private static var rowsPerPiece: Int { 256 }
  private static var bytesPerPiece: Int { rowsPerPiece * MemoryLayout<Row>.stride }

  private struct Part {
    var pending: [Row] = []
    /// Where its full pieces begin in the file, in the order they were filled.
    var pieces: [Int] = []
  }

  private let descriptor: Int32
  private var parts: [Part] = []
  private var end = 0

  /// Makes the file where temporary files go.
  init() throws(SpoolFailure) {
    let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var name = Array("\(folder)/spots-import-XXXXXX".utf8CString)
    descriptor = mkstemp(&name)
    guard descriptor >= 0 else { throw Self.failure("a temporary file cannot be made in \(folder)") }
    unlink(name)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  private static func failure(_ what: String) -> SpoolFailure {
    SpoolFailure(description: "\(what): \(String(cString: strerror(errno))); TMPDIR names the folder")
  }

  /// Adds a row to those of its person.
  func add(_ row: Row) throws(SpoolFailure) {
    let part = Int(row.person) / SpoolPart.people
    while parts.count <= part { parts.append(Part()) }
    parts[part].pending.append(row)
    if parts[part].pending.count == Self.rowsPerPiece { try write(part) }
  }

  private func write(_ part: Int) throws(SpoolFailure) {
    let length = Self.bytesPerPiece
    let written = parts[part].pending.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, length, off_t(end)) }
    guard written == length else { throw Self.failure("rows cannot be kept in a temporary file") }
    parts[part].pieces.append(end)
    parts[part].pending.removeAll(keepingCapacity: true)
    end += length
  }

  /// The rows of a part, in the order they were added.
  func rows(ofPart part: Int) throws(SpoolFailure) -> [Row] {
    guard part < parts.count else { return [] }
    let (pieces, pending) = (parts[part].pieces, parts[part].pending)
    let length = Self.bytesPerPiece
    let count = pieces.count * Self.rowsPerPiece
    let rows = [Row](unsafeUninitializedCapacity: count + pending.count) { buffer, initialized in
      let bytes = UnsafeMutableRawBufferPointer(buffer)
      for (number, piece) in pieces.enumerated() {
        guard let target = bytes.baseAddress.map({ $0 + number * length }),
          pread(descriptor, target, length, off_t(piece)) == length
        else { return }
        initialized += Self.rowsPerPiece
      }
    }
    guard rows.count == count else { throw Self.failure("rows cannot be read from a temporary file") }
    return rows + pending
  }
}
