extension EnumDescriptor {
  /// Writes the enum as a `google.protobuf.EnumDescriptorProto`.
  func encode(_ number: Int32, into out: inout MessageBytes) {
    out.message(number) { out in
      out.text(1, name)
      for value in values {
        out.message(2) { out in
          out.text(1, value.name)
          out.integer(2, Int64(value.number))
          out.optional(3, value.options.encoded)
        }
      }
      out.optional(3, options.encoded)
      for range in reservedRanges { range.encode(4, isOpen: false, into: &out) }
      for name in reservedNames { out.text(5, name) }
      if let visibility { out.integer(6, visibility.rawValue) }
    }
  }
}
