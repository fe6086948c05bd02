extension MessageDescriptor {
  /// Writes the message as a `google.protobuf.DescriptorProto`.
  func encode(_ number: Int32, edition: Edition, into out: inout MessageBytes) {
    let synthetic = syntheticOneofs
    out.message(number) { out in
      out.text(1, name)
      for field in fields {
        field.encode(2, edition: edition, oneof: synthetic.index(of: field), within: fullName, into: &out)
      }
      encodeMessages(edition: edition, into: &out)
      for enumeration in enums { enumeration.encode(4, into: &out) }
      for range in extensionRanges { range.encode(5, into: &out) }
      for field in self.extensions { field.encode(6, edition: edition, into: &out) }
      out.optional(7, options.encoded)
      for oneof in oneofs {
        out.message(8) { out in
          out.text(1, oneof.name)
          out.optional(2, oneof.options.encoded)
        }
      }
      for name in synthetic.names { out.message(8) { $0.text(1, name) } }
      for range in reservedRanges { range.encode(9, isOpen: true, into: &out) }
      for name in reservedNames { out.text(10, name) }
      if let visibility { out.integer(11, visibility.rawValue) }
    }
  }

  /// Inner messages and the entries of maps, in the order their text stands in.
  private func encodeMessages(edition: Edition, into out: inout MessageBytes) {
    let maps = fields.filter(\.isMap)
    for index in 0...messages.count {
      for field in maps where field.precedingMessages == index { field.encodeEntry(3, edition: edition, into: &out) }
      if index < messages.count { messages[index].encode(3, edition: edition, into: &out) }
    }
  }

  private var syntheticOneofs: SyntheticOneofs { SyntheticOneofs(self) }
}

extension NumberRange {
  /// Writes the range; an open one names the number behind its last, as messages do and enums do not.
  func encode(_ number: Int32, isOpen: Bool, into out: inout MessageBytes) {
    out.message(number) { out in
      out.integer(1, first)
      out.integer(2, isOpen ? last + 1 : last)
    }
  }
}

extension ExtensionRange {
  /// Writes the range as a `google.protobuf.DescriptorProto.ExtensionRange`.
  func encode(_ number: Int32, into out: inout MessageBytes) {
    out.message(number) { out in
      out.integer(1, range.first)
      out.integer(2, range.last + 1)
      out.optional(3, options.encoded)
    }
  }
}

/// The oneofs of one field each that descriptors give to the `optional` fields of proto3.
struct SyntheticOneofs {
  /// Their names, in the order of the fields.
  private(set) var names: [String] = []
  private var indexes: [String: Int] = [:]

  init(_ message: MessageDescriptor) {
    var taken = Set(message.fields.map(\.name) + message.oneofs.map(\.name))
    for field in message.fields where field.isProto3Optional {
      var name = field.name.hasPrefix("_") ? field.name : "_" + field.name
      while !taken.insert(name).inserted { name = "X" + name }
      indexes[field.name] = message.oneofs.count + names.count
      names.append(name)
    }
  }

  /// The oneof a field is in, its own or one that was made for it.
  func index(of field: FieldDescriptor) -> Int? { field.oneofIndex ?? indexes[field.name] }
}
