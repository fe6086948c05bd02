/// One of the extensions that a range says it will have (protobuf, "extension declarations").
struct ExtensionDeclaration {
  let number: Int64?
  let fullName: String?
  let type: String?
  let isRepeated: Bool
  /// Whether the number is kept from use.
  let isReserved: Bool

  init(_ items: [OptionSyntax]) {
    if case .integer(let magnitude, false)? = items.value("number") {
      number = Int64(exactly: magnitude)
    } else {
      number = nil
    }
    (fullName, type) = (items.text("full_name"), items.text("type"))
    (isRepeated, isReserved) = (items.isTrue("repeated"), items.isTrue("reserved"))
  }
}

extension ExtensionRangeSyntax {
  /// What the range declares.
  var declarations: [ExtensionDeclaration] {
    options.filter { $0.text == "declaration" }.compactMap { option in
      if case .aggregate(let items) = option.value { ExtensionDeclaration(items) } else { nil }
    }
  }

  /// Whether it has declared extensions only.
  var isVerified: Bool { options.value("verification") == .identifier("DECLARATION") || !declarations.isEmpty }
}

extension Linker {
  /// Declarations lie in their range, once each, and say what they declare.
  mutating func checkDeclarations(of ranges: [ExtensionRangeSyntax]) {
    for range in ranges {
      var numbers: Set<Int64> = []
      if !range.declarations.isEmpty, range.options.value("verification") == .identifier("UNVERIFIED") {
        report("a range with declarations cannot be UNVERIFIED", at: range.range.position)
      }
      for declared in range.declarations {
        check(declared, in: range.range)
        if let number = declared.number, !numbers.insert(number).inserted {
          report("extension \(number) is declared already", at: range.range.position)
        }
      }
    }
  }

  private mutating func check(_ declared: ExtensionDeclaration, in range: NumberRange) {
    guard let number = declared.number, range.contains(number) else {
      return report("a declaration has a number of its range, \(range.first) to \(range.last)", at: range.position)
    }
    if declared.fullName == nil && declared.type == nil, declared.isReserved { return }
    guard let name = declared.fullName, let type = declared.type else {
      return report("the declaration of extension \(number) needs full_name and type", at: range.position)
    }
    if !name.hasPrefix(".") || !(type.hasPrefix(".") || ScalarType(rawValue: type) != nil) {
      report("full_name, and a type that is no scalar, begin with a point", at: range.position)
    }
  }

  /// An extension is what the range of its number declares.
  mutating func check(_ field: FieldDescriptor, named fullName: String, declaredIn ranges: [ExtensionRangeSyntax]) {
    guard let range = ranges.first(where: { $0.range.contains(Int64(field.number)) }), range.isVerified else { return }
    guard let declared = range.declarations.first(where: { $0.number == Int64(field.number) }) else {
      return report("extension \(field.number) is not among the declared ones of its range", at: field.position)
    }
    let type =
      switch field.kind {
      case .scalar(let type): type.rawValue
      case .message(let name), .group(let name), .enumeration(let name): "." + name
      }
    if declared.isReserved {
      report("extension \(field.number) is declared to be reserved", at: field.position)
    } else if declared.fullName != "." + fullName {
      report("extension \(field.number) is declared as \(declared.fullName ?? "")", at: field.position)
    } else if declared.type != type || declared.isRepeated != field.isPlural {
      let label = declared.isRepeated ? "repeated " : ""
      report("extension \(field.number) is declared to be \(label)\(declared.type ?? "")", at: field.position)
    }
  }
}
