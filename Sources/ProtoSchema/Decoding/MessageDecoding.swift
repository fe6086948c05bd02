extension MessageDescriptor {
  /// The message of a `google.protobuf.DescriptorProto` in its binary form.
  init(decoding bytes: ArraySlice<UInt8>, _ outer: DecodingScope) throws(DescriptorError) {
    let parts = try DescriptorFields(bytes)
    let name = try parts.text(1)
    let scope = try outer.inside(name)
    let (inner, entries) = try Self.inner(parts, scope)
    var fields: [FieldDescriptor] = []
    for bytes in parts.all(2) { fields.append(try FieldDescriptor(decoding: bytes, scope, entries: entries)) }
    self.init(
      name: name, fullName: scope.name, file: scope.file, comment: "", fields: fields,
      oneofs: try Self.oneofs(parts, of: fields), messages: inner, enums: try Self.enums(parts, scope),
      reservedRanges: try parts.ranges(9, isOpen: true), reservedNames: try parts.texts(10),
      extensionRanges: try Self.extensionRanges(parts), extensions: try Self.extensions(parts, scope),
      options: DeclaredOptions(decoded: parts.bytes(7)),
      visibility: parts.number(11).flatMap { SymbolVisibility(rawValue: $0) }, position: Position())
  }

  /// The inner messages, and the map entries among them by their full names.
  private static func inner(
    _ parts: DescriptorFields, _ scope: DecodingScope
  ) throws(DescriptorError) -> ([MessageDescriptor], [String: MapEntryDescriptor]) {
    var messages: [MessageDescriptor] = []
    var entries: [String: MapEntryDescriptor] = [:]
    for bytes in parts.all(3) {
      let message = try MessageDescriptor(decoding: bytes, scope)
      if try message.isMapEntry {
        entries[message.fullName] = try MapEntryDescriptor(message, precedingMessages: messages.count)
      } else {
        messages.append(message)
      }
    }
    return (messages, entries)
  }

  private var isMapEntry: Bool {
    get throws(DescriptorError) {
      guard let options = options.encoded else { return false }
      return try DescriptorFields(options[...]).number(7) == 1
    }
  }

  /// The oneofs that were written; those made for `optional` come behind them.
  private static func oneofs(
    _ parts: DescriptorFields, of fields: [FieldDescriptor]
  ) throws(DescriptorError) -> [OneofDescriptor] {
    var oneofs: [OneofDescriptor] = []
    for bytes in parts.all(8).dropLast(fields.count(where: \.isProto3Optional)) {
      let parts = try DescriptorFields(bytes)
      oneofs.append(
        OneofDescriptor(
          name: try parts.text(1), comment: "", options: DeclaredOptions(decoded: parts.bytes(2)), position: Position())
      )
    }
    for field in fields {
      guard let index = field.oneofIndex, !oneofs.indices.contains(index) else { continue }
      throw DescriptorError("\(field.name): there is no oneof \(index)")
    }
    return oneofs
  }

  private static func enums(
    _ parts: DescriptorFields, _ scope: DecodingScope
  ) throws(DescriptorError) -> [EnumDescriptor] {
    var enums: [EnumDescriptor] = []
    for bytes in parts.all(4) { enums.append(try EnumDescriptor(decoding: bytes, scope)) }
    return enums
  }

  private static func extensions(
    _ parts: DescriptorFields, _ scope: DecodingScope
  ) throws(DescriptorError) -> [FieldDescriptor] {
    var extensions: [FieldDescriptor] = []
    for bytes in parts.all(6) { extensions.append(try FieldDescriptor(decoding: bytes, scope)) }
    return extensions
  }

  private static func extensionRanges(_ parts: DescriptorFields) throws(DescriptorError) -> [ExtensionRange] {
    let ranges = try parts.ranges(5, isOpen: true)
    var result: [ExtensionRange] = []
    for (range, bytes) in zip(ranges, parts.all(5)) {
      result.append(
        ExtensionRange(range: range, options: DeclaredOptions(decoded: try DescriptorFields(bytes).bytes(3))))
    }
    return result
  }
}

extension DescriptorFields {
  /// Ranges of numbers; an open one names the number behind its last.
  func ranges(_ field: UInt64, isOpen: Bool) throws(DescriptorError) -> [NumberRange] {
    var ranges: [NumberRange] = []
    for bytes in all(field) {
      let parts = try DescriptorFields(bytes)
      let last = Int64(Int32(truncatingIfNeeded: parts.number(2) ?? 0)) - (isOpen ? 1 : 0)
      ranges.append(NumberRange(first: parts.number(1) ?? 0, last: last, position: Position()))
    }
    return ranges
  }
}
