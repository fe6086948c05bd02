/// Pieces of an HTML page. Parameters named `content` are HTML already; everything else is text and is escaped.
package enum HTML {
  /// Text with the characters that HTML gives a meaning replaced, for elements and quoted attributes.
  package static func escaped(_ text: String) -> String {
    var escaped = ""
    for character in text {
      switch character {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      default: escaped.append(character)
      }
    }
    return escaped
  }

  /// A paragraph of a kind, which is a CSS class; empty for none.
  package static func paragraph(_ text: String, kind: String = "") -> String {
    "<p\(kind.isEmpty ? "" : " class=\"\(escaped(kind))\"")>\(escaped(text))</p>\n"
  }

  /// A section with a heading.
  package static func section(_ title: String, content: String) -> String {
    "<section><h2>\(escaped(title))</h2>\n\(content)</section>\n"
  }

  /// A table of names and values; rows without a value are left out, and a table without rows is nothing.
  package static func table(_ rows: [(String, String?)]) -> String {
    let shown = rows.compactMap { name, value in
      value.map { "<tr><th>\(escaped(name))</th><td>\(escaped($0))</td></tr>\n" }
    }
    return shown.isEmpty ? "" : "<table>\n\(shown.joined())</table>\n"
  }
}
