/// An option with its value, of a file, message, field, enum, value, service or method.
public struct OptionSyntax: Sendable, Hashable {
  /// The name's parts; a part in parentheses names an extension and keeps them.
  public var name: [String]
  /// The value.
  public var value: OptionValue
  /// Where the name stands.
  public var position: Position

  /// The parts joined by points.
  public var text: String { name.joined(separator: ".") }
}

/// An option's value as it is written.
public indirect enum OptionValue: Sendable, Hashable {
  /// A bare word: an enum value, `true`, `false`, `inf`, `nan`.
  case identifier(String)
  /// An integer; `magnitude` without the sign.
  case integer(magnitude: UInt64, isNegative: Bool)
  /// A fraction.
  case float(Double)
  /// A string's bytes, neighbours joined.
  case string([UInt8])
  /// `{ name: value … }` in text format.
  case aggregate([OptionSyntax])
  /// `[ value, … ]`, inside an aggregate only.
  case list([OptionValue])
}

extension [OptionSyntax] {
  /// The value of the option of a name, the last one written.
  func value(_ name: String) -> OptionValue? { last { $0.text == name }?.value }

  /// Whether a yes-no option is set to true.
  func isTrue(_ name: String) -> Bool { value(name) == .identifier("true") }

  /// The text of a string option.
  func text(_ name: String) -> String? {
    guard case .string(let bytes)? = value(name) else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }
}
