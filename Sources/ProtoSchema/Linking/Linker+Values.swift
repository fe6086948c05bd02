extension Linker {
  /// What depends on a field's resolved type: its default, and the enums that proto3 and maps can hold.
  mutating func check(_ tree: FieldSyntax, kind: FieldDescriptor.Kind, isMap: Bool, edition: Edition) {
    if let value = tree.options.value("json_name"), case .string = value {
    } else if tree.options.value("json_name") != nil {
      report("json_name takes a string in quotes", at: tree.position)
    }
    if case .enumeration(let name) = kind, let form = enums[name] {
      if isMap, form.first != 0 {
        report("a map's enum must have 0 as its first value; \(name) has not", at: tree.typePosition)
      }
      if edition == .proto3, form.isClosed {
        report(
          "proto3 fields cannot be of the closed enum \(name), which is declared in a proto2 file",
          at: tree.typePosition)
      }
    }
    if let value = tree.options.value("default") { check(value, of: tree, kind: kind) }
  }

  private mutating func check(_ value: OptionValue, of tree: FieldSyntax, kind: FieldDescriptor.Kind) {
    if tree.label == .repeated { return report("a repeated field has no default", at: tree.position) }
    switch kind {
    case .message, .group: report("a message field has no default", at: tree.position)
    case .scalar(let type):
      guard OptionScalars.bytes(value, as: type, isText: false) == nil else { return }
      report("the default of \(tree.name) must be \(OptionScalars.description(of: type))", at: tree.position)
    case .enumeration(let name):
      let names = enums[name]?.names ?? []
      if case .identifier(let word) = value, names.contains(word) { return }
      let hint = if case .identifier(let word) = value { Suggestion.text(for: word, among: names) } else { "" }
      report("the default of \(tree.name) must be a value of the enum \(name)\(hint)", at: tree.position)
    }
  }

  /// Ranges lie within what numbers can be and apart from one another.
  mutating func check(_ ranges: [NumberRange], within bounds: ClosedRange<Int64>) {
    for range in ranges where range.first < bounds.lowerBound || range.last > bounds.upperBound {
      report("the range lies outside \(bounds.lowerBound) to \(bounds.upperBound)", at: range.position)
    }
    let sorted = ranges.sorted { ($0.first, $0.position) < ($1.first, $1.position) }
    for (range, next) in zip(sorted, sorted.dropFirst()) where next.first <= range.last {
      report("\(next.first) is in the range at \(range.position) already", at: max(range.position, next.position))
    }
  }
}
