import Pages

/// The forms of values on the page: tables of members, and names of types that lead to them.
enum FormTable {
  /// All component schemas.
  static func section(_ document: APIDocument) -> String {
    let forms = document.schemas.map { name, form in
      let choices = form.texts("enum").map { "<code>\(HTML.escaped($0))</code>" }.joined(separator: ", ")
      return "<article id=\"form-\(HTML.escaped(name))\"><h3>\(HTML.escaped(name))</h3>\n"
        + MarkedText.html(form.text("description")) + (choices.isEmpty ? "" : "<p>One of \(choices).</p>\n")
        + table(rows(form)) + "</article>\n"
    }
    return "<section id=\"forms\"><h2>Forms</h2>\n\(forms.joined())</section>\n"
  }

  /// The rows of a form's members; none for a form that is no object.
  static func rows(_ form: JSONObject) -> [String] {
    let required = form.texts("required")
    return form.object("properties").fields.map { name, member in
      row(name, member, description: member.text("description"), isRequired: required.contains(name))
    }
  }

  /// A row.
  static func row(_ name: String, _ form: JSONObject, description: String, isRequired: Bool) -> String {
    let notes = [isRequired ? "needed" : "", form.flag("deprecated") ? "deprecated" : "", bounds(form)]
    let said = notes.filter { !$0.isEmpty }.joined(separator: "; ")
    return "<tr><th><code>\(HTML.escaped(name))</code><br><span class=\"soft\">\(type(form))</span></th>"
      + "<td>\(MarkedText.inline(description))\(said.isEmpty ? "" : " <span class=\"soft\">(\(HTML.escaped(said)))</span>")"
      + "</td></tr>\n"
  }

  /// A table of rows; nothing without rows.
  static func table(_ rows: [String]) -> String {
    rows.isEmpty ? "" : "<div class=\"wide\"><table>\n\(rows.joined())</table></div>\n"
  }

  /// The form of a body's one value, or of each of its lines.
  static func line(_ content: JSONObject) -> JSONObject {
    content.has("x-line") ? content.object("x-line") : content.object("schema")
  }

  /// The name of a form's type as HTML, with a link where it has a table of its own.
  static func type(_ form: JSONObject) -> String {
    if let name = form.text("$ref").split(separator: "/").last.map(String.init) {
      return "<a href=\"#form-\(HTML.escaped(name))\">\(HTML.escaped(name))</a>"
    }
    let choices = form.objects("anyOf").filter { $0.text("type") != "null" }
    if !choices.isEmpty { return choices.map(type).joined(separator: " or ") }
    let types = form.texts("type").filter { $0 != "null" }
    switch types.first {
    case "array": return "list of " + type(form.object("items"))
    case "object" where form.has("additionalProperties") && !form.has("properties"):
      return "by name: " + type(form.object("additionalProperties"))
    case "object" where form.object("properties").has("data"):
      return "envelope of " + type(form.object("properties").object("data"))
    case let name?:
      let format = form.text("format")
      return HTML.escaped(format.isEmpty ? name : "\(name), \(format)")
    case nil: return "any value"
    }
  }

  /// What a form allows, in words.
  private static func bounds(_ form: JSONObject) -> String {
    var words: [String] = []
    let choices = form.texts("enum") + form.object("items").texts("enum")
    if !choices.isEmpty { words.append(choices.filter { !$0.isEmpty }.joined(separator: ", ")) }
    if let most = form.number("maxItems") { words.append("at most \(Int64(most))") }
    let isWhole = form.texts("format").contains { $0.hasPrefix("int") || $0.hasPrefix("uint") }
    // The bounds of the type itself say nothing.
    if let least = form.number("minimum"), let most = form.number("maximum"), !isWhole || most < 2_000_000_000 {
      words.append("\(Int64(least)) to \(Int64(most))")
    }
    return words.joined(separator: "; ")
  }
}

/// Text of comments, which has paragraphs and code in backticks, as HTML.
enum MarkedText {
  /// The paragraphs.
  static func html(_ text: String) -> String {
    text.split(separator: "\n\n").map { "<p>\(inline(String($0)))</p>\n" }.joined()
  }

  /// One paragraph without its element.
  static func inline(_ text: String) -> String {
    let parts = text.split(separator: "`", omittingEmptySubsequences: false)
    return parts.enumerated().map { index, part in
      let escaped = HTML.escaped(String(part))
      return index % 2 == 1 && index + 1 < parts.count ? "<code>\(escaped)</code>" : escaped
    }.joined()
  }
}
