internal import ProtoSchema

/// Writes the Swift form of an enum.
struct EnumEmitter {
  let generator: GeneratorContext
  let enumeration: EnumDescriptor

  private var access: String { generator.options.access }
  private var swiftName: String { generator.names[enumeration.fullName] }

  /// One value with its Swift name; values that share a number with an earlier one are aliases.
  private struct Case {
    var name: String
    var value: EnumDescriptor.Value
  }

  private var cases: (own: [Case], aliases: [(alias: Case, of: Case)]) {
    let names = generator.names.cases[enumeration.fullName] ?? []
    var own: [Case] = []
    var aliases: [(Case, Case)] = []
    for (name, value) in zip(names, enumeration.values) {
      if let first = own.first(where: { $0.value.number == value.number }) {
        aliases.append((Case(name: name, value: value), first))
      } else {
        own.append(Case(name: name, value: value))
      }
    }
    return (own, aliases)
  }

  /// The enum with its cases and the requirements of the runtime.
  func declaration(into out: inout SourceText) {
    let (own, aliases) = cases
    out.documentation(
      enumeration.comment, else: "The enum `\(enumeration.fullName)`.", isDeprecated: enumeration.isDeprecated)
    let name = swiftName.split(separator: ".").last.map(String.init) ?? swiftName
    out.block("\(access)enum \(name): WireFormat.ProtoEnumeration") { out in
      for item in own {
        out.documentation(item.value.comment, else: "`\(item.value.name)`.", isDeprecated: item.value.isDeprecated)
        out.line("case \(item.name)")
      }
      out.line("/// A number this schema does not name.")
      out.line("case unrecognized(Int32)")
      for (alias, first) in aliases {
        out.line()
        out.documentation(alias.value.comment, else: "Another name of `\(first.value.name)`.")
        out.line("\(access)static var \(alias.name): Self { .\(first.name) }")
      }
      requirements(own, aliases, into: &out)
    }
  }

  private func table(of aliases: [(alias: Case, of: Case)], into out: inout SourceText) {
    out.line("/// Further names of values.")
    let entries = aliases.map { "\($0.alias.value.name.swiftLiteral): .\($0.of.name)" }
    out.line("\(access)static let aliases: [String: Self] = [\(entries.joined(separator: ", "))]")
  }

  private func requirements(_ own: [Case], _ aliases: [(alias: Case, of: Case)], into out: inout SourceText) {
    out.line()
    out.line("/// The default, `\(enumeration.values.first?.name ?? "")`.")
    out.line("\(access)init() { self = .\(own.first?.name ?? "unrecognized(0)") }")
    out.line()
    out.line("/// The value of a number on the wire.")
    out.block("\(access)init(rawValue: Int32)") { out in
      out.choice("rawValue") { out in
        for item in own { out.line("case \(item.value.number): self = .\(item.name)") }
        out.line("default: self = .unrecognized(rawValue)")
      }
    }
    mapping("The number on the wire.", "var rawValue: Int32", own, into: &out) {
      "\($0.value.number)"
    } unrecognized: {
      "number"
    }
    out.line()
    out.line("/// The values this schema names.")
    let all = own.map { "." + $0.name }.joined(separator: ", ")
    out.line("\(access)static let allKnown: [Self] = [\(all)]")
    if !aliases.isEmpty { table(of: aliases, into: &out) }
    mapping("The name in the schema.", "var protoName: String", own, into: &out) {
      $0.value.name.swiftLiteral
    } unrecognized: {
      "String(number)"
    }
  }

  private func mapping(
    _ comment: String, _ property: String, _ own: [Case], into out: inout SourceText, value: (Case) -> String,
    unrecognized: () -> String
  ) {
    out.line()
    out.line("/// " + comment)
    out.block(access + property) { out in
      out.choice("self") { out in
        for item in own { out.line("case .\(item.name): \(value(item))") }
        out.line("case .unrecognized(let number): \(unrecognized())")
      }
    }
  }
}
