import Testing
import WireFormat

/// One rule of the JSON mapping: a text, and the text it is written as when it was read, or that it is refused.
struct JSONRule: Sendable, CustomTestStringConvertible {
  /// The rule's name, after that of the category in protobuf's own suite where there is one.
  let testDescription: String
  /// Checks the rule, by way of the binary form too.
  let check: @Sendable () throws -> Void

  static let types: MessageTypes = [.fixture, .wellknown, .conformance]

  /// A text that is read and written as another, or refused when that is nil.
  init<M: Message>(
    _ name: String, _ type: M.Type, _ input: String, as output: String?, ignoresUnknown: Bool = false
  ) {
    testDescription = name
    check = {
      do {
        let message = try M(jsonString: input, ignoreUnknown: ignoresUnknown, types: Self.types)
        let options = JSONEncodingOptions(types: Self.types)
        #expect(try message.jsonString(options: options) == output)
        #expect(try M(serializedBytes: message.serializedBytes()).jsonString(options: options) == output)
      } catch let error as JSONDecodingError {
        #expect(output == nil, "\(error)")
      }
    }
  }

  /// A field's value that is read, and written the same or as another.
  static func accepted<M: Message>(
    _ name: String, _ field: String, _ value: String, as output: String? = nil, in type: M.Type = Scalars.self
  ) -> JSONRule {
    JSONRule(name, type, "{\"\(field)\": \(value)}", as: "{\"\(field)\":\(output ?? value)}")
  }

  /// A field's value that is read and written as an absent field.
  static func absent<M: Message>(
    _ name: String, _ field: String, _ value: String, in type: M.Type = Scalars.self
  ) -> JSONRule {
    JSONRule(name, type, "{\"\(field)\": \(value)}", as: "{}")
  }

  /// A field's value that is refused.
  static func refused<M: Message>(
    _ name: String, _ field: String, _ value: String, in type: M.Type = Scalars.self
  ) -> JSONRule {
    JSONRule(name, type, "{\"\(field)\": \(value)}", as: nil)
  }
}
