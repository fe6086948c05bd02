internal import ProtoSchema

extension MessageEmitter {
  /// The JSON value of one field.
  func decodeJSON(into out: inout SourceText) {
    out.line("/// Reads the JSON value of the field of a number.")
    let head =
      "mutating func decodeJSONField(_ number: Int32, from reader: inout WireFormat.JSONReader) "
      + "throws(WireFormat.JSONFault)"
    out.function(access + head) { out in
      guard !forms.isEmpty else { return }
      for (index, oneof) in oneofs.enumerated() { out.line("let isChosen\(index) = self.\(oneof.property) != nil") }
      out.choice("number") { out in
        for form in forms { decodeJSON(form, into: &out) }
        out.line("default: break")
      }
    }
  }

  private func decodeJSON(_ form: FieldForm, into out: inout SourceText) {
    let (number, target) = (form.field.number, "self.\(form.property)")
    if let index = form.field.oneofIndex { return decodeJSON(form, ofOneof: index, into: &out) }
    switch form.field.cardinality {
    case .implicit:
      out.line("case \(number): try \(form.codec).readJSON(into: &\(target), from: &reader)")
    case .optional, .required:
      out.line("case \(number): try \(form.codec).readJSONOptional(into: &\(target), from: &reader)")
    case .repeated:
      out.line("case \(number): try \(form.codec).readJSONArray(into: &\(target), from: &reader)")
    case .map:
      out.line("case \(number): try \(form.mapCodec).readJSON(into: &\(target), from: &reader)")
    }
  }

  private func decodeJSON(_ form: FieldForm, ofOneof index: Int, into out: inout SourceText) {
    let oneof = oneofs[index]
    out.line("case \(form.field.number):")
    out.indented { out in
      let name = oneof.oneof.name.swiftLiteral
      out.line("let value = try \(form.codec).readJSONChoice(of: \(name), isSet: isChosen\(index), from: &reader)")
      out.line("if let value { self.\(oneof.property) = .\(oneof.caseName(form))(value) }")
    }
  }

  /// A JSON member for every field that is set, in the order of the schema.
  func encodeJSON(into out: inout SourceText) {
    out.line("/// Writes a JSON member for every field that is set.")
    out.block("\(access)func encodeJSONFields(to writer: inout WireFormat.JSONWriter)") { out in
      if !forms.isEmpty { out.line("let fields = Self.fieldTable") }
      var written: Set<Int> = []
      for form in forms {
        if let index = form.field.oneofIndex {
          if written.insert(index).inserted { encodeJSON(oneofs[index], into: &out) }
        } else {
          out.line(encodeJSONCall(form))
        }
      }
    }
  }

  private func encodeJSONCall(_ form: FieldForm) -> String {
    let arguments = "(self.\(form.property), \(tableEntry(form)), to: &writer)"
    switch form.field.cardinality {
    case .implicit: return "\(form.codec).writeJSONImplicit\(arguments)"
    case .optional, .required: return "\(form.codec).writeJSONOptional\(arguments)"
    case .repeated: return "\(form.codec).writeJSONArray\(arguments)"
    case .map: return "\(form.mapCodec).writeJSON\(arguments)"
    }
  }

  /// The field's names, as an element of the table of fields.
  private func tableEntry(_ form: FieldForm) -> String {
    "fields[\(message.fields.firstIndex { $0.number == form.field.number } ?? 0)]"
  }

  private func encodeJSON(_ oneof: OneofForm, into out: inout SourceText) {
    out.choice("self.\(oneof.property)") { out in
      for form in oneof.fields {
        out.line("case .\(oneof.caseName(form))(let value)?:")
        out.indented { $0.line("\(form.codec).writeJSONOptional(value, \(tableEntry(form)), to: &writer)") }
      }
      out.line("case nil: break")
    }
  }
}
