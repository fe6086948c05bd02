import Glibc

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
