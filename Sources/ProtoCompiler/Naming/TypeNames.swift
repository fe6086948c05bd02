internal import ProtoSchema

/// The Swift names of all that is generated of a schema; the scope of the outermost is a Swift module.
struct TypeNames {
  private var names: [String: String] = [:]
  private var members: [String: MemberNames] = [:]
  private var roots: [String: String] = [:]
  private var module = NameScope()
  /// Names that no set of message types can have here.
  private let setNames: Set<String>
  private var files: [String: FileNames] = [:]
  private var stubs: [String: ServiceNames] = [:]
  private var options: [String: String] = [:]
  /// Names of the cases of every enum, by the enum's full name, in the order of its values.
  private(set) var cases: [String: [String]] = [:]

  /// Names everything that a schema declares, and what is made for files and services that are generated.
  /// - Parameters:
  ///   - generated: the files that Swift is generated of.
  ///   - stubs: those among them whose services have stubs.
  ///   - runtime: files whose types are the runtime's and not this module's.
  init(_ schema: Schema, generated: [String] = [], stubs: Set<String> = [], runtime: Set<String> = []) {
    setNames = ReservedNames.messageSets.union(runtime.map(SwiftNames.word))
    for file in schema.files { nameRoots(of: file, isRuntime: runtime.contains(file.path)) }
    nameTypes(schema, except: runtime)
    for file in schema.files { nameMembers(of: file) }
    nameFiles(generated.sorted().compactMap { schema.file($0) })
    nameServices(stubs.sorted().compactMap { schema.file($0) }.flatMap(\.services))
  }

  /// The Swift name of a message or enum, with the types around it.
  subscript(fullName: String) -> String {
    names[fullName] ?? fullName
  }

  /// The names of what a message of the schema holds.
  func members(of message: MessageDescriptor) -> MemberNames {
    members[message.fullName] ?? MemberNames(of: message, seen: uses(of: message))
  }

  /// The names of what a message holds that is made of a file's extensions.
  func members(ofExtensions message: MessageDescriptor) -> MemberNames {
    MemberNames(of: message, seen: uses(of: message))
  }

  /// What is made for a file.
  func file(_ path: String) -> FileNames? { files[path] }

  /// What is made for a service.
  func service(_ fullName: String) -> ServiceNames? { stubs[fullName] }

  /// The message of a file's extensions of an options message.
  func options(extending fullName: String, in path: String) -> String? { options[path + " " + fullName] }

  /// What stands before the names of a file's types: `swift_prefix`, or the package as `Spots_Store_V1_`.
  static func prefix(of file: FileDescriptor, isRuntime: Bool = false) -> String {
    if isRuntime { return runtimePrefix }
    if let prefix = file.swiftPrefix { return prefix }
    if OutputName.wellKnownTypes.contains(file.path) { return runtimePrefix }
    return file.package.split(separator: ".").map { SwiftNames.upperCamel(String($0)) + "_" }.joined()
  }

  private static let runtimePrefix = "GoogleProtobuf"
}

// MARK: Messages and enums

extension TypeNames {
  private mutating func nameRoots(of file: FileDescriptor, isRuntime: Bool) {
    let prefix = Self.prefix(of: file, isRuntime: isRuntime)
    for (fullName, name) in file.messages.map({ ($0.fullName, $0.name) }) + file.enums.map({ ($0.fullName, $0.name) }) {
      let prefixed = Self.prefixed(name, prefix)
      names[fullName] = isRuntime ? "WireFormat." + prefixed : prefixed
      roots[fullName] = isRuntime ? "WireFormat" : prefixed
    }
  }

  /// A name that begins with the prefix already does not get it twice.
  private static func prefixed(_ name: String, _ prefix: String) -> String {
    let hasPrefix = name.hasPrefix(prefix) && name.dropFirst(prefix.count).first?.isUppercase == true
    return hasPrefix ? name : prefix + name
  }

  /// Types that would have one name have it in the order of their full names.
  private mutating func nameTypes(_ schema: Schema, except runtime: Set<String>) {
    let own = schema.files.filter { !runtime.contains($0.path) }
    let types = own.flatMap { $0.messages.map(\.fullName) + $0.enums.map(\.fullName) }.sorted()
    let wanted = types.map { WantedName(name: names[$0] ?? $0, word: "Message") }
    for (fullName, name) in zip(types, module.names(for: wanted, reserved: outerNames)) {
      names[fullName] = SwiftNames.escaped(name)
      roots[fullName] = name
    }
  }

  private mutating func nameMembers(of file: FileDescriptor) {
    for message in file.messages { setRoots(within: message, roots[message.fullName] ?? "") }
    for message in file.messages { name(message) }
    for enumeration in file.enums { cases[enumeration.fullName] = EnumCaseNames.names(of: enumeration) }
  }

  private mutating func setRoots(within message: MessageDescriptor, _ root: String) {
    for inner in message.enums { roots[inner.fullName] = root }
    for inner in message.messages {
      roots[inner.fullName] = root
      setRoots(within: inner, root)
    }
  }

  private mutating func name(_ message: MessageDescriptor) {
    let inner = MemberNames(of: message, seen: uses(of: message).union([roots[message.fullName] ?? ""]))
    members[message.fullName] = inner
    for (fullName, name) in inner.types { names[fullName] = self[message.fullName] + "." + name }
    for enumeration in message.enums { cases[enumeration.fullName] = EnumCaseNames.names(of: enumeration) }
    for message in message.messages { name(message) }
  }

  /// The outermost types by which a message, or one within it, names the types of its fields.
  private func uses(of message: MessageDescriptor) -> Set<String> {
    message.messages.reduce(into: Set(message.fields.compactMap { $0.typeName.flatMap { roots[$0] } })) { uses, inner in
      uses.formUnion(self.uses(of: inner))
    }
  }
}

// MARK: What is made for files and services

extension TypeNames {
  private mutating func nameFiles(_ generated: [FileDescriptor]) {
    let stems = generated.map { SwiftNames.upperCamel(SwiftNames.word($0.path)) }
    let schemas = named(stems.map { $0 + "Schema" })
    let services = named(stems.map { $0 + "Services" })
    var sets = module
    let given = sets.names(
      for: generated.map { WantedName(name: SwiftNames.word($0.path), word: "_file") },
      reserved: setNames)
    for (index, file) in generated.enumerated() {
      files[file.path] = FileNames(
        schema: schemas[index], services: services[index], messageSet: SwiftNames.escaped(given[index]))
      let extended = Set(file.extensions.compactMap(\.extendee)).sorted()
      let wanted = extended.map { stems[index] + ($0.split(separator: ".").last.map(String.init) ?? $0) }
      for (fullName, name) in zip(extended, named(wanted)) { options[file.path + " " + fullName] = name }
    }
  }

  /// Names that no type outside of messages can have: sets of message types name types where their own names are seen.
  private var outerNames: Set<String> { ReservedNames.types.union(setNames) }

  private mutating func named(_ wanted: [String]) -> [String] {
    module.names(for: wanted.map { WantedName(name: $0, word: "Type") }, reserved: outerNames)
  }

  /// Services of one name: the first in the order of full names has it, the others have their package before theirs.
  private mutating func nameServices(_ services: [ServiceDescriptor]) {
    for service in services.sorted(by: { $0.fullName < $1.fullName }) {
      let package = service.fullName.split(separator: ".").dropLast()
      let prefix = package.map { SwiftNames.upperCamel(String($0)) + "_" }.joined()
      let stems = [service.name, prefix + service.name]
      var count = 1
      var names = ServiceNames(service, stem: stems[0])
      while !names.types.allSatisfy({ !module.holds($0) }) {
        count += 1
        names = ServiceNames(service, stem: count == 2 ? stems[1] : "\(stems[1])_\(count - 1)")
      }
      module.keep(names.types)
      stubs[service.fullName] = names
    }
  }
}
