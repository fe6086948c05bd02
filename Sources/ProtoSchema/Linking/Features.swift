/// What a dialect leaves to options: presence, packing and open enums (protobuf editions, "feature settings").
struct Features {
  enum Presence { case explicit, implicit, required }

  var presence: Presence
  var isPacked: Bool
  var isEnumClosed: Bool
  var isDelimited: Bool

  /// The settings a file of a dialect starts from.
  init(_ edition: Edition) {
    switch edition {
    case .proto2: (presence, isPacked, isEnumClosed) = (.explicit, false, true)
    case .proto3: (presence, isPacked, isEnumClosed) = (.implicit, true, false)
    case .edition: (presence, isPacked, isEnumClosed) = (.explicit, true, false)
    }
    isDelimited = false
  }

  /// These settings with the `features.…` options of a declaration inside applied.
  func applying(_ options: [OptionSyntax]) -> Features {
    var result = self
    for (name, value) in Self.written(options) { result.set(name, to: value) }
    return result
  }

  /// The features that are set on a declaration itself, with their values.
  static func written(_ options: [OptionSyntax]) -> [String: String] {
    var result: [String: String] = [:]
    for option in options where option.name.first == "features" {
      if option.name.count == 2, case .identifier(let value) = option.value {
        result[option.name[1]] = value
      } else if option.name.count == 1, case .aggregate(let fields) = option.value {
        for field in fields { result[field.text] = field.value.word }
      }
    }
    return result
  }

  private mutating func set(_ name: String, to value: String) {
    switch (name, value) {
    case ("field_presence", "EXPLICIT"): presence = .explicit
    case ("field_presence", "IMPLICIT"): presence = .implicit
    case ("field_presence", "LEGACY_REQUIRED"): presence = .required
    case ("repeated_field_encoding", _): isPacked = value == "PACKED"
    case ("enum_type", _): isEnumClosed = value == "CLOSED"
    case ("message_encoding", _): isDelimited = value == "DELIMITED"
    default: break
    }
  }
}
