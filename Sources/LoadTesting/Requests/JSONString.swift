/// What stands within the quotes of a JSON string (RFC 8259, section 7).
enum JSONString {
  /// A text as it is written within the quotes.
  static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": escaped += "\\\(scalar)"
      case "\n": escaped += "\\n"
      case "\r": escaped += "\\r"
      case "\t": escaped += "\\t"
      case ..<" ": escaped += "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }

  /// Whether what follows a piece of JSON stands within quotes.
  /// - Parameter isQuoted: whether the piece itself begins within quotes.
  static func endsQuoted(_ text: Substring, begins isQuoted: Bool) -> Bool {
    var (isQuoted, isEscaped) = (isQuoted, false)
    for byte in text.utf8 {
      if isEscaped {
        isEscaped = false
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = isQuoted
      } else if byte == UInt8(ascii: "\"") {
        isQuoted.toggle()
      }
    }
    return isQuoted
  }
}
