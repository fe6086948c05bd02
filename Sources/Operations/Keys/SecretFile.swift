import Glibc

/// Files that hold a secret: one that others on the machine can read is none.
package enum SecretFile {
  /// Others than its owner can use the file; the text says how to change that.
  package struct Exposed: Error, CustomStringConvertible {
    package let description: String
  }

  /// Checks that nobody but its owner can use a file. One that is not there, or cannot be opened, is for who reads it to
  /// complain about.
  package static func check(_ path: String) throws(Exposed) {
    var status = stat()
    guard stat(path, &status) == 0 else { return }
    try check(mode: status.st_mode, of: path)
  }

  /// The same of an open file.
  static func check(descriptor: Int32, of path: String) throws(Exposed) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return }
    try check(mode: status.st_mode, of: path)
  }

  private static func check(mode: mode_t, of path: String) throws(Exposed) {
    guard mode & 0o077 != 0 else { return }
    throw Exposed(
      description: "\(path) can be used by others (mode \(String(mode & 0o777, radix: 8))); chmod 600 \(path)")
  }
}
