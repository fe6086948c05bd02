/// Text in a page.
enum PageText {
  /// Text with the characters HTML gives a meaning replaced.
  static func escaped(_ text: String) -> String {
    var page = ""
    for character in text {
      switch character {
      case "&": page += "&amp;"
      case "<": page += "&lt;"
      case ">": page += "&gt;"
      case "\"": page += "&quot;"
      case "'": page += "&#39;"
      default: page.append(character)
      }
    }
    return page
  }
}
