/// Base64 of RFC 4648 section 4, as `-bin` metadata carries it: written without padding, read with or without.
enum Base64 {
  private static let alphabet = [UInt8]("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  private static let values: [UInt8] = {
    var table = [UInt8](repeating: 0xFF, count: 256)
    for (value, character) in alphabet.enumerated() { table[Int(character)] = UInt8(value) }
    return table
  }()

  /// The text of the bytes, without padding.
  static func encode(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count * 4 + 2) / 3)
    var pending: UInt32 = 0
    var bits = 0
    for byte in bytes {
      pending = (pending << 8) | UInt32(byte)
      bits += 8
      while bits >= 6 {
        bits -= 6
        text.append(alphabet[Int((pending >> UInt32(bits)) & 0x3F)])
      }
    }
    if bits > 0 { text.append(alphabet[Int((pending << UInt32(6 - bits)) & 0x3F)]) }
    return String(decoding: text, as: UTF8.self)
  }

  /// The bytes of the text, nil when it is not base64: a foreign character, an impossible length, or unused bits that
  /// are not zero.
  static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
    guard let digits = digits(of: text), digits.count % 4 != 1 else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(digits.count * 3 / 4)
    var pending: UInt32 = 0
    var bits = 0
    for character in digits {
      let value = values[Int(character)]
      guard value != 0xFF else { return nil }
      pending = (pending << 6) | UInt32(value)
      bits += 6
      if bits >= 8 {
        bits -= 8
        bytes.append(UInt8(truncatingIfNeeded: pending >> UInt32(bits)))
      }
    }
    return pending & ((1 << UInt32(bits)) - 1) == 0 ? bytes : nil
  }

  /// The text before its padding; nil when there is padding that does not fill a group of four.
  private static func digits<Text: Collection<UInt8>>(of text: Text) -> Text.SubSequence? {
    let padding = UInt8(ascii: "=")
    let digits = text.prefix { $0 != padding }
    let pads = text.count - digits.count
    guard pads > 0 else { return digits }
    guard pads <= 2, text.count % 4 == 0, text.dropFirst(digits.count).allSatisfy({ $0 == padding }) else { return nil }
    return digits
  }
}
