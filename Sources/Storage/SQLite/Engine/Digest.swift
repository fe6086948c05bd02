import Cryptography

/// The hash of everything this room chains or checks.
enum Digest {
  /// SHA-256, 32 bytes.
  static func sha256(_ bytes: [UInt8]) -> [UInt8] { SHA256.digest(bytes) }
}
