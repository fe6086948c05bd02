internal import ProtoSchema

/// How a field looks in Swift: its names, type and codec.
struct FieldForm {
  let field: FieldDescriptor
  /// The property's name, in backticks if needed.
  let property: String
  /// The name of the property with the storage, if it is boxed.
  let storage: String
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

  init(_ field: FieldDescriptor, names: TypeNames, members: MemberNames, isBoxed: Bool) {
    self.field = field
    self.isBoxed = isBoxed
    property = members.fields[field.number] ?? SwiftNames.lowerCamel(field.name)
    storage = members.storage[field.number] ?? "_" + field.name
    (valueType, codec) = Self.value(field.kind, names)
    switch field.cardinality {
    case .implicit:
      (type, initialValue, keyCodec) = (valueType, Self.zero(field.kind), nil)
    case .optional, .required:
      (type, initialValue, keyCodec) = (valueType + "?", nil, nil)
    case .repeated:
      (type, initialValue, keyCodec) = ("[\(valueType)]", "[]", nil)
    case .map(let key):
      let (keyType, codec) = Self.scalar(key)
      (type, initialValue, keyCodec) = ("WireFormat.FieldMap<\(keyType), \(valueType)>", "[:]", codec)
    }
  }

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
  var mapCodec: String { "WireFormat.ProtoMap<\(keyCodec ?? ""), \(codec)>" }

  private static func value(_ kind: FieldDescriptor.Kind, _ names: TypeNames) -> (String, String) {
    switch kind {
    case .scalar(let type): scalar(type)
    case .message(let name), .group(let name): (names[name], "WireFormat.ProtoMessage<\(names[name])>")
    case .enumeration(let name): (names[name], "WireFormat.ProtoEnum<\(names[name])>")
    }
  }

  private static func scalar(_ type: ScalarType) -> (String, String) {
    switch type {
    case .double: ("Double", "WireFormat.ProtoDouble")
    case .float: ("Float", "WireFormat.ProtoFloat")
    case .int32: ("Int32", "WireFormat.ProtoInt32")
    case .int64: ("Int64", "WireFormat.ProtoInt64")
    case .uint32: ("UInt32", "WireFormat.ProtoUInt32")
    case .uint64: ("UInt64", "WireFormat.ProtoUInt64")
    case .sint32: ("Int32", "WireFormat.ProtoSInt32")
    case .sint64: ("Int64", "WireFormat.ProtoSInt64")
    case .fixed32: ("UInt32", "WireFormat.ProtoFixed32")
    case .fixed64: ("UInt64", "WireFormat.ProtoFixed64")
    case .sfixed32: ("Int32", "WireFormat.ProtoSFixed32")
    case .sfixed64: ("Int64", "WireFormat.ProtoSFixed64")
    case .bool: ("Bool", "WireFormat.ProtoBool")
    case .string: ("String", "WireFormat.ProtoString")
    case .bytes: ("[UInt8]", "WireFormat.ProtoBytes")
    }
  }

  private static func zero(_ kind: FieldDescriptor.Kind) -> String {
    switch kind {
    case .scalar(.string): "\"\""
    case .scalar(.bytes): "[]"
    case .scalar(.bool): "false"
    case .scalar: "0"
    case .enumeration, .message, .group: ".init()"
    }
  }
}
