/// Pieces of an HTML page.
enum PageText {
  /// Text with the characters that HTML gives a meaning replaced.
  static func escaped(_ text: String) -> String {
    let names: [Character: String] = ["&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;", "'": "&#39;"]
    return text.reduce(into: "") { $0 += names[$1] ?? String($1) }
  }

  /// A section with a heading.
  static func section(_ title: String, _ content: String) -> String {
    "<section><h2>\(escaped(title))</h2>\n\(content)</section>\n"
  }

  /// Rows of a name and a value; those without a value are left out.
  static func rows(_ rows: [(String, String?)]) -> String {
    let shown = rows.compactMap { name, value in
      value.map { "<tr><th>\(escaped(name))</th><td>\(escaped($0))</td></tr>\n" }
    }
    return shown.isEmpty ? "" : "<table>\n\(shown.joined())</table>\n"
  }

  /// A drawing of the given size in its own units, as wide as its column allows.
  static func drawing(_ width: Double, _ height: Double, _ label: String, _ content: String) -> String {
    "<svg width=\"\(number(width))\" viewBox=\"0 0 \(number(width)) \(number(height))\" role=\"img\" aria-label=\"\(escaped(label))\">\n"
      + content + "</svg>\n"
  }

  /// A coordinate with at most three decimals.
  static func number(_ value: Double) -> String {
    let rounded = (value * 1_000).rounded() / 1_000
    return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
  }
}
