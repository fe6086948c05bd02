import Glibc

/// Where a store is: parsed from text such as `sqlite:.spots/spots.db`.
package struct StoreLocation: Sendable, Hashable, CustomStringConvertible {
  /// Path of the database file, as written; relative paths are relative to the working directory.
  package let path: String

  /// Takes a path as it stands. Throws `invalidLocation` when it is empty, names a directory or holds a zero byte.
  package init(path: String) throws(StoreError) {
    guard !path.isEmpty else {
      throw .invalidLocation("the path is empty; write sqlite:PATH, for example \(Self.defaultText)")
    }
    guard !path.utf8.contains(0) else { throw .invalidLocation("the path holds a zero byte") }
    guard path.utf8.last != UInt8(ascii: "/") else {
      throw .invalidLocation("\(path) names a directory; write the path of a file, for example \(Self.defaultText)")
    }
    guard path != ":memory:", !path.hasPrefix("file:") else {
      throw .invalidLocation("\(path) is not a plain file; a store must survive its process, so write sqlite:PATH")
    }
    self.path = path
  }

  /// Parses `sqlite:PATH`. Throws `invalidLocation` for every other scheme or a missing one.
  package init(_ text: String) throws(StoreError) {
    guard let colon = text.firstIndex(of: ":"), !text[..<colon].contains("/") else {
      throw .invalidLocation("'\(text)' has no scheme; write sqlite:PATH, for example \(Self.defaultText)")
    }
    let scheme = text[..<colon]
    guard scheme == "sqlite" else {
      throw .invalidLocation("unknown scheme '\(scheme)' in '\(text)'; allowed: sqlite:PATH")
    }
    try self.init(path: String(text[text.index(after: colon)...]))
  }

  /// The location of the file itself where the path is a symbolic link: locks and logs are found by the name of the
  /// file. Throws `invalidLocation` for a link that leads nowhere.
  package func followingLinks() throws(StoreError) -> StoreLocation {
    var status = stat()
    guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFLNK else { return self }
    guard let real = realpath(path, nil) else {
      throw .invalidLocation("cannot follow the link \(path): \(String(cString: strerror(errno)))")
    }
    defer { free(real) }
    return try StoreLocation(path: String(cString: real))
  }

  /// The location used when none is given.
  package static let defaultText = "sqlite:.spots/spots.db"

  /// The location as it is written.
  package var description: String { "sqlite:\(path)" }
}
