internal import ProtoSchema

/// What the JSON form of a value is, by proto3's JSON mapping, as a JSON Schema.
enum ScalarSchema {
  /// The form of a scalar.
  /// - Parameter isRead: Whether it is read and not written: numbers of 64 bits are then taken as JSON's numbers too.
  static func of(_ type: ScalarType, isRead: Bool) -> JSONTree {
    switch type {
    case .double, .float: ["type": "number", "format": .string(type.rawValue)]
    case .int32, .sint32, .sfixed32: integer("int32", "-2147483648", "2147483647")
    case .uint32, .fixed32: integer("uint32", "0", "4294967295")
    case .int64, .sint64, .sfixed64: long("int64", "^-?[0-9]+$", isRead: isRead)
    case .uint64, .fixed64: long("uint64", "^[0-9]+$", isRead: isRead)
    case .bool: ["type": "boolean"]
    case .string: ["type": "string"]
    case .bytes: ["type": "string", "contentEncoding": "base64"]
    }
  }

  private static func integer(_ format: String, _ least: String, _ greatest: String) -> JSONTree {
    ["type": "integer", "format": .string(format), "minimum": .number(least), "maximum": .number(greatest)]
  }

  private static func long(_ format: String, _ pattern: String, isRead: Bool) -> JSONTree {
    let type: JSONTree = isRead ? ["string", "integer"] : "string"
    return ["type": type, "format": .string(format), "pattern": .string(pattern)]
  }

  /// The pattern of a map's keys, which are strings in JSON; nil where every string is one.
  static func keyPattern(_ type: ScalarType) -> String? {
    switch type {
    case .string: nil
    case .bool: "^(true|false)$"
    case .uint32, .uint64, .fixed32, .fixed64: "^[0-9]+$"
    default: "^-?[0-9]+$"
    }
  }

  /// The form of a type of `google.protobuf` that has one of its own; nil for any other type.
  static func wellKnown(_ fullName: String, isRead: Bool) -> JSONTree? {
    let prefix = "google.protobuf."
    guard fullName.hasPrefix(prefix) else { return nil }
    switch fullName.dropFirst(prefix.count) {
    case "Timestamp": return ["type": "string", "format": "date-time"]
    case "Duration": return ["type": "string", "pattern": "^-?[0-9]+(\\.[0-9]{1,9})?s$"]
    case "FieldMask": return ["type": "string"]
    case "Struct": return ["type": "object"]
    case "ListValue": return ["type": "array"]
    case "Value": return [:]
    case "NullValue": return ["type": "null"]
    case "Empty": return ["type": "object", "maxProperties": 0]
    case "Any":
      let name: JSONTree = ["type": "string", "description": "The URL of the message's type."]
      return ["type": "object", "properties": ["@type": name], "required": ["@type"]]
    case let name: return wrapped(name).map { nullable(of($0, isRead: isRead)) }
    }
  }

  /// The scalar in a wrapper message.
  private static func wrapped(_ name: Substring) -> ScalarType? {
    guard name.hasSuffix("Value") else { return nil }
    return ScalarType(rawValue: name.dropLast("Value".count).lowercased())
  }

  /// The form of a value that may be null too.
  static func nullable(_ form: JSONTree) -> JSONTree {
    var form = form
    switch form["type"] {
    case .string("null"): return form
    case .string(let type): form["type"] = [.string(type), "null"]
    case .array(let types): form["type"] = .array(types.contains("null") ? types : types + ["null"])
    default: return form.members.isEmpty ? form : ["anyOf": [form, ["type": "null"]]]
    }
    return form
  }
}
