internal import WireFormat

/// The full names that a schema file declares, read from its descriptor; field numbers are those of
/// `google/protobuf/descriptor.proto`.
struct DeclaredNames {
  /// An extension of a message.
  struct Extension {
    /// The full name of the message.
    let extended: String
    /// The field number.
    let number: Int32
  }

  /// Everything that has a name, messages too. Values of an enum stand beside it, not in it.
  private(set) var names: [String] = []
  /// The messages.
  private(set) var messages: [String] = []
  /// The extensions of messages of this and other files.
  private(set) var extensions: [Extension] = []

  /// Reads the names of a file; nil when its descriptor is none.
  init?(_ file: SchemaFile) {
    guard let fields = DescriptorFields(file.descriptor[...]) else { return nil }
    let package = fields.text(2) ?? ""
    let isRead =
      fields.all(4) { message($0, in: package) } && fields.all(5) { enumeration($0, in: package) }
      && fields.all(6) { service($0, in: package) } && fields.all(7) { extensionField($0, in: package) }
    guard isRead else { return nil }
  }

  private mutating func message(_ fields: DescriptorFields, in scope: String) -> Bool {
    guard let name = declare(fields, in: scope) else { return false }
    messages.append(name)
    return fields.all(2) { declare($0, in: name) != nil } && fields.all(3) { message($0, in: name) }
      && fields.all(4) { enumeration($0, in: name) } && fields.all(6) { extensionField($0, in: name) }
      && fields.all(8) { declare($0, in: name) != nil }
  }

  private mutating func enumeration(_ fields: DescriptorFields, in scope: String) -> Bool {
    declare(fields, in: scope) != nil && fields.all(2) { declare($0, in: scope) != nil }
  }

  private mutating func service(_ fields: DescriptorFields, in scope: String) -> Bool {
    guard let name = declare(fields, in: scope) else { return false }
    return fields.all(2) { declare($0, in: name) != nil }
  }

  private mutating func extensionField(_ fields: DescriptorFields, in scope: String) -> Bool {
    guard declare(fields, in: scope) != nil, let extended = fields.text(2), let number = fields.number(3) else {
      return false
    }
    extensions.append(
      Extension(extended: String(extended.drop { $0 == "." }), number: Int32(truncatingIfNeeded: number)))
    return true
  }

  /// Notes the name of what the fields describe; nil when it has none. Every kind of descriptor has it as field 1.
  private mutating func declare(_ fields: DescriptorFields, in scope: String) -> String? {
    guard let own = fields.text(1), !own.isEmpty else { return nil }
    let name = scope.isEmpty ? own : scope + "." + own
    names.append(name)
    return name
  }
}
