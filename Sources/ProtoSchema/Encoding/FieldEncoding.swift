extension FieldDescriptor {
  /// Whether the field is a map.
  var isMap: Bool {
    if case .map = cardinality { true } else { false }
  }

  /// The name of the message of a map's entries.
  var entryName: String { MapEntry.name(of: name) }

  /// Writes the field as a `google.protobuf.FieldDescriptorProto`.
  /// - Parameters:
  ///   - oneof: which oneof of its message it is in, those made for `optional` counted.
  ///   - scope: full name of the message it is in, in which a map's entry is declared.
  func encode(
    _ number: Int32, edition: Edition, oneof: Int? = nil, within scope: String = "", into out: inout MessageBytes
  ) {
    out.message(number) { out in
      out.text(1, name)
      if let extendee { out.text(2, "." + extendee) }
      out.integer(3, Int64(self.number))
      out.integer(4, label(edition))
      out.integer(5, isMap ? 11 : kind.typeNumber(edition))
      if isMap {
        out.text(6, ".\(scope).\(entryName)")
      } else if let typeName {
        out.text(6, "." + typeName)
      }
      if let defaultValue { out.field(7, DefaultText.bytes(of: defaultValue, kind: kind)) }
      out.optional(8, options.encoded)
      if let oneof { out.integer(9, Int64(oneof)) }
      out.text(10, jsonName)
      if isProto3Optional { out.integer(17, 1) }
    }
  }

  /// Writes the message of a map's entries.
  func encodeEntry(_ number: Int32, edition: Edition, into out: inout MessageBytes) {
    guard case .map(let key) = cardinality else { return }
    out.message(number) { out in
      out.text(1, entryName)
      encodeEntryField("key", 1, .scalar(key), edition: edition, into: &out)
      encodeEntryField("value", 2, kind, edition: edition, into: &out)
      out.message(7) { $0.integer(7, 1) }
    }
  }

  private func encodeEntryField(
    _ name: String, _ number: Int64, _ kind: Kind, edition: Edition, into out: inout MessageBytes
  ) {
    out.message(2) { out in
      out.text(1, name)
      out.integer(3, number)
      out.integer(4, 1)
      out.integer(5, kind.typeNumber(edition))
      if let typeName = kind.typeName { out.text(6, "." + typeName) }
      out.optional(8, entryOptions)
      out.text(10, name)
    }
  }

  /// The options that a map's key and value have from it: its features.
  private var entryOptions: [UInt8]? {
    guard let fields = try? options.encoded.map({ try DescriptorFields($0[...]) }), let features = fields.bytes(21)
    else { return nil }
    var out = MessageBytes()
    out.field(21, features)
    return out.bytes
  }

  /// `optional`, `required` and `repeated` as descriptors number them; editions tell "required" by a feature.
  private func label(_ edition: Edition) -> Int64 {
    switch cardinality {
    case .implicit, .optional: 1
    case .required: edition == .proto2 ? 2 : 1
    case .repeated, .map: 3
    }
  }
}

extension FieldDescriptor.Kind {
  /// The type as descriptors number it; editions tell the delimited form of a message by a feature.
  func typeNumber(_ edition: Edition) -> Int64 {
    switch self {
    case .group: edition == .proto2 ? 10 : 11
    case .message: 11
    case .enumeration: 14
    case .scalar(let type): type.typeNumber
    }
  }
}

extension ScalarType {
  /// The type as descriptors number it.
  var typeNumber: Int64 {
    switch self {
    case .double: 1
    case .float: 2
    case .int64: 3
    case .uint64: 4
    case .int32: 5
    case .fixed64: 6
    case .fixed32: 7
    case .bool: 8
    case .string: 9
    case .bytes: 12
    case .uint32: 13
    case .sfixed32: 15
    case .sfixed64: 16
    case .sint32: 17
    case .sint64: 18
    }
  }
}
