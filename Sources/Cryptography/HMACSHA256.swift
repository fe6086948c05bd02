/// HMAC-SHA256 (RFC 2104) with one key.
///
/// Made of the library's SHA-256 by the two lines of its definition, and not by the library's own HMAC: that looks its
/// algorithms up for each key it begins with, which fails now and then while other threads make it look up others. Keys of
/// partners are verified with this, and one in tens of thousands was refused.
package struct HMACSHA256: Sendable {
  /// Bytes of a code.
  package static let codeLength = 32
  /// Bytes of a block of SHA-256.
  private static let blockLength = 64

  /// The key, filled up to a block, as it goes before the message and before the digest of that.
  private let inner: [UInt8]
  private let outer: [UInt8]

  /// A key of any length but empty.
  package init(key: [UInt8]) throws(CryptographyError) {
    guard !key.isEmpty else { throw CryptographyError("the HMAC key is empty; at least one byte is needed") }
    let short = key.count > Self.blockLength ? SHA256.digest(key) : key
    let block = short + [UInt8](repeating: 0, count: Self.blockLength - short.count)
    (inner, outer) = (block.map { $0 ^ 0x36 }, block.map { $0 ^ 0x5C })
  }

  /// The code of `message`, 32 bytes.
  package func code(for message: [UInt8]) -> [UInt8] { SHA256.digest(outer + SHA256.digest(inner + message)) }

  /// The code of `message` under `key`.
  package static func code(for message: [UInt8], key: [UInt8]) throws(CryptographyError) -> [UInt8] {
    try HMACSHA256(key: key).code(for: message)
  }
}
