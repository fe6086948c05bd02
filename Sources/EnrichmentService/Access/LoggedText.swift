/// Text of a caller as a log may hold it: printable ASCII, of bounded length, and no key or what could be one.
///
/// A caller may have put a key in the wrong place, such as a path or the id of a request.
enum LoggedText {
  /// Longest text, in bytes.
  private static let longest = 256
  /// What every key begins with.
  private static let keyPrefix = Array("spots_".utf8)
  /// Longest run of hexadecimal digits that is let through: ids of requests and traces have 32, the secret part of a
  /// key 72.
  private static let longestHexadecimal = 40

  /// Appends the text to a line. Double quotes become single ones; other bytes that would end it, or are not printable,
  /// become a question mark, and so does a text that may hold a key.
  static func append(_ text: String, to line: inout [UInt8]) {
    let start = line.count
    for byte in text.utf8.prefix(longest) {
      let isPlain = (0x20...0x7E).contains(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
      line.append(isPlain ? byte : byte == UInt8(ascii: "\"") ? UInt8(ascii: "'") : UInt8(ascii: "?"))
    }
    if mayHoldKey(line[start...]) { line.replaceSubrange(start..., with: Array("?".utf8)) }
  }

  private static func mayHoldKey(_ text: ArraySlice<UInt8>) -> Bool {
    guard text.count >= keyPrefix.count else { return false }
    var run = 0
    for index in text.indices {
      run = isHexadecimal(text[index]) ? run + 1 : 0
      if run > longestHexadecimal { return true }
      if text[index] == UInt8(ascii: "s"), text[index...].starts(with: keyPrefix) { return true }
    }
    return false
  }

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
      UInt8(ascii: "A")...UInt8(ascii: "F"):
      true
    default: false
    }
  }
}
