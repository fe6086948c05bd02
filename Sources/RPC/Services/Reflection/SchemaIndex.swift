internal import WireFormat

/// Schema files and where in them every name is declared.
struct SchemaIndex: Sendable {
  /// Full names of the services on offer, in order.
  let services: [String]
  private var files: [String: SchemaFile] = [:]
  /// The name of the file that declares a full name.
  private var declarations: [String: String] = [:]
  private var messages: Set<String> = []
  /// The name of the file that declares an extension, by the message it extends and its number.
  private var extensions: [String: [Int32: String]] = [:]

  /// An index of the files; one that comes several times counts once.
  /// - Throws: when a file is no descriptor.
  init(services: [String], files: [SchemaFile]) throws(ServerConfigurationError) {
    self.services = services.sorted()
    for file in files where self.files.updateValue(file, forKey: file.name) == nil { try add(file) }
  }

  private mutating func add(_ file: SchemaFile) throws(ServerConfigurationError) {
    guard let declared = DeclaredNames(file) else {
      throw ServerConfigurationError(reason: "the schema of \(file.name) is no FileDescriptorProto")
    }
    for name in declared.names { declarations[name] = file.name }
    messages.formUnion(declared.messages)
    for field in declared.extensions { extensions[field.extended, default: [:]][field.number] = file.name }
  }

  /// The file imported by the name.
  func file(named name: String) -> SchemaFile? { files[name] }

  /// The file that declares the service, method, message, field, oneof, enum, enum value or extension of the full name.
  func file(declaring name: String) -> SchemaFile? { declarations[name].flatMap { files[$0] } }

  /// The file that declares the extension of the message.
  func file(extending message: String, number: Int32) -> SchemaFile? {
    extensions[message]?[number].flatMap { files[$0] }
  }

  /// The numbers of all extensions of the message, in order; nil when there is no such message.
  func extensionNumbers(of message: String) -> [Int32]? {
    guard messages.contains(message) else { return nil }
    return extensions[message, default: [:]].keys.sorted()
  }

  /// The file and, behind it, every file that it needs, each once.
  func closure(of file: SchemaFile) -> [SchemaFile] {
    var found = [file]
    var known: Set<String> = [file.name]
    var next = 0
    while next < found.count {
      for name in found[next].dependencies where known.insert(name).inserted {
        if let imported = files[name] { found.append(imported) }
      }
      next += 1
    }
    return found
  }
}
