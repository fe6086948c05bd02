import Cryptography

/// The secret a client resumes its session with; only its hash is stored.
package struct ResumeToken: Sendable {
  /// 64 hex digits.
  package let text: String

  /// A new token of 32 random bytes; throws when the system has none to give.
  package init() throws { text = Hexadecimal.encode(try RandomBytes.make(32)) }

  /// A token as a client shows it; nil when it cannot be one.
  package init?(_ text: String) {
    guard text.utf8.count == 64, text.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
    else { return nil }
    self.text = text
  }

  /// SHA-256 of the token, 32 bytes.
  package var hash: [UInt8] { SHA256.digest(Array(text.utf8)) }
}
