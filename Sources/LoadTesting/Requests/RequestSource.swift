package import DynamicMessages

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
