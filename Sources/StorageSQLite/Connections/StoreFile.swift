import Glibc
import Storage

/// The database file on disk, before SQLite opens it.
enum StoreFile {
  /// Makes the file (mode 0600, which its log inherits), or checks that it is there. Throws `notFound`, or
  /// `invalidLocation` when the system refuses.
  static func prepare(_ location: StoreLocation, creates: Bool) throws(StoreError) {
    guard creates else {
      guard access(location.path, F_OK) == 0 else { throw .notFound("the store \(location)") }
      return
    }
    let descriptor = open(location.path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw refused(location.path) }
    Glibc.close(descriptor)
  }

  /// Bytes of the file; 0 when it cannot be looked at.
  static func size(_ path: String) -> Int64 {
    var status = stat()
    return stat(path, &status) == 0 ? Int64(status.st_size) : 0
  }

  /// Makes the missing parent directories, mode 0700. Throws `invalidLocation` when the system refuses.
  static func makeDirectories(of path: String) throws(StoreError) {
    for slash in path.indices.dropFirst() where path[slash] == "/" {
      let directory = String(path[..<slash])
      guard mkdir(directory, 0o700) == 0 || errno == EEXIST else { throw refused(directory) }
    }
  }

  private static func refused(_ path: String) -> StoreError {
    .invalidLocation("cannot open \(path): \(String(cString: strerror(errno)))")
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
