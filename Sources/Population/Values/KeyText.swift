/// Text in which somebody may have put a partner's key, such as a path, an id or the value of a field.
///
/// A key begins with `spots_` and ends with 72 hexadecimal digits. What could be one, or a good part of one, is hidden
/// before it is logged or told. Of digits alone, up to 40 are let through: a request or a trace may have such an id.
package enum KeyText {
  /// What every key begins with.
  private static let prefix = Array("spots_".utf8)
  /// Longest run of hexadecimal digits that is let through, and behind the beginning of a key.
  private static let longestRun = (alone: 40, ofKey: 15)
  /// What stands for a text that is hidden.
  package static let hidden = "?"

  /// Whether a text may hold a key. Judge the whole text, before anything is cut off it.
  package static func mayHoldKey(_ text: some Sequence<UInt8>) -> Bool {
    var (run, matched, longest) = (0, 0, longestRun.alone)
    for byte in text {
      run = isHexadecimal(byte) ? run + 1 : 0
      if run > longest { return true }
      guard matched < prefix.count else { continue }
      let letter = byte | (isLetter(byte) ? 0x20 : 0)
      matched = letter == prefix[matched] ? matched + 1 : letter == prefix[0] ? 1 : 0
      if matched == prefix.count { longest = longestRun.ofKey }
    }
    return false
  }

  /// The text, or what stands for it where it may hold a key.
  package static func hiding(_ text: String) -> String { mayHoldKey(text.utf8) ? hidden : text }

  /// The text with each word of it hidden that may hold a key; words are what stands between blanks, quotes, commas
  /// and equals signs.
  package static func hidingWords(_ text: String) -> String {
    guard mayHoldKey(text.utf8) else { return text }
    var (shown, word): ([UInt8], [UInt8]) = ([], [])
    for byte in text.utf8 {
      guard isBoundary(byte) else {
        word.append(byte)
        continue
      }
      shown += mayHoldKey(word) ? Array(hidden.utf8) : word
      shown.append(byte)
      word = []
    }
    return String(decoding: shown + (mayHoldKey(word) ? Array(hidden.utf8) : word), as: UTF8.self)
  }

  private static func isBoundary(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: " "), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: ","), UInt8(ascii: "="), 0..<0x20:
      true
    default: false
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    default: false
    }
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
