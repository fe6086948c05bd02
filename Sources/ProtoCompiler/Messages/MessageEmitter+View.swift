internal import ProtoSchema

extension MessageEmitter {
  /// The loop over the tags that checks bytes for a view.
  func check(into out: inout SourceText) {
    out.line("/// Checks fields up to the end of the message as reading would, for a view.")
    out.block("\(access)static func check(_ reader: inout WireReader) throws(WireFault)") { out in
      let isCounted = forms.contains { if case .repeated = $0.field.cardinality { false } else { true } }
      if isCounted { out.line("var last: UInt32 = 0") }
      for index in oneofs.indices { out.line("var isChosen\(index) = false") }
      out.block("while true") { out in
        out.choice("try reader.nextTag()") { out in
          out.line("case 0: return")
          for form in forms { check(form, into: &out) }
          out.line("default: try reader.pass()")
        }
      }
    }
  }

  private func check(_ form: FieldForm, into out: inout SourceText) {
    let tag = form.tag(form.wireType)
    switch form.field.cardinality {
    case .implicit, .optional, .required:
      if let index = form.field.oneofIndex {
        out.line("case \(tag): try \(form.codec).checkMember(&reader, &last, &isChosen\(index))")
      } else {
        out.line("case \(tag): try \(form.codec).checkSingle(&reader, &last)")
      }
    case .repeated:
      out.line("case \(tag): try \(form.codec).check(&reader)")
      if form.wireType != 2 { out.line("case \(form.tag(2)): try \(form.codec).checkPacked(&reader)") }
    case .map:
      out.line("case \(form.tag(2)): try \(form.mapCodec).checkRun(&reader, &last)")
    }
  }

  /// The fields by which views are read, those of one kind together.
  func viewFields(into out: inout SourceText) {
    var kinds: [(kind: String, forms: [FieldForm])] = []
    for form in forms {
      let kind = form.viewKind
      if let place = kinds.firstIndex(where: { $0.kind == kind }) {
        kinds[place].forms.append(form)
      } else {
        kinds.append((kind, [form]))
      }
    }
    for (kind, forms) in kinds {
      out.line()
      out.block("extension ViewField where M == \(swiftName), Kind == \(kind)") { out in
        for form in forms {
          out.documentation(
            form.field.comment, else: "The field `\(form.field.name)`.", isDeprecated: form.field.isDeprecated)
          out.line("\(access)static var \(form.property): Self { Self(\(form.field.number)) }")
        }
      }
    }
  }
}

extension FieldForm {
  /// The kind of field a view reads.
  fileprivate var viewKind: String {
    switch field.cardinality {
    case .implicit where field.oneofIndex == nil && !isMessage: "ImplicitField<\(codec)>"
    case .implicit, .optional, .required: "OptionalField<\(codec)>"
    case .repeated: "RepeatedField<\(codec)>"
    case .map: "MapField<\(keyCodec ?? ""), \(codec)>"
    }
  }

  private var isMessage: Bool {
    if case .message = field.kind { true } else { false }
  }
}
