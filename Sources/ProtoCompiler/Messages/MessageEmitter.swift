internal import ProtoSchema

/// Writes the Swift form of a message.
struct MessageEmitter {
  let generator: GeneratorContext
  let message: MessageDescriptor
  let swiftName: String
  let forms: [FieldForm]
  let oneofs: [OneofForm]

  var access: String { generator.options.access }

  /// Writes a message under a name of its own, or the one that messages of the schema have.
  init(
    generator: GeneratorContext, message: MessageDescriptor, swiftName: String? = nil, members: MemberNames? = nil
  ) {
    self.generator = generator
    self.message = message
    self.swiftName = swiftName ?? generator.names[message.fullName]
    let members = members ?? generator.names.members(of: message)
    let forms = message.fields.map { field in
      let isBoxed = generator.recursion.contains(field, of: message)
      return FieldForm(field, names: generator.names, members: members, isBoxed: isBoxed)
    }
    self.forms = forms
    oneofs = message.oneofs.enumerated().map { index, oneof in
      OneofForm(oneof, at: index, fields: forms.filter { $0.field.oneofIndex == index }, names: members)
    }
  }

  /// The struct with its properties and the types inside it.
  func declaration(into out: inout SourceText) {
    out.documentation(message.comment, else: "The message `\(message.fullName)`.", isDeprecated: message.isDeprecated)
    let name = swiftName.split(separator: ".").last.map(String.init) ?? swiftName
    out.block("\(access)struct \(name): WireFormat.Message") { out in
      properties(into: &out)
      out.line("/// Fields that came over the wire and are not in this schema.")
      out.line("\(access)var unknownFields = WireFormat.UnknownFields()")
      out.line()
      out.line("/// A message with every field at its default.")
      out.line("\(access)init() {}")
      innerTypes(into: &out)
    }
  }

  private func properties(into out: inout SourceText) {
    var written: Set<Int> = []
    for form in forms {
      if let index = form.field.oneofIndex {
        if written.insert(index).inserted { oneofProperty(oneofs[index], into: &out) }
      } else {
        property(form, into: &out)
      }
    }
  }

  private func property(_ form: FieldForm, into out: inout SourceText) {
    let field = form.field
    out.documentation(field.comment, else: "The field `\(field.name)`.", isDeprecated: field.isDeprecated)
    if form.isBoxed {
      boxedProperty(form, into: &out)
    } else if let initialValue = form.initialValue {
      out.line("\(access)var \(form.property): \(form.type) = \(initialValue)")
    } else {
      out.line("\(access)var \(form.property): \(form.type)")
    }
  }

  private func boxedProperty(_ form: FieldForm, into out: inout SourceText) {
    let storage = form.storage
    out.block("\(access)var \(form.property): \(form.type)") { out in
      out.line("get { \(storage)?.value }")
      out.line("set { \(storage) = WireFormat.Boxed.holding(newValue) }")
    }
    out.line("private var \(storage): WireFormat.Boxed<\(form.valueType)>?")
  }

  private func oneofProperty(_ oneof: OneofForm, into out: inout SourceText) {
    out.documentation(oneof.oneof.comment, else: "The oneof `\(oneof.oneof.name)`: at most one of its cases.")
    out.line("\(access)var \(oneof.property): \(oneof.type)?")
  }

  private func innerTypes(into out: inout SourceText) {
    for oneof in oneofs {
      out.line()
      oneofType(oneof, into: &out)
    }
    for enumeration in message.enums {
      out.line()
      EnumEmitter(generator: generator, enumeration: enumeration).declaration(into: &out)
    }
    for inner in message.messages {
      out.line()
      MessageEmitter(generator: generator, message: inner).declaration(into: &out)
    }
  }

  private func oneofType(_ oneof: OneofForm, into out: inout SourceText) {
    out.documentation("", else: "The cases of the oneof `\(oneof.oneof.name)`.")
    out.block("\(access)enum \(oneof.type): Sendable, Hashable") { out in
      for form in oneof.fields {
        let field = form.field
        out.documentation(field.comment, else: "The field `\(field.name)`.", isDeprecated: field.isDeprecated)
        out.line("\(form.isBoxed ? "indirect " : "")case \(oneof.caseName(form))(\(form.valueType))")
      }
    }
  }

  /// The runtime's requirements, in an extension.
  func conformance(into out: inout SourceText) {
    out.block("extension \(swiftName)") { out in
      out.line("/// The full name in the schema.")
      out.line("\(access)static let messageName = \(message.fullName.swiftLiteral)")
      out.line()
      fieldTable(into: &out)
      out.line()
      decode(into: &out)
      out.line()
      encode(into: &out)
      out.line()
      check(into: &out)
      out.line()
      viewFields(into: &out)
      out.line()
      decodeJSON(into: &out)
      out.line()
      encodeJSON(into: &out)
    }
  }

  /// The table as one text: a thousand messages with an initialiser for every field take long to compile.
  private func fieldTable(into out: inout SourceText) {
    out.line("/// The fields by number and name, and the name in JSON where it differs.")
    if message.fields.isEmpty { return out.line("\(access)static let fieldTable = WireFormat.FieldTable([])") }
    if message.fields.contains(where: { $0.jsonName.utf8.contains(10) }) { return entryTable(into: &out) }
    out.line("\(access)static let fieldTable = WireFormat.FieldTable(")
    out.indented { out in
      out.line("\"\"\"")
      for field in message.fields {
        let jsonName = field.jsonName == field.name ? "" : " " + field.jsonName.swiftLiteral.dropFirst().dropLast()
        out.line("\(field.number) \(field.name)\(jsonName)")
      }
      out.line("\"\"\")")
    }
  }

  private func entryTable(into out: inout SourceText) {
    out.line("\(access)static let fieldTable = WireFormat.FieldTable([")
    out.indented { out in
      for field in message.fields {
        let names = "\(field.name.swiftLiteral), \(field.jsonName.swiftLiteral)"
        out.line("WireFormat.FieldTable.Entry(\(field.number), \(names)),")
      }
    }
    out.line("])")
  }
}
