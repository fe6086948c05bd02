internal import ProtoSchema

extension MessageEmitter {
  /// The loop over the tags that checks bytes for a view.
  func check(into out: inout SourceText) {
    out.line("/// Checks fields up to the end of the message as reading would, for a view.")
    out.block("\(access)static func check(_ reader: inout WireFormat.WireReader) throws(WireFormat.WireFault)") { out in
      let isCounted = forms.contains { if case .repeated = $0.field.cardinality { false } else { true } }
      if isCounted { out.line("var last: UInt32 = 0") }
      for index in oneofs.indices { out.line("var isChosen\(index) = false") }
      out.block("while true") { out in
        out.choice("try reader.nextTag()") { out in
          out.line("case 0: return")
          for (call, tags) in checks {
            out.line("case \(tags.map(String.init).joined(separator: ", ")): try \(call)")
          }
          out.line("default: try reader.pass()")
        }
      }
    }
  }

  /// What is called for which tags; fields that are checked alike share a call.
  private var checks: [(call: String, tags: [UInt32])] {
    var result: [(call: String, tags: [UInt32])] = []
    for (call, tag) in forms.flatMap(checks) {
      if let place = result.lastIndex(where: { $0.call == call && $0.tags.count < Self.mostTags }) {
        result[place].tags.append(tag)
      } else {
        result.append((call, [tag]))
      }
    }
    return result
  }

  /// How many tags stand in a line.
  private static let mostTags = 8

  private func checks(_ form: FieldForm) -> [(call: String, tag: UInt32)] {
    let tag = form.tag(form.wireType)
    switch form.field.cardinality {
    case .implicit, .optional, .required:
      guard let index = form.field.oneofIndex else { return [("\(form.codec).checkSingle(&reader, &last)", tag)] }
      return [("\(form.codec).checkMember(&reader, &last, &isChosen\(index))", tag)]
    case .repeated:
      let one = ("\(form.codec).check(&reader)", tag)
      return form.wireType == 2 ? [one] : [one, ("\(form.codec).checkPacked(&reader)", form.tag(2))]
    case .map:
      return [("\(form.mapCodec).checkRun(&reader, &last)", form.tag(2))]
    }
  }

  /// The fields by name, as views read them.
  func viewFields(into out: inout SourceText) {
    out.line("/// The fields by name, as views read them.")
    out.block("\(access)struct ViewFields: WireFormat.MessageFields") { out in
      out.line("/// The fields.")
      out.line("\(access)init() {}")
      for form in forms {
        out.line("/// The field `\(form.field.name)`.")
        out.line("\(access)var \(form.property): \(form.viewKind) { .init(\(form.field.number)) }")
      }
    }
  }
}

extension FieldForm {
  /// The kind of field a view reads.
  fileprivate var viewKind: String {
    switch field.cardinality {
    case .implicit where field.oneofIndex == nil && !isMessage: "WireFormat.ImplicitField<\(codec)>"
    case .implicit, .optional, .required: "WireFormat.OptionalField<\(codec)>"
    case .repeated: "WireFormat.RepeatedField<\(codec)>"
    case .map: "WireFormat.MapField<\(keyCodec ?? ""), \(codec)>"
    }
  }

  private var isMessage: Bool {
    if case .message = field.kind { true } else { false }
  }
}
