internal import ProtoSchema

extension MessageEmitter {
  /// Fields in falling order of their numbers; members of a oneof that follow each other share a `switch`.
  func encode(into out: inout SourceText) {
    out.line("/// Writes the fields that are set, from the highest number to the lowest.")
    out.block("\(access)func encode(to writer: inout WireFormat.WireWriter)") { out in
      out.line("self.unknownFields.encode(to: &writer)")
      for run in encodingRuns {
        if let index = run[0].field.oneofIndex {
          encode(run, of: oneofs[index], into: &out)
        } else {
          for form in run { out.line(encodeCall(form)) }
        }
      }
    }
  }

  private var encodingRuns: [[FieldForm]] {
    var runs: [[FieldForm]] = []
    for form in forms.sorted(by: { $0.field.number > $1.field.number }) {
      if let last = runs.last?.first, last.field.oneofIndex == form.field.oneofIndex {
        runs[runs.count - 1].append(form)
      } else {
        runs.append([form])
      }
    }
    return runs
  }

  private func encodeCall(_ form: FieldForm) -> String {
    let value = "self.\(form.property)"
    switch form.field.cardinality {
    case .implicit:
      return "\(form.codec).writeImplicit(\(value), tag: \(form.tag(form.wireType)), to: &writer)"
    case .optional, .required:
      return "\(form.codec).writeOptional(\(value), tag: \(form.tag(form.wireType)), to: &writer)"
    case .repeated(isPacked: true):
      return "\(form.codec).writePacked(\(value), tag: \(form.tag(2)), to: &writer)"
    case .repeated(isPacked: false):
      return "\(form.codec).writeRepeated(\(value), tag: \(form.tag(form.wireType)), to: &writer)"
    case .map:
      return "\(form.mapCodec).write(\(value), tag: \(form.tag(2)), to: &writer)"
    }
  }

  private func encode(_ run: [FieldForm], of oneof: OneofForm, into out: inout SourceText) {
    out.choice("self.\(oneof.property)") { out in
      for form in run {
        let tag = form.tag(form.wireType)
        out.line("case .\(oneof.caseName(form))(let value)?:")
        out.indented { $0.line("\(form.codec).writeField(value, tag: \(tag), to: &writer)") }
      }
      out.line(run.count == oneof.fields.count ? "case nil: break" : "default: break")
    }
  }
}
