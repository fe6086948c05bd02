import Cryptography
import Storage

/// A partner key: `spots_{env}_{partner}_{64 hex digits}{8 hex digits of CRC-32}`.
///
/// The checksum covers every byte before it, so that a mistyped key is refused without a look-up.
package struct APIKey: Sendable {
  /// Why a text is not a key. The text itself is never part of it.
  package enum Malformed: Error, Sendable, Hashable {
    case shape
    case environment
    case partner
    case checksum
  }

  /// poc, prod or test; also the name of the plan.
  package let environment: String
  /// The partner, 3 to 32 of a-z and 0-9.
  package let partner: String
  /// First 12 hex digits of the random part: what the key is looked up by.
  package let keyID: String
  /// The whole key.
  package let text: String

  /// Longest text that can be a key, in bytes.
  package static let longest = 128
  /// The environments there are.
  package static let environments = KeyEnvironment.allCases.map(\.rawValue)

  /// Last four characters, to recognise a key by.
  package var lastFour: String { String(text.suffix(4)) }

  /// Makes a key from 32 random bytes.
  package init(environment: String, partner: String, random: [UInt8]) throws(Malformed) {
    guard Self.environments.contains(environment) else { throw .environment }
    guard Self.isPartner(partner) else { throw .partner }
    guard random.count == 32 else { throw .shape }
    let body = "spots_\(environment)_\(partner)_\(Hexadecimal.encode(random))"
    try self.init(parsing: body + Self.checksum(of: body))
  }

  /// Reads a key, checking shape and checksum.
  package init(parsing text: String) throws(Malformed) {
    let parts = text.split(separator: "_", omittingEmptySubsequences: false)
    guard text.utf8.count <= Self.longest, parts.count == 4, parts[0] == "spots" else { throw .shape }
    guard Self.environments.contains(String(parts[1])) else { throw .environment }
    guard Self.isPartner(String(parts[2])) else { throw .partner }
    let digits = parts[3].utf8
    guard digits.count == 72, digits.allSatisfy(Self.isHexadecimal) else { throw .shape }
    let body = String(text.dropLast(8))
    guard Self.checksum(of: body) == text.suffix(8) else { throw .checksum }
    environment = String(parts[1])
    partner = String(parts[2])
    keyID = String(parts[3].prefix(12))
    self.text = text
  }

  /// Whether a name can be a partner's: 3 to 32 of a-z and 0-9.
  package static func isPartner(_ name: String) -> Bool {
    (3...32).contains(name.utf8.count)
      && name.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) }
  }

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
  }

  private static func checksum(of body: String) -> String {
    let crc = CRC32.checksum(body.utf8)
    return Hexadecimal.encode((0..<4).map { UInt8(truncatingIfNeeded: crc >> UInt32(24 - 8 * $0)) })
  }
}
