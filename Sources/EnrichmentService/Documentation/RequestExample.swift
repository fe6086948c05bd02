import WireFormat

/// A request of an operation as code, in several languages.
///
/// The code takes the server's address from `SPOTS_URL` and the key from `SPOTS_KEY`; as it stands it runs.
package struct RequestExample: Sendable {
  private let verb: String
  private let path: String
  private let query: [(name: String, value: String)]
  private let body: GoogleProtobufValue?
  private let mediaType: String

  /// The example of an operation of a document.
  init(_ operation: APIDocument.Operation, of document: APIDocument) {
    verb = operation.verb.uppercased()
    path = operation.path
    let content = operation.content.object("requestBody").object("content").members.first
    mediaType = content?.name ?? ""
    body = content?.form.value("example")
    query = operation.content.objects("parameters").compactMap { parameter in
      let form = parameter.object("schema")
      let example = form.has("contentSchema") ? Self.encoded(operation, of: document) : form.firstExample
      return example.isEmpty ? nil : (parameter.text("name"), example)
    }
  }

  /// The body of the POST on the operation's path, in base64url.
  private static func encoded(_ operation: APIDocument.Operation, of document: APIDocument) -> String {
    let post = document.operations.first { $0.path == operation.path && $0.verb == "post" }
    let body = post.flatMap { RequestExample($0, of: document).body }
    let text = body.map { JSONLiteral.json.text(of: $0, depth: 0) } ?? ""
    let digits = Base64.encode(Array(text.utf8), isPadded: false)
    return String(digits.map { $0 == "+" ? "-" : $0 == "/" ? "_" : $0 })
  }

  /// The body as it is sent; nil when there is none.
  package var bodyText: String? {
    switch body?.kind {
    case .stringValue(let lines): lines
    case nil: nil
    case _: body.map { JSONLiteral.json.text(of: $0, depth: 0) }
    }
  }

  /// The path with its query.
  var target: String {
    query.isEmpty ? path : path + "?" + query.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
  }

  /// A command line.
  package var curl: String {
    var words = ["curl -sS --fail-with-body \"$SPOTS_URL\(target)\"", "  -H \"Authorization: Bearer $SPOTS_KEY\""]
    if let bodyText {
      words += ["  -H 'Content-Type: \(mediaType)'", "  --data-binary '\(bodyText.replacing("'", with: "'\\''"))'"]
    }
    return words.joined(separator: " \\\n")
  }

  /// A script for Python 3 with `requests`.
  package var python: String {
    var lines = ["import os", "", "import requests", ""]
    lines += ["answer = requests.\(verb.lowercased())(", "    os.environ[\"SPOTS_URL\"] + \"\(path)\","]
    var headers = "\"Authorization\": \"Bearer \" + os.environ[\"SPOTS_KEY\"]"
    if case .stringValue? = body?.kind { headers += ", \"Content-Type\": \"\(mediaType)\"" }
    lines.append("    headers={\(headers)},")
    if !query.isEmpty {
      lines.append("    params={" + query.map { "\"\($0.name)\": \"\($0.value)\"" }.joined(separator: ", ") + "},")
    }
    switch body?.kind {
    case .stringValue(let text): lines.append("    data=\(JSONLiteral.python.quoted(text)),")
    case nil: break
    case _: lines.append("    json=\(body.map { JSONLiteral.python.text(of: $0, depth: 2) } ?? "None"),")
    }
    lines += ["    timeout=10,", ")", "answer.raise_for_status()", "print(answer.text)"]
    return lines.joined(separator: "\n")
  }

  /// A script for Swift with Foundation.
  package var swift: String {
    var lines = [
      "import Foundation", "#if canImport(FoundationNetworking)", "  import FoundationNetworking", "#endif", "",
    ]
    lines += [
      "let settings = ProcessInfo.processInfo.environment",
      "guard let server = settings[\"SPOTS_URL\"], let key = settings[\"SPOTS_KEY\"],",
      "  let url = URL(string: server + \"\(target)\")", "else { exit(2) }",
      "var request = URLRequest(url: url, timeoutInterval: 10)", "request.httpMethod = \"\(verb)\"",
      "request.setValue(\"Bearer \\(key)\", forHTTPHeaderField: \"Authorization\")",
    ]
    if let bodyText {
      lines.append("request.setValue(\"\(mediaType)\", forHTTPHeaderField: \"Content-Type\")")
      lines += ["request.httpBody = Data(", "  #\"\"\""]
      lines += bodyText.split(separator: "\n").map { "  " + $0 }
      lines += ["  \"\"\"#.utf8)"]
    }
    lines += [
      "let (data, response) = try await URLSession.shared.data(for: request)",
      "print(String(decoding: data, as: UTF8.self))",
      "exit((response as? HTTPURLResponse)?.statusCode == 200 ? 0 : 1)",
    ]
    return lines.joined(separator: "\n")
  }
}

/// How a JSON value is written in a language.
struct JSONLiteral: Sendable {
  private let words: (null: String, yes: String, no: String)
  private let indent: Int

  static let json = JSONLiteral(words: ("null", "true", "false"), indent: 2)
  static let python = JSONLiteral(words: ("None", "True", "False"), indent: 4)

  /// The value over several lines, of which all but the first are indented; what is short stays on one.
  func text(of value: GoogleProtobufValue, depth: Int) -> String {
    switch value.kind {
    case nil, .nullValue?: words.null
    case .boolValue(let flag)?: flag ? words.yes : words.no
    case .numberValue(let number)?: number == number.rounded() ? "\(Int64(number))" : "\(number)"
    case .stringValue(let text)?: quoted(text)
    case .listValue(let list)?: joined(list.values.map { text(of: $0, depth: depth + 1) }, "[", "]", depth)
    case .structValue(let object)?:
      joined(object.fields.map { "\(quoted($0.key)): \(text(of: $0.value, depth: depth + 1))" }, "{", "}", depth)
    }
  }

  private func joined(_ parts: [String], _ opening: String, _ closing: String, _ depth: Int) -> String {
    let line = opening + parts.joined(separator: ", ") + closing
    if line.count + depth * indent < 90, !line.contains("\n") { return line }
    let blanks = String(repeating: " ", count: depth * indent)
    let inner = blanks + String(repeating: " ", count: indent)
    return opening + "\n" + parts.map { inner + $0 }.joined(separator: ",\n") + "\n" + blanks + closing
  }

  /// A text in quotes, which JSON and Python write alike.
  func quoted(_ text: String) -> String {
    var literal = "\""
    for character in text.unicodeScalars {
      switch character {
      case "\"": literal += "\\\""
      case "\\": literal += "\\\\"
      case "\n": literal += "\\n"
      default: literal.unicodeScalars.append(character)
      }
    }
    return literal + "\""
  }
}
