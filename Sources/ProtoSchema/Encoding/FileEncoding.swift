extension FileDescriptor {
  /// The file as a `google.protobuf.FileDescriptorProto` in its binary form, fields in the order of their numbers, with
  /// every `json_name` and without comments: what `protoc --descriptor_set_out` writes for it.
  public func encoded() -> [UInt8] {
    var out = MessageBytes()
    out.text(1, path)
    if !package.isEmpty { out.text(2, package) }
    for path in imports { out.text(3, path) }
    for message in messages { message.encode(4, edition: edition, into: &out) }
    for enumeration in enums { enumeration.encode(5, into: &out) }
    for service in services { service.encode(6, into: &out) }
    for field in self.extensions { field.encode(7, edition: edition, into: &out) }
    out.optional(8, options.encoded)
    for index in publicImports { out.integer(10, Int64(index)) }
    for index in weakImports { out.integer(11, Int64(index)) }
    encodeEdition(into: &out)
    for path in optionImports { out.text(15, path) }
    return out.bytes
  }

  /// proto2 goes without saying.
  private func encodeEdition(into out: inout MessageBytes) {
    switch edition {
    case .proto2: break
    case .proto3: out.text(12, "proto3")
    case .edition(let year):
      out.text(12, "editions")
      out.integer(14, year == "2023" ? 1000 : 1001)
    }
  }
}

extension Schema {
  /// All files as a `google.protobuf.FileDescriptorSet` in its binary form; a file comes behind those it imports.
  public func descriptorSet() -> [UInt8] {
    var out = MessageBytes()
    for file in files { out.field(1, file.encoded()) }
    return out.bytes
  }
}
