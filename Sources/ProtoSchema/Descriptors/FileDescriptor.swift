/// A schema file with every name resolved.
public struct FileDescriptor: Sendable, Hashable {
  /// The path it is imported by.
  public var path: String
  /// The package, empty when absent.
  public var package: String
  /// The dialect.
  public var edition: Edition
  /// Paths of the files it imports, in order.
  public var imports: [String]
  /// Which of the imports are passed on to files that import this one, counted from 0.
  public var publicImports: [Int] = []
  /// Which of the imports are weak, counted from 0.
  public var weakImports: [Int] = []
  /// Paths of the files it imports for their options alone, in order.
  public var optionImports: [String] = []
  /// Messages outside other messages.
  public var messages: [MessageDescriptor]
  /// Enums outside messages.
  public var enums: [EnumDescriptor]
  /// Services.
  public var services: [ServiceDescriptor]
  /// Extensions declared outside messages.
  public var extensions: [FieldDescriptor] = []
  /// Its options.
  public var options = DeclaredOptions()

  /// The `swift_prefix` option; nil when absent.
  public var swiftPrefix: String? { options.written.text("swift_prefix") }
}

/// Linked schema files and what they declare.
public struct Schema: Sendable, Hashable {
  /// Every file that was named or imported; a file comes behind those it imports.
  public private(set) var files: [FileDescriptor] = []
  /// Every message by full name, nested ones included.
  public private(set) var messages: [String: MessageDescriptor] = [:]
  /// Every enum by full name, nested ones included.
  public private(set) var enums: [String: EnumDescriptor] = [:]

  /// A schema of linked files.
  public init(files: [FileDescriptor]) {
    self.files = files
    for file in files {
      for message in file.messages { register(message) }
      for enumeration in file.enums { enums[enumeration.fullName] = enumeration }
    }
  }

  private mutating func register(_ message: MessageDescriptor) {
    messages[message.fullName] = message
    for inner in message.messages { register(inner) }
    for inner in message.enums { enums[inner.fullName] = inner }
  }

  /// The file imported by a path, if it is part of the schema.
  public func file(_ path: String) -> FileDescriptor? {
    files.first { $0.path == path }
  }
}
