import Population

/// Text of a caller as a log may hold it: printable ASCII, of bounded length, and no key or what could be one.
///
/// A caller may have put a key in the wrong place, such as a path or the id of a request.
enum LoggedText {
  /// Longest text, in bytes.
  private static let longest = 256

  /// Appends the text to a line. Double quotes become single ones; other bytes that would end it, or are not printable,
  /// become a question mark, and so does a text that may hold a key.
  static func append(_ text: String, to line: inout [UInt8]) {
    // Before anything is cut off: what is left of a key may not look like one.
    guard !KeyText.mayHoldKey(text.utf8) else { return line.append(contentsOf: KeyText.hidden.utf8) }
    for byte in text.utf8.prefix(longest) {
      let isPlain = (0x20...0x7E).contains(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
      line.append(isPlain ? byte : byte == UInt8(ascii: "\"") ? UInt8(ascii: "'") : UInt8(ascii: "?"))
    }
  }
}
