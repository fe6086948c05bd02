extension Linker {
  mutating func field(
    _ tree: FieldSyntax, scope: String, features: Features, edition: Edition
  ) -> FieldDescriptor? {
    let features = features.applying(tree.options)
    check(tree, edition: edition)
    guard let (kind, mapKey) = kind(of: tree, scope: scope, features: features) else { return nil }
    check(tree, kind: kind, isMap: mapKey != nil, edition: edition)
    checkOptions(of: tree, kind: kind, mapKey: mapKey, features: features, edition: edition)
    let cardinality = mapKey.map { .map(key: $0) } ?? cardinality(of: tree, kind: kind, features: features)
    return FieldDescriptor(
      name: tree.name, jsonName: tree.options.text("json_name") ?? Self.jsonName(tree.name),
      number: Int32(clamping: tree.number), kind: kind, cardinality: cardinality, oneofIndex: tree.oneofIndex,
      isProto3Optional: edition == .proto3 && tree.label == .optional, precedingMessages: tree.precedingMessages,
      defaultValue: tree.options.value("default"), comment: tree.comment, options: DeclaredOptions(tree.options),
      position: tree.position)
  }

  private mutating func kind(
    of tree: FieldSyntax, scope: String, features: Features
  ) -> (kind: FieldDescriptor.Kind, mapKey: ScalarType?)? {
    switch tree.type {
    case .named(let name):
      guard let kind = kind(named: name, scope: scope, at: tree.typePosition, features: features) else { return nil }
      return (kind, nil)
    case .group(let name):
      return (.group(Self.join(scope, name)), nil)
    case .map(let key, let value):
      guard let key = ScalarType(rawValue: key), key.isMapKey else {
        report("a map's key must be an integer, bool or string type", at: tree.typePosition)
        return nil
      }
      guard let kind = kind(named: value, scope: scope, at: tree.typePosition, features: features) else { return nil }
      return (kind, key)
    }
  }

  private mutating func kind(
    named name: String, scope: String, at place: Position, features: Features
  ) -> FieldDescriptor.Kind? {
    if let scalar = ScalarType(rawValue: name) { return .scalar(scalar) }
    guard let found = resolve(name, scope: scope, at: place) else { return nil }
    if found.symbol == .enumeration { return .enumeration(found.name) }
    return features.isDelimited ? .group(found.name) : .message(found.name)
  }

  private mutating func cardinality(
    of tree: FieldSyntax, kind: FieldDescriptor.Kind, features: Features
  ) -> FieldDescriptor.Cardinality {
    if tree.label == .repeated { return .repeated(isPacked: isPacked(tree, kind: kind, features: features)) }
    if tree.label == .required || features.presence == .required { return .required }
    if tree.label == .optional || tree.oneofIndex != nil { return .optional }
    switch kind {
    case .message, .group: return .optional
    case .scalar, .enumeration: return features.presence == .implicit ? .implicit : .optional
    }
  }

  private mutating func isPacked(_ tree: FieldSyntax, kind: FieldDescriptor.Kind, features: Features) -> Bool {
    let isPackable =
      switch kind {
      case .scalar(let type): type.isPackable
      case .enumeration: true
      case .message, .group: false
      }
    guard let option = tree.options.value("packed") else { return features.isPacked && isPackable }
    return option == .identifier("true") && isPackable
  }

  /// The JSON name protobuf derives: underscores go, and the letter behind one is upper case.
  static func jsonName(_ name: String) -> String {
    var result: [UInt8] = []
    var isUpper = false
    for byte in name.utf8 {
      if byte == UInt8(ascii: "_") {
        isUpper = true
      } else {
        let isLetter = byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z")
        result.append(isUpper && isLetter ? byte - 0x20 : byte)
        isUpper = false
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
