/// What the message of a map's entries says of the map.
struct MapEntryDescriptor {
  /// The type of the keys.
  let key: ScalarType
  /// What a value is.
  let value: FieldDescriptor.Kind
  /// How many inner messages are declared before it.
  let precedingMessages: Int

  init(_ message: MessageDescriptor, precedingMessages: Int) throws(DescriptorError) {
    guard message.fields.count == 2, case .scalar(let key) = message.fields[0].kind, key.isMapKey else {
      throw DescriptorError("\(message.fullName): not the entry of a map")
    }
    self.key = key
    value = message.fields[1].kind
    self.precedingMessages = precedingMessages
  }
}

extension FieldDescriptor {
  /// The field of a `google.protobuf.FieldDescriptorProto` in its binary form.
  /// - Parameter entries: the map entries of its message, by their full names.
  init(
    decoding bytes: ArraySlice<UInt8>, _ scope: DecodingScope, entries: [String: MapEntryDescriptor] = [:]
  ) throws(DescriptorError) {
    let parts = try DescriptorFields(bytes)
    let name = try parts.text(1)
    let reference = DecodingScope.resolved(try parts.text(6))
    let entry = entries[reference]
    guard let kind = entry?.value ?? Kind(number: parts.number(5) ?? 0, reference) else {
      throw DescriptorError("\(scope.name).\(name): the type \(parts.number(5) ?? 0) is not known")
    }
    let jsonName = try parts.texts(10).last
    let extendee = try parts.texts(2).last
    self.init(
      name: name, jsonName: jsonName ?? name, number: Int32(truncatingIfNeeded: parts.number(3) ?? 0), kind: kind,
      cardinality: try Self.cardinality(parts, kind, scope.edition, entry), comment: "", position: Position())
    isProto3Optional = parts.number(17) == 1
    oneofIndex = isProto3Optional ? nil : parts.number(9).flatMap(Int.init(exactly:))
    self.extendee = extendee.map(DecodingScope.resolved)
    precedingMessages = entry?.precedingMessages ?? 0
    defaultValue = try parts.texts(7).last.map(OptionValue.identifier)
    options = DeclaredOptions(decoded: parts.bytes(8))
  }

  private static func cardinality(
    _ parts: DescriptorFields, _ kind: Kind, _ edition: Edition, _ entry: MapEntryDescriptor?
  ) throws(DescriptorError) -> Cardinality {
    if let entry { return .map(key: entry.key) }
    switch parts.number(4) {
    case 2: return .required
    case 3: return .repeated(isPacked: try isPacked(parts, kind, edition))
    default:
      let isImplicit = edition == .proto3 && parts.number(17) != 1 && parts.number(9) == nil
      return isImplicit && !kind.isMessage ? .implicit : .optional
    }
  }

  /// `packed` is the second field of the options.
  private static func isPacked(
    _ parts: DescriptorFields, _ kind: Kind, _ edition: Edition
  ) throws(DescriptorError) -> Bool {
    let options = try DescriptorFields(parts.all(8).last ?? [])
    return kind.isPackable && (options.number(2).map { $0 == 1 } ?? (edition != .proto2))
  }
}

extension FieldDescriptor.Kind {
  /// The kind by the number descriptors give to it.
  fileprivate init?(number: Int64, _ reference: String) {
    switch number {
    case 10: self = .group(reference)
    case 11: self = .message(reference)
    case 14: self = .enumeration(reference)
    default:
      guard let type = ScalarType.allCases.first(where: { $0.typeNumber == number }) else { return nil }
      self = .scalar(type)
    }
  }

  fileprivate var isMessage: Bool {
    switch self {
    case .message, .group: true
    case .scalar, .enumeration: false
    }
  }

  fileprivate var isPackable: Bool {
    switch self {
    case .scalar(let type): type.isPackable
    case .enumeration: true
    case .message, .group: false
    }
  }
}
