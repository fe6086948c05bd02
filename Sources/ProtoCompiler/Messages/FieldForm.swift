internal import ProtoSchema

/// How a field looks in Swift: its names, type and codec.
struct FieldForm {
  let field: FieldDescriptor
  /// The property's name, in backticks if needed.
  let property: String
  /// The Swift type of one value.
  let valueType: String
  /// The runtime's codec of one value.
  let codec: String
  /// The codec of the keys of a map.
  let keyCodec: String?
  /// The Swift type of the property.
  let type: String
  /// What the property starts with, nil for an optional.
  let initialValue: String?
  /// Whether the value is on the heap because its message contains itself.
  let isBoxed: Bool

  init(_ field: FieldDescriptor, names: TypeNames, isBoxed: Bool) {
    self.field = field
    self.isBoxed = isBoxed
    property = SwiftNames.property(field.name)
    (valueType, codec) = Self.value(field.kind, names)
    switch field.cardinality {
    case .implicit:
      (type, initialValue, keyCodec) = (valueType, Self.zero(field.kind, names), nil)
    case .optional, .required:
      (type, initialValue, keyCodec) = (valueType + "?", nil, nil)
    case .repeated:
      (type, initialValue, keyCodec) = ("[\(valueType)]", "[]", nil)
    case .map(let key):
      let (keyType, codec) = Self.scalar(key)
      (type, initialValue, keyCodec) = ("FieldMap<\(keyType), \(valueType)>", "[:]", codec)
    }
  }

  /// The property's name without backticks, for names made of it.
  var bareProperty: String { property.filter { $0 != "`" } }

  /// The wire type of one value.
  var wireType: UInt32 {
    switch field.kind {
    case .message, .group: 2
    case .enumeration: 0
    case .scalar(let type):
      switch type {
      case .string, .bytes: 2
      case .double, .fixed64, .sfixed64: 1
      case .float, .fixed32, .sfixed32: 5
      case .int32, .int64, .uint32, .uint64, .sint32, .sint64, .bool: 0
      }
    }
  }

  /// The tag of the field with a wire type.
  func tag(_ wireType: UInt32) -> UInt32 { UInt32(bitPattern: field.number) << 3 | wireType }

  /// The codec of a map's entries.
  var mapCodec: String { "ProtoMap<\(keyCodec ?? ""), \(codec)>" }

  private static func value(_ kind: FieldDescriptor.Kind, _ names: TypeNames) -> (String, String) {
    switch kind {
    case .scalar(let type): scalar(type)
    case .message(let name), .group(let name): (names[name], "ProtoMessage<\(names[name])>")
    case .enumeration(let name): (names[name], "ProtoEnum<\(names[name])>")
    }
  }

  private static func scalar(_ type: ScalarType) -> (String, String) {
    switch type {
    case .double: ("Double", "ProtoDouble")
    case .float: ("Float", "ProtoFloat")
    case .int32: ("Int32", "ProtoInt32")
    case .int64: ("Int64", "ProtoInt64")
    case .uint32: ("UInt32", "ProtoUInt32")
    case .uint64: ("UInt64", "ProtoUInt64")
    case .sint32: ("Int32", "ProtoSInt32")
    case .sint64: ("Int64", "ProtoSInt64")
    case .fixed32: ("UInt32", "ProtoFixed32")
    case .fixed64: ("UInt64", "ProtoFixed64")
    case .sfixed32: ("Int32", "ProtoSFixed32")
    case .sfixed64: ("Int64", "ProtoSFixed64")
    case .bool: ("Bool", "ProtoBool")
    case .string: ("String", "ProtoString")
    case .bytes: ("[UInt8]", "ProtoBytes")
    }
  }

  private static func zero(_ kind: FieldDescriptor.Kind, _ names: TypeNames) -> String {
    switch kind {
    case .scalar(.string): "\"\""
    case .scalar(.bytes): "[]"
    case .scalar(.bool): "false"
    case .scalar: "0"
    case .enumeration(let name), .message(let name), .group(let name): names[name] + "()"
    }
  }
}
