internal import ProtoSchema

/// The Swift names of an enum's values: `EVENT_KIND_VISIT` of `EventKind` is `visit`.
enum EnumCaseNames {
  /// Names in the order of the values; where leaving out the prefix would make two alike, it stays.
  static func names(of enumeration: EnumDescriptor) -> [String] {
    let short = enumeration.values.map { withoutPrefix($0.name, of: enumeration.name) }
    let isUnique = Set(short.map(SwiftNames.lowerCamel)).count == Set(enumeration.values.map(\.name)).count
    let chosen = isUnique ? short : enumeration.values.map(\.name)
    var scope = NameScope()
    let wanted = chosen.map { WantedName(name: SwiftNames.lowerCamel($0), word: "Value") }
    return scope.names(for: wanted, reserved: ReservedNames.enumMembers).map(SwiftNames.escaped)
  }

  /// The value's name without the enum's, compared without case and underscores; unchanged if nothing or a digit
  /// is left.
  private static func withoutPrefix(_ value: String, of enumeration: String) -> String {
    var expected = Substring(enumeration.filter { $0 != "_" }.lowercased())
    var rest = Substring(value.lowercased())
    while let next = expected.first {
      if rest.first == "_" {
        rest.removeFirst()
      } else if rest.first == next {
        rest.removeFirst()
        expected.removeFirst()
      } else {
        return value
      }
    }
    guard rest.first == "_" else { return value }
    let left = value.suffix(rest.count).drop { $0 == "_" }
    return left.isEmpty || left.first?.isNumber == true ? value : String(left)
  }
}
