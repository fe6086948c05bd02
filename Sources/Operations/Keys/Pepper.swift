import Cryptography
import Glibc
package import Population

/// The secret beside a database that keys and subjects are hashed with; a copy of the database alone is worth nothing.
package struct Pepper: Sendable {
  /// The pepper file cannot be used; the text says why. It never holds the secret.
  package struct Unusable: Error, CustomStringConvertible {
    package let description: String
  }

  /// Version kept with every hash.
  package static let version: Int64 = 1
  /// Length of the secret in bytes.
  package static let length = 32

  private let secret: [UInt8]
  /// Makes pseudonyms, under a secret apart from that of the keys.
  package let pseudonymizer: Pseudonymizer
  /// A public value that shows whether a store was made with this pepper.
  package let checkValue: [UInt8]

  /// Takes 32 secret bytes.
  ///
  /// - Throws: `CryptographyError` when the library fails.
  package init(secret: [UInt8]) throws {
    self.secret = secret
    pseudonymizer = Pseudonymizer(secret: try HMACSHA256.code(for: Array("pseudonyms".utf8), key: secret))
    checkValue = try HMACSHA256.code(for: Array("check".utf8), key: secret)
  }

  /// Reads the pepper of a database, or makes it on first use: the file `DATABASE.pepper`, mode 0600.
  package init(besideDatabase path: String) throws {
    let file = Self.file(besideDatabase: path)
    if let found = try Self.read(file) {
      try self.init(secret: found)
      return
    }
    let fresh = try RandomBytes.make(Self.length)
    try Self.write(fresh, to: file)
    try self.init(secret: fresh)
  }

  /// HMAC-SHA256 of a partner key, 32 bytes; nil when the library fails, so that nothing verifies.
  package func mac(of key: [UInt8]) -> [UInt8]? {
    try? HMACSHA256.code(for: Array("key:".utf8) + key, key: secret)
  }

  /// Where the pepper of a database is.
  static func file(besideDatabase path: String) -> String { path + ".pepper" }

  private static func read(_ file: String) throws -> [UInt8]? {
    let descriptor = open(file, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ENOENT { return nil }
      throw Unusable(description: "cannot read \(file): \(String(cString: strerror(errno)))")
    }
    defer { close(descriptor) }
    do { try SecretFile.check(descriptor: descriptor, of: file) } catch {
      throw Unusable(description: error.description)
    }
    var bytes = [UInt8](repeating: 0, count: length + 1)
    let count = Glibc.read(descriptor, &bytes, length + 1)
    guard count == length else {
      throw Unusable(
        description: "\(file) does not hold \(length) bytes; put the file back from where the database came from")
    }
    return Array(bytes.prefix(length))
  }

  private static func write(_ secret: [UInt8], to file: String) throws {
    let descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw Unusable(description: "cannot make \(file): \(String(cString: strerror(errno)))")
    }
    defer { close(descriptor) }
    guard Glibc.write(descriptor, secret, secret.count) == secret.count, fsync(descriptor) == 0 else {
      throw Unusable(description: "cannot write \(file): \(String(cString: strerror(errno)))")
    }
  }
}
