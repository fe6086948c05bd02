/// Names of enum values as languages write them that scope values to their enum.
enum EnumValueName {
  /// The name without the enum's name before it, in UpperCamelCase: `ORDER_STATE_PAID_LATE` of `OrderState` is `PaidLate`.
  static func short(_ name: String, in enumeration: String) -> String {
    var isUpper = true
    var result = ""
    for character in remainder(of: name, behind: enumeration) {
      guard character != "_" else {
        isUpper = true
        continue
      }
      result += isUpper ? character.uppercased() : character.lowercased()
      isUpper = false
    }
    return result
  }

  /// What is behind the enum's name, case and underscores aside; all of the name where it does not begin with that, or
  /// where nothing would be left.
  private static func remainder(of name: String, behind enumeration: String) -> Substring {
    var rest = name[...]
    for letter in enumeration where letter != "_" {
      rest = rest.drop { $0 == "_" }
      guard let first = rest.first, first.lowercased() == letter.lowercased() else { return name[...] }
      rest = rest.dropFirst()
    }
    rest = rest.drop { $0 == "_" }
    return rest.isEmpty ? name[...] : rest
  }
}
