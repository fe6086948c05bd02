extension ServiceDescriptor {
  /// Writes the service as a `google.protobuf.ServiceDescriptorProto`.
  func encode(_ number: Int32, into out: inout MessageBytes) {
    out.message(number) { out in
      out.text(1, name)
      for method in methods { method.encode(2, into: &out) }
      out.optional(3, options.encoded)
    }
  }
}

extension MethodDescriptor {
  /// Writes the method as a `google.protobuf.MethodDescriptorProto`; an empty block counts as options, though none.
  fileprivate func encode(_ number: Int32, into out: inout MessageBytes) {
    out.message(number) { out in
      out.text(1, name)
      out.text(2, "." + requestType)
      out.text(3, "." + replyType)
      out.optional(4, options.encoded ?? (hasBlock ? [] : nil))
      if isRequestStream { out.integer(5, 1) }
      if isReplyStream { out.integer(6, 1) }
    }
  }
}
