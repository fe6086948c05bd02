import Cryptography
import Pages
import WireFormat

/// The page that describes the JSON routes: what an OpenAPI document says, with examples, a form to try each operation, every
/// reason of errors, and what may change. It needs no other file.
package struct DocumentationPage: Sendable {
  /// The page's text.
  package let html: String
  /// The `Content-Security-Policy` that the page works under: its own script and style, and calls to its own server.
  package let securityPolicy: String

  /// The page of an OpenAPI document.
  package init(of document: APIDocument) {
    let parts = [
      Self.introduction(document), DocumentationScript.form,
      document.tags.map { Self.group($0, document) }.joined(), FormTable.section(document), ErrorReasonSection.html,
      StabilityText.html, "<script>\(DocumentationScript.text)</script>\n",
    ]
    let page = Page(title: document.title, style: DocumentationScript.style, content: parts.joined())
    html = page.html
    securityPolicy =
      "default-src 'none'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
      + "script-src \(Self.digest(DocumentationScript.text)); style-src \(Self.digest(page.css))"
  }

  private static func digest(_ text: String) -> String {
    "'sha256-\(Base64.encode(SHA256.digest(Array(text.utf8))))'"
  }

  // MARK: Parts

  private static func introduction(_ document: APIDocument) -> String {
    var html =
      "<h1>\(HTML.escaped(document.title))</h1>\n" + HTML.paragraph("Version \(document.version)", kind: "soft")
    html += MarkedText.html(document.description)
    html += "<p><a href=\"/openapi.json\">openapi.json</a> says the same to programs.</p>\n<nav>"
    for tag in document.tags {
      let links = document.operations(of: tag.name).map { operation in
        "<li><a href=\"#\(HTML.escaped(operation.id))\">\(HTML.escaped(operation.content.text("summary")))</a></li>"
      }
      html += "<h2>\(HTML.escaped(tag.name))</h2><ul>\(links.joined())</ul>"
    }
    let rest = [("forms", "Forms"), ("errors", "Errors"), ("stability", "What may change")]
    return html + "<ul>" + rest.map { "<li><a href=\"#\($0)\">\($1)</a></li>" }.joined() + "</ul></nav>\n"
  }

  private static func group(_ tag: (name: String, description: String), _ document: APIDocument) -> String {
    let operations = document.operations(of: tag.name).map { OperationSection(operation: $0, document: document).html }
    return HTML.section(tag.name, content: HTML.paragraph(tag.description, kind: "soft") + operations.joined())
  }
}

/// An operation on the page.
struct OperationSection {
  let operation: APIDocument.Operation
  let document: APIDocument

  private var content: JSONObject { operation.content }

  /// The section.
  var html: String {
    let id = HTML.escaped(operation.id)
    let head = "<h3><code>\(operation.verb.uppercased()) \(HTML.escaped(operation.path))</code></h3>\n"
    let summary = HTML.paragraph(content.text("summary"), kind: "lead")
    let says = content.text("description")
    let rest = says.hasPrefix(content.text("summary")) && !says.dropLast().contains(".") ? "" : MarkedText.html(says)
    return "<article id=\"\(id)\">\n" + head + deprecation + summary + rest + access + request + replies + examples
      + trial
      + "</article>\n"
  }

  private var deprecation: String {
    guard content.flag("deprecated") || content.has("x-lifecycle") else { return "" }
    let sunset = content.object("x-lifecycle").text("sunset_on")
    return HTML.paragraph(
      "Deprecated" + (sunset.isEmpty ? "." : "; it may be gone from \(sunset) on."), kind: "warning")
  }

  /// Which scopes a key needs.
  private var access: String {
    let rule = content.object("x-access")
    let all = rule.object("all_of").texts("scopes")
    let any = rule.object("any_of").texts("scopes")
    guard !all.isEmpty || !any.isEmpty else { return "" }
    let scopes = (all.isEmpty ? any : all).map { "<code>\(HTML.escaped($0))</code>" }
    return "<p class=\"soft\">A key needs \(scopes.joined(separator: all.isEmpty ? " or " : " and ")).</p>\n"
  }

  private var request: String {
    let parameters = content.objects("parameters").map { parameter in
      FormTable.row(
        parameter.text("name"), parameter.object("schema"), description: parameter.text("description"),
        isRequired: parameter.flag("required"))
    }
    let body = content.object("requestBody").object("content").members.first
    var html = parameters.isEmpty ? "" : "<h4>Query</h4>\n" + FormTable.table(parameters)
    if let body {
      html +=
        "<h4>Body</h4>\n<p><code>\(HTML.escaped(body.name))</code>: \(FormTable.type(FormTable.line(body.form)))</p>\n"
      html += FormTable.table(FormTable.rows(document.resolved(FormTable.line(body.form))))
    }
    return html
  }

  private var replies: String {
    let rows = content.object("responses").members.map { status, reply in
      let form = document.resolved(reply)
      let type = form.object("content").members.first.map { media, content in
        "<code>\(HTML.escaped(media))</code>: \(FormTable.type(FormTable.line(content)))"
      }
      let description = MarkedText.inline(form.text("description"))
      return
        "<tr><th>\(HTML.escaped(status))</th><td>\(description)<br><span class=\"soft\">\(type ?? "")</span></td></tr>\n"
    }
    return "<h4>Answers</h4>\n<div class=\"wide\"><table>\n\(rows.joined())</table></div>\n"
  }

  private var examples: String {
    let example = RequestExample(operation, of: document)
    return [("curl", example.curl), ("Python", example.python), ("Swift", example.swift)].map { name, code in
      "<details><summary>\(name)</summary><pre><code>\(HTML.escaped(code))</code></pre></details>\n"
    }.joined()
  }

  /// A form that sends the operation to the server that the page came from.
  private var trial: String {
    let example = RequestExample(operation, of: document)
    let media = content.object("requestBody").object("content").members.first?.name ?? ""
    let body = example.bodyText.map { text in
      "<label>Body<textarea rows=\"8\" spellcheck=\"false\">\(HTML.escaped(text))</textarea></label>\n"
    }
    return """
      <details class="try"><summary>Try it</summary>
      <form data-verb="\(operation.verb.uppercased())" data-media="\(HTML.escaped(media))">
      <label>Target<input value="\(HTML.escaped(example.target))" spellcheck="false"></label>
      \(body ?? "")<button>Send</button><output></output></form></details>

      """
  }
}
