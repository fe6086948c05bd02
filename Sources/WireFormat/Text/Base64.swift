/// Base64 (RFC 4648), the one of the house: bytes in JSON, in `-bin` metadata, in logs of distributions.
package enum Base64 {
  /// Which texts are read. Both take padding or its absence; padding that is there must fill a group of four.
  package enum Reading: Sendable {
    /// The standard alphabet (section 4), each sequence of bytes in one way only: unused bits must be zero.
    case strict
    /// Both alphabets (sections 4 and 5), unused bits dropped whatever they are: what proto3's JSON mapping asks for.
    case lenient
  }

  private static let alphabet = [UInt8]("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  private static let padding = UInt8(ascii: "=")
  private static let foreign: UInt8 = 0xFF

  /// The value of each byte as a digit of the standard alphabet.
  private static let values: [UInt8] = {
    var table = [UInt8](repeating: foreign, count: 256)
    for (value, digit) in alphabet.enumerated() { table[Int(digit)] = UInt8(value) }
    return table
  }()

  /// The value of each byte as a digit of either alphabet.
  private static let lenientValues: [UInt8] = {
    var table = values
    table[Int(UInt8(ascii: "-"))] = 62
    table[Int(UInt8(ascii: "_"))] = 63
    return table
  }()

  /// The text of bytes in the standard alphabet, filled up to groups of four with `=` or not.
  package static func encode(_ bytes: [UInt8], isPadded: Bool = true) -> String {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    var (pending, bits): (UInt32, UInt32) = (0, 0)
    for byte in bytes {
      pending = pending << 8 | UInt32(byte)
      bits += 8
      while bits >= 6 {
        bits -= 6
        text.append(alphabet[Int(pending >> bits & 63)])
      }
    }
    if bits > 0 { text.append(alphabet[Int(pending << (6 - bits) & 63)]) }
    if isPadded { while !text.count.isMultiple(of: 4) { text.append(padding) } }
    return String(decoding: text, as: UTF8.self)
  }

  /// The bytes of a text; nil when it is not base64: a foreign character, an impossible length, padding that fills no
  /// group, or, read strictly, unused bits that are not zero.
  package static func decode(_ text: [UInt8], as reading: Reading) -> [UInt8]? {
    guard let digits = digits(of: text), digits.count % 4 != 1 else { return nil }
    let values = reading == .strict ? values : lenientValues
    var bytes: [UInt8] = []
    bytes.reserveCapacity(digits.count * 3 / 4)
    var (pending, bits): (UInt32, UInt32) = (0, 0)
    for digit in digits {
      let value = values[Int(digit)]
      guard value != foreign else { return nil }
      pending = pending << 6 | UInt32(value)
      bits += 6
      guard bits >= 8 else { continue }
      bits -= 8
      bytes.append(UInt8(truncatingIfNeeded: pending >> bits))
    }
    return reading == .lenient || pending & ((1 << bits) - 1) == 0 ? bytes : nil
  }

  /// The text before its padding; nil when there is padding that does not fill a group of four.
  private static func digits(of text: [UInt8]) -> ArraySlice<UInt8>? {
    guard text.last == padding else { return text[...] }
    guard text.count.isMultiple(of: 4) else { return nil }
    return text.dropLast(text[text.count - 2] == padding ? 2 : 1)
  }
}
