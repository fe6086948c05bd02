/// Gives every declaration of linked files the options it carries in descriptors.
///
/// As protobuf's own compiler of today reads options once more when all are known, they come by number, extensions too.
struct OptionInterpreter {
  let types: OptionTypes
  let symbols: SymbolTable
  private(set) var diagnostics: [Diagnostic] = []
  private var path = ""
  private var edition = Edition.proto2

  init(files: [FileDescriptor], symbols: SymbolTable) {
    types = OptionTypes(files)
    self.symbols = symbols
  }

  /// Interprets the options of a file and of all it declares.
  mutating func interpret(_ file: inout FileDescriptor) {
    path = file.path
    edition = file.edition
    let scope = file.package
    set(&file.options, .file, scope: scope)
    for index in file.messages.indices { message(&file.messages[index], scope: scope) }
    for index in file.enums.indices { enumeration(&file.enums[index], scope: scope) }
    for index in file.services.indices { service(&file.services[index], scope: scope) }
    for index in file.extensions.indices { set(&file.extensions[index].options, .field, scope: scope) }
  }

  private mutating func message(_ message: inout MessageDescriptor, scope: String) {
    set(&message.options, .message, scope: scope)
    let scope = message.fullName
    for index in message.fields.indices { set(&message.fields[index].options, .field, scope: scope) }
    for index in message.oneofs.indices { set(&message.oneofs[index].options, .oneof, scope: scope) }
    for index in message.messages.indices { self.message(&message.messages[index], scope: scope) }
    for index in message.enums.indices { enumeration(&message.enums[index], scope: scope) }
    for index in message.extensions.indices { set(&message.extensions[index].options, .field, scope: scope) }
    for index in message.extensionRanges.indices {
      set(&message.extensionRanges[index].options, .extensionRange, scope: scope)
    }
  }

  private mutating func enumeration(_ enumeration: inout EnumDescriptor, scope: String) {
    set(&enumeration.options, .enumeration, scope: scope)
    for index in enumeration.values.indices {
      set(&enumeration.values[index].options, .enumValue, scope: scope)
    }
  }

  private mutating func service(_ service: inout ServiceDescriptor, scope: String) {
    set(&service.options, .service, scope: scope)
    for index in service.methods.indices {
      set(&service.methods[index].options, .method, scope: service.fullName)
    }
  }

  private mutating func set(_ options: inout DeclaredOptions, _ target: OptionTarget, scope: String) {
    let pseudo: Set<String> = target == .field ? ["default", "json_name"] : []
    let written = options.written.filter { !pseudo.contains($0.text) }
    guard !written.isEmpty, let message = types.message(target.optionsName) else { return }
    let encoder = OptionEncoder(
      types: types, symbols: symbols, path: path, scope: scope, target: target, edition: edition)
    var fields = OptionFields()
    for option in written {
      do throws(Diagnostic) {
        let steps = try encoder.steps(of: option, in: message)
        guard let last = steps.last else { continue }
        guard fields.set(try encoder.content(option, of: last), along: steps[...]) else {
          throw encoder.failure("the option \(option.text) is set already", at: option)
        }
      } catch {
        diagnostics.append(error)
      }
    }
    let bytes = fields.bytes
    options.encoded = bytes.isEmpty ? nil : bytes
  }
}

extension OptionEncoder {
  /// The fields an option's name leads through, from the options message to the one that is set.
  fileprivate func steps(of option: OptionSyntax, in options: MessageDescriptor) throws(Diagnostic) -> [FieldDescriptor]
  {
    var steps: [FieldDescriptor] = []
    var message = options
    for (index, part) in option.name.enumerated() {
      let field = try step(part, in: message, option)
      try checkUse(of: field, at: option)
      steps.append(field)
      guard index + 1 < option.name.count else { break }
      guard !field.isMap, let name = field.messageName, let inner = types.message(name) else {
        throw failure("\(part) is no single message and has no parts", at: option)
      }
      message = inner
    }
    return steps
  }

  private func step(
    _ part: String, in message: MessageDescriptor, _ option: OptionSyntax
  ) throws(Diagnostic) -> FieldDescriptor {
    if part.hasPrefix("(") { return try extensionField(String(part.dropFirst().dropLast()), of: message, option) }
    if part != "uninterpreted_option", let field = types.field(part, of: message) { return field }
    let hint = Suggestion.text(for: part, among: message.fields.map(\.name))
    let note = hint.isEmpty ? "; options of one's own stand in parentheses" : hint
    throw failure("\(message.fullName) has no option \"\(part)\"\(note)", at: option)
  }
}

extension FieldDescriptor {
  /// The full name of the message of a field that holds one message.
  fileprivate var messageName: String? {
    if case .repeated = cardinality { return nil }
    if case .enumeration = kind { return nil }
    return kind.typeName
  }
}
