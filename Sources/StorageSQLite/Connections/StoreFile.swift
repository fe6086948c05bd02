import Glibc
import Storage
import Synchronization

/// The database file on disk, before SQLite opens it.
enum StoreFile {
  /// What stands at the place of a store.
  enum Found {
    /// Nothing.
    case nothing
    /// A file that holds no database yet.
    case empty
    /// A store, or what must be opened to be told from one.
    case store
  }

  /// Looks at the place of a store and changes nothing there. Throws `invalidLocation` for what is no store and must
  /// not become one, and `corrupt` for an emptied one.
  static func look(at path: String) throws(StoreError) -> Found {
    var status = stat()
    guard stat(path, &status) == 0 else {
      guard errno == ENOENT else { throw refused(path) }
      return .nothing
    }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .invalidLocation("\(path) is not a file") }
    // SQLite finds its log by the name of the file: under another name it would not see what stands there.
    guard status.st_nlink == 1 else {
      throw .invalidLocation("\(path) has \(status.st_nlink) hard links; a store has one name, remove the others")
    }
    let hasLog = size(path + "-wal") > 0
    guard status.st_size > 0 else {
      guard !hasLog else { throw .corrupt("\(path) is empty, although its log \(path)-wal is not") }
      return .empty
    }
    switch try DatabaseHeader(of: path) {
    case nil: throw .invalidLocation("\(path) holds something else than a store; name another file")
    case let header? where header.applicationID == Migrator.applicationID: return .store
    case let header? where header.holdsNothing: return hasLog ? .store : .empty
    default: throw .invalidLocation("\(path) is a database of another program; name a new file")
    }
  }

  /// Makes the file, mode 0600, which its log inherits. Throws `invalidLocation` when the system refuses.
  static func make(_ path: String) throws(StoreError) {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw refused(path) }
    Glibc.close(descriptor)
  }

  /// Bytes that are free on the disk of the file; nil when the system does not tell.
  static func freeBytes(beside path: String) -> Int64? {
    var status = statvfs()
    guard statvfs(path, &status) == 0 else { return nil }
    let (bytes, overflow) = UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize))
    return overflow ? .max : Int64(clamping: bytes)
  }

  /// Bytes of the file; 0 when it cannot be looked at.
  static func size(_ path: String) -> Int64 {
    var status = stat()
    return stat(path, &status) == 0 ? Int64(status.st_size) : 0
  }

  /// Copies a file, mode 0600, and flushes the copy; a source that is not there leaves nothing. Throws `invalidLocation`
  /// when the system refuses, and `outage` when the copy does not fit.
  static func copy(_ source: String, to copy: String) throws(StoreError) {
    let input = open(source, O_RDONLY | O_CLOEXEC)
    guard input >= 0 else {
      guard errno == ENOENT else { throw refused(source) }
      return
    }
    defer { close(input) }
    let output = open(copy, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard output >= 0 else { throw refused(copy) }
    defer { close(output) }
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = read(input, &buffer, buffer.count)
      guard count >= 0 else { throw failing(source) }
      guard count > 0 else { break }
      var written = 0
      while written < count {
        let part = buffer.withUnsafeBytes { write(output, $0.baseAddress?.advanced(by: written), count - written) }
        guard part > 0 else { throw failing(copy) }
        written += part
      }
    }
    guard fsync(output) == 0 else { throw failing(copy) }
  }

  /// Puts a file in the place of another, and makes that last. Throws `outage`.
  static func move(_ file: String, to place: String) throws(StoreError) {
    guard rename(file, place) == 0 else { throw failing(place) }
    let directory = open(place.lastIndex(of: "/").map { String(place[...$0]) } ?? ".", O_RDONLY | O_CLOEXEC)
    guard directory >= 0 else { throw failing(place) }
    defer { close(directory) }
    _ = fsync(directory)
  }

  private static func failing(_ path: String) -> StoreError {
    .outage(StoreOutage(errno == ENOSPC ? .full : .failing, "\(path): \(String(cString: strerror(errno)))"))
  }

  /// Makes the missing parent directories, mode 0700. Throws `invalidLocation` when the system refuses.
  static func makeDirectories(of path: String) throws(StoreError) {
    for slash in path.indices.dropFirst() where path[slash] == "/" {
      let directory = String(path[..<slash])
      guard mkdir(directory, 0o700) == 0 || errno == EEXIST else { throw refused(directory) }
    }
  }

  fileprivate static func refused(_ path: String) -> StoreError {
    .invalidLocation("cannot open \(path): \(String(cString: strerror(errno)))")
  }
}

/// The first bytes of a database file, as SQLite's file format has them.
private struct DatabaseHeader {
  private static let length = 108
  private static let magic = Array("SQLite format 3\0".utf8)

  /// Which program the database says that it belongs to; 0 for none.
  let applicationID: Int64
  /// Whether its schema has no entry.
  let holdsNothing: Bool

  /// Reads it; nil when the file is no database. Throws `invalidLocation` when the system refuses.
  init?(of path: String) throws(StoreError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw StoreFile.refused(path) }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: Self.length)
    guard pread(descriptor, &bytes, bytes.count, 0) == bytes.count, bytes.starts(with: Self.magic) else { return nil }
    applicationID = bytes[68..<72].reduce(0) { $0 << 8 | Int64($1) }
    // The root page of the schema begins behind the header: a leaf without cells.
    holdsNothing = applicationID == 0 && bytes[100] == 0x0D && bytes[103] == 0 && bytes[104] == 0
  }
}

/// The files of an open store, known by their inodes.
final class StorePlace: Sendable {
  private struct Identity: Hashable, Sendable {
    let device: UInt
    let inode: UInt
  }

  private let isGivenUp = Atomic(false)
  private let files: [(path: String, identity: Identity)]

  /// The database at `path`, and its log if there is one, as they are now.
  init(_ path: String) {
    files = [path, path + "-wal"].compactMap { path in Self.identity(of: path).map { (path, $0) } }
  }

  /// Throws `StoreOutage.Cause.gone` when one of the files is not where it was: the engine goes on writing to what it
  /// has open, and nobody will find it.
  func check() throws(StoreError) {
    guard !isGivenUp.load(ordering: .relaxed) else { throw .engine("the log is not flushed any more; start again") }
    for (path, identity) in files where Self.identity(of: path) != identity {
      throw .outage(StoreOutage(.gone, "\(path) is not the file that was opened"))
    }
  }

  /// Has every check fail from now on.
  func giveUp() { isGivenUp.store(true, ordering: .relaxed) }

  private static func identity(of path: String) -> Identity? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    return Identity(device: UInt(status.st_dev), inode: UInt(status.st_ino))
  }
}

/// Keeps every other process out of a store: an exclusive lock on `DATABASE.lock`, which the system lets go when the
/// process ends, however it ends.
struct StoreLock: ~Copyable, Sendable {
  private let descriptor: Int32

  /// Takes the lock. Throws `locked` when another holder has it.
  init(database path: String) throws(StoreError) {
    let file = path + ".lock"
    let descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw .invalidLocation("cannot open \(file): \(String(cString: strerror(errno)))")
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let holder = Self.holder(descriptor)
      close(descriptor)
      throw .locked(path: path, holder: holder)
    }
    self.descriptor = descriptor
    Self.writeHolder(descriptor)
  }

  deinit { close(descriptor) }

  private static func holder(_ descriptor: Int32) -> Int32? {
    var buffer = [UInt8](repeating: 0, count: 16)
    let count = pread(descriptor, &buffer, buffer.count, 0)
    guard count > 0 else { return nil }
    return Int32(String(decoding: buffer.prefix(count).prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self))
  }

  /// Only tells people who holds the lock; failing to write it changes nothing.
  private static func writeHolder(_ descriptor: Int32) {
    let text = Array("\(getpid())\n".utf8)
    _ = ftruncate(descriptor, 0)
    _ = pwrite(descriptor, text, text.count, 0)
  }
}
