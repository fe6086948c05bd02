internal import Cryptography
import Population

/// Turns the names of a source into pseudonyms: HMAC-SHA256 under the store's pepper, so that who does not have the
/// pepper cannot tell who or where is meant, and the same name always becomes the same pseudonym.
struct Pseudonyms: ~Copyable {
  private var code: HMACSHA256
  private let region: String

  init(pepper: [UInt8], region: String) throws {
    code = try HMACSHA256(key: pepper)
    self.region = region
  }

  /// The pseudonym of a person: the code of `region:user`.
  mutating func agent(_ user: String) throws -> AgentID {
    let bytes = try code.code(for: Array("\(region):\(user)".utf8))
    return AgentID(words: Self.word(bytes, 0), Self.word(bytes, 8), Self.word(bytes, 16), Self.word(bytes, 24))
  }

  /// The pseudonym of a place.
  mutating func place(_ venue: String) throws -> UInt64 { try number("place", venue) }

  /// The pseudonym of an item.
  mutating func item(_ item: String) throws -> UInt64 { try number("item", item) }

  /// The key of the time-shuffled copy.
  mutating func shuffleKey() throws -> UInt64 { try number("shuffle", "") }

  /// 64 bits of the code of `kind:region:name`, with the highest set: small numbers stand for unnamed places.
  private mutating func number(_ kind: String, _ name: String) throws -> UInt64 {
    Self.word(try code.code(for: Array("\(kind):\(region):\(name)".utf8)), 0) | 1 << 63
  }

  private static func word(_ bytes: [UInt8], _ start: Int) -> UInt64 {
    bytes[start..<start + 8].reduce(0) { $0 << 8 | UInt64($1) }
  }
}
