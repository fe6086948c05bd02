internal import ProtoSchema

/// The Swift names of a schema's messages and enums.
struct TypeNames {
  private var names: [String: String] = [:]
  /// Names of the cases of every enum, by the enum's full name, in the order of its values.
  private(set) var cases: [String: [String]] = [:]

  /// Names everything a schema declares.
  init(_ schema: Schema) {
    for file in schema.files {
      let prefix = Self.prefix(of: file)
      for message in file.messages { name(message, Self.prefixed(message.name, prefix)) }
      for enumeration in file.enums { name(enumeration, Self.prefixed(enumeration.name, prefix)) }
    }
  }

  /// The Swift name of a message or enum, with the types around it.
  subscript(fullName: String) -> String {
    names[fullName] ?? fullName
  }

  /// What stands before the names of a file's types: `swift_prefix`, or the package as `Spots_Store_V1_`.
  static func prefix(of file: FileDescriptor) -> String {
    if let prefix = file.swiftPrefix { return prefix }
    return file.package.split(separator: ".").map { SwiftNames.upperCamel(String($0)) + "_" }.joined()
  }

  /// A name that begins with the prefix already does not get it twice.
  private static func prefixed(_ name: String, _ prefix: String) -> String {
    let hasPrefix = name.hasPrefix(prefix) && name.dropFirst(prefix.count).first?.isUppercase == true
    return SwiftNames.type(hasPrefix ? name : prefix + name)
  }

  private mutating func name(_ message: MessageDescriptor, _ swiftName: String) {
    names[message.fullName] = swiftName
    for inner in message.messages { name(inner, swiftName + "." + SwiftNames.type(inner.name)) }
    for inner in message.enums { name(inner, swiftName + "." + SwiftNames.type(inner.name)) }
  }

  private mutating func name(_ enumeration: EnumDescriptor, _ swiftName: String) {
    names[enumeration.fullName] = swiftName
    cases[enumeration.fullName] = EnumCaseNames.names(of: enumeration)
  }
}
