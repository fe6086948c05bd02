package import DynamicMessages

/// The JSON of a request with places to fill in for each call.
///
///     {{seq}}              the call's number from 0
///     {{uuid}}             a random UUID of version 4
///     {{int LOW HIGH}}     a whole number of LOW to HIGH
///     {{number LOW HIGH}}  a number of LOW to HIGH with up to 6 digits behind the point
///     {{choice A B …}}     one of the words
///     {{csv COLUMN}}       the column of the call's row; rows are taken in turn
///
/// Within the quotes of a JSON string the value of a column is escaped, so that it arrives as it stands in the table;
/// elsewhere it is JSON itself, such as a number.
package struct RequestTemplate: Sendable, Hashable {
  enum Part: Sendable, Hashable {
    case text(String)
    case sequence
    case uuid
    case integer(ClosedRange<Int>)
    case number(ClosedRange<Double>)
    case choice([String])
    case column(Int, isQuoted: Bool)
  }

  let parts: [Part]
  private let table: CSVTable?

  /// Reads a template.
  /// - Parameter table: where `{{csv COLUMN}}` comes from.
  /// - Throws: `MalformedTemplate` with the place and what is allowed.
  package init(_ text: String, table: CSVTable? = nil) throws(MalformedTemplate) {
    self.table = table
    var parts: [Part] = []
    var rest = text[...]
    var isQuoted = false
    while let open = rest.firstRange(of: "{{") {
      parts.append(.text(String(rest[..<open.lowerBound])))
      isQuoted = JSONString.endsQuoted(rest[..<open.lowerBound], begins: isQuoted)
      guard let close = rest[open.upperBound...].firstRange(of: "}}") else {
        throw MalformedTemplate(place: String(rest[open.lowerBound...].prefix(40)), reason: "}} is missing")
      }
      parts.append(try Self.part(String(rest[open.upperBound..<close.lowerBound]), table, isQuoted))
      rest = rest[close.upperBound...]
    }
    parts.append(.text(String(rest)))
    self.parts = parts.filter { $0 != .text("") }
  }

  /// Whether every call has the same text.
  package var isConstant: Bool {
    parts.allSatisfy { part in
      if case .text = part { true } else { false }
    }
  }

  /// The text of a call.
  /// - Parameters:
  ///   - call: the call's number from 0.
  ///   - random: where random values come from.
  package func text(ofCall call: Int, using random: inout some RandomNumberGenerator) -> String {
    var text = ""
    for part in parts {
      switch part {
      case .text(let words): text += words
      case .sequence: text += String(call)
      case .uuid: text += RandomText.uuid(using: &random)
      case .integer(let range): text += String(Int.random(in: range, using: &random))
      case .number(let range): text += RandomText.number(in: range, using: &random)
      case .choice(let words): text += words.randomElement(using: &random) ?? ""
      case .column(let index, let isQuoted):
        let value = table?.value(row: call, column: index) ?? ""
        text += isQuoted ? JSONString.escaped(value) : value
      }
    }
    return text
  }

  // MARK: Reading

  private static func part(_ text: String, _ table: CSVTable?, _ isQuoted: Bool) throws(MalformedTemplate) -> Part {
    let words = text.split(separator: " ").map(String.init)
    let arguments = Array(words.dropFirst())
    switch (words.first, arguments.count) {
    case ("seq", 0): return .sequence
    case ("uuid", 0): return .uuid
    case ("choice", 1...): return .choice(arguments)
    case ("int", 2):
      if let low = Int(arguments[0]), let high = Int(arguments[1]), low <= high { return .integer(low...high) }
      throw MalformedTemplate(place: text, reason: "expected two whole numbers, the lower one first")
    case ("number", 2):
      if let low = Double(arguments[0]), let high = Double(arguments[1]), low <= high, (high - low).isFinite {
        return .number(low...high)
      }
      throw MalformedTemplate(place: text, reason: "expected two numbers, the lower one first")
    case ("csv", 1):
      guard let table else { throw MalformedTemplate(place: text, reason: "there is no CSV file (--csv FILE)") }
      if let index = table.columns.firstIndex(of: arguments[0]) { return .column(index, isQuoted: isQuoted) }
      let columns = table.columns.joined(separator: ", ")
      throw MalformedTemplate(place: text, reason: "the CSV file has no such column; it has \(columns)")
    default:
      throw MalformedTemplate(
        place: text, reason: "expected seq, uuid, int LOW HIGH, number LOW HIGH, choice A B … or csv COLUMN")
    }
  }
}

/// A text that is no template.
package struct MalformedTemplate: Error, Sendable, CustomStringConvertible {
  /// What stands between the braces.
  package let place: String
  /// What is wrong with it.
  package let reason: String
  /// One sentence.
  package var description: String { "template {{\(place)}}: \(reason)" }
}

/// Encodes the JSON of a request.
package typealias RequestEncoding = @Sendable (String) throws(MessageEncodingError) -> [UInt8]

/// Where the bytes of request messages come from.
package enum RequestSource: Sendable {
  /// Each message is the same.
  case constant([UInt8])
  /// Recorded messages, taken in turn; at least one.
  case recorded([[UInt8]])
  /// A JSON template filled in for each message.
  case template(RequestTemplate, RequestEncoding)

  /// A source of a template; one without places to fill in is encoded once.
  /// - Throws: `MessageEncodingError` when the template's first text makes no message.
  package init(_ template: RequestTemplate, encoding: @escaping RequestEncoding) throws(MessageEncodingError) {
    var random = SeededRandom(seed: 0, stream: 0)
    let first = try encoding(template.text(ofCall: 0, using: &random))
    self = template.isConstant ? .constant(first) : .template(template, encoding)
  }

  /// The bytes of a message.
  /// - Throws: `MessageEncodingError` when a template's values make no message.
  package func message(
    _ number: Int, using random: inout SeededRandom
  ) throws(MessageEncodingError) -> [UInt8] {
    switch self {
    case .constant(let bytes): bytes
    case .recorded(let messages): messages[number % messages.count]
    case .template(let template, let encoding): try encoding(template.text(ofCall: number, using: &random))
    }
  }
}
