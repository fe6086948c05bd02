extension ServiceDescriptor {
  /// The service of a `google.protobuf.ServiceDescriptorProto` in its binary form.
  init(decoding bytes: ArraySlice<UInt8>, _ scope: DecodingScope) throws(DescriptorError) {
    let parts = try DescriptorFields(bytes)
    let name = try parts.text(1)
    var methods: [MethodDescriptor] = []
    for bytes in parts.all(2) { methods.append(try MethodDescriptor(decoding: bytes)) }
    self.init(
      name: name, fullName: scope.fullName(of: name), comment: "", methods: methods,
      options: DeclaredOptions(decoded: parts.bytes(3)), position: Position())
  }
}

extension MethodDescriptor {
  fileprivate init(decoding bytes: ArraySlice<UInt8>) throws(DescriptorError) {
    let parts = try DescriptorFields(bytes)
    self.init(
      name: try parts.text(1), requestType: DecodingScope.resolved(try parts.text(2)),
      replyType: DecodingScope.resolved(try parts.text(3)), isRequestStream: parts.number(5) == 1,
      isReplyStream: parts.number(6) == 1, comment: "", options: DeclaredOptions(decoded: parts.bytes(4)),
      position: Position())
  }
}
