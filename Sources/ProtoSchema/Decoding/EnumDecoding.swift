extension EnumDescriptor {
  /// The enum of a `google.protobuf.EnumDescriptorProto` in its binary form.
  init(decoding bytes: ArraySlice<UInt8>, _ scope: DecodingScope) throws(DescriptorError) {
    let parts = try DescriptorFields(bytes)
    let name = try parts.text(1)
    var values: [Value] = []
    for bytes in parts.all(2) { values.append(try Value(decoding: bytes)) }
    self.init(
      name: name, fullName: scope.fullName(of: name), file: scope.file, comment: "", values: values,
      isClosed: scope.edition == .proto2, reservedRanges: try parts.ranges(4, isOpen: false),
      reservedNames: try parts.texts(5), options: DeclaredOptions(decoded: parts.bytes(3)),
      visibility: parts.number(6).flatMap { SymbolVisibility(rawValue: $0) }, position: Position())
  }
}

extension EnumDescriptor.Value {
  fileprivate init(decoding bytes: ArraySlice<UInt8>) throws(DescriptorError) {
    let parts = try DescriptorFields(bytes)
    self.init(
      name: try parts.text(1), number: Int32(truncatingIfNeeded: parts.number(2) ?? 0), comment: "",
      options: DeclaredOptions(decoded: parts.bytes(3)))
  }
}
