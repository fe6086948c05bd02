import Glibc

/// A file that a result goes to at the end of a run, opened before the run: a path that cannot be written is found before
/// the work is done.
///
/// What the file held stays in it until the result is there.
package struct ResultFile: ~Copyable, Sendable {
  /// A file that cannot be written, and why.
  package struct Unusable: Error, Sendable, CustomStringConvertible {
    package let description: String
  }

  private let path: String
  private let descriptor: Int32
  /// Whether it was not there before and holds nothing yet.
  private var isNew: Bool

  /// Opens the file, and makes it where it is not there; nil for no path.
  /// - Throws: `Unusable` for a folder that is not there, a path that names one, and what the system refuses.
  package init?(_ path: String?) throws(Unusable) {
    guard let path else { return nil }
    let made = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    let descriptor = made >= 0 ? made : open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw Self.unusable(path) }
    (self.path, self.descriptor, isNew) = (path, descriptor, made >= 0)
  }

  deinit {
    close(descriptor)
    if isNew { unlink(path) }
  }

  /// Puts the result in the place of what the file held.
  /// - Throws: `Unusable` when the disk is full or fails.
  package mutating func write(_ text: String) throws(Unusable) {
    // A pipe or a terminal has nothing to cut off.
    guard ftruncate(descriptor, 0) == 0 || errno == EINVAL else { throw Self.unusable(path) }
    isNew = false
    let bytes = Array(text.utf8)
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 || errno == EINTR else { throw Self.unusable(path) }
      written += max(0, count)
    }
  }

  private static func unusable(_ path: String) -> Unusable {
    Unusable(description: "\(path): cannot be written: \(String(cString: strerror(errno)))")
  }
}
