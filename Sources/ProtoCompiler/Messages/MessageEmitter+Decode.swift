internal import ProtoSchema

extension MessageEmitter {
  /// The loop over the tags of the binary form.
  func decode(into out: inout SourceText) {
    out.line("/// Reads fields up to the end of the message.")
    out.block("\(access)mutating func decode(from reader: inout WireFormat.WireReader) throws(WireFormat.WireFault)") {
      out in
      out.block("while true") { out in
        out.choice("try reader.nextTag()") { out in
          out.line("case 0: return")
          for form in forms { decode(form, into: &out) }
          out.line("default: try reader.preserve(into: &self.unknownFields)")
        }
      }
    }
  }

  private func decode(_ form: FieldForm, into out: inout SourceText) {
    if let index = form.field.oneofIndex { return decode(form, of: oneofs[index], into: &out) }
    let target = "self.\(form.property)"
    switch form.field.cardinality {
    case .implicit, .optional, .required:
      if case .message = form.field.kind {
        out.line("case \(form.tag(2)): try \(form.codec).merge(into: &\(target), from: &reader)")
      } else {
        out.line("case \(form.tag(form.wireType)): \(target) = try \(form.codec).read(from: &reader)")
      }
    case .repeated:
      let method = form.wireType == 2 ? "readRun" : "readElement"
      out.line("case \(form.tag(form.wireType)): try \(form.codec).\(method)(into: &\(target), from: &reader)")
      if form.wireType != 2 {
        out.line("case \(form.tag(2)): try \(form.codec).readPacked(into: &\(target), from: &reader)")
      }
    case .map:
      out.line("case \(form.tag(2)): try \(form.mapCodec).readRun(into: &\(target), from: &reader)")
    }
  }

  private func decode(_ form: FieldForm, of oneof: OneofForm, into out: inout SourceText) {
    let name = oneof.caseName(form)
    guard case .message = form.field.kind else {
      return out.line(
        "case \(form.tag(form.wireType)): self.\(oneof.property) = .\(name)(try \(form.codec).read(from: &reader))")
    }
    out.line("case \(form.tag(2)):")
    out.indented { out in
      out.line("var value: \(form.valueType) = .init()")
      out.line("if case .\(name)(let current)? = self.\(oneof.property) { value = current }")
      out.line("try \(form.codec).read(over: &value, from: &reader)")
      out.line("self.\(oneof.property) = .\(name)(value)")
    }
  }
}
