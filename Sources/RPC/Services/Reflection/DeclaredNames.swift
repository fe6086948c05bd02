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
    guard let fields = try? RawFields(file.descriptor) else { return nil }
    let package = fields.text(2) ?? ""
    let isRead =
      Self.all(4, of: fields) { message($0, in: package) } && Self.all(5, of: fields) { enumeration($0, in: package) }
      && Self.all(6, of: fields) { service($0, in: package) }
      && Self.all(7, of: fields) { extensionField($0, in: package) }
    guard isRead else { return nil }
  }

  /// Hands the fields of every message of a repeated field over; false when one is malformed or the body refuses it.
  private static func all(_ field: UInt32, of fields: RawFields, _ body: (RawFields) -> Bool) -> Bool {
    fields.all(field).allSatisfy { bytes in (try? RawFields(bytes)).map(body) ?? false }
  }

  private mutating func message(_ fields: RawFields, in scope: String) -> Bool {
    guard let name = declare(fields, in: scope) else { return false }
    messages.append(name)
    return Self.all(2, of: fields) { declare($0, in: name) != nil } && Self.all(3, of: fields) { message($0, in: name) }
      && Self.all(4, of: fields) { enumeration($0, in: name) }
      && Self.all(6, of: fields) { extensionField($0, in: name) }
      && Self.all(8, of: fields) { declare($0, in: name) != nil }
  }

  private mutating func enumeration(_ fields: RawFields, in scope: String) -> Bool {
    declare(fields, in: scope) != nil && Self.all(2, of: fields) { declare($0, in: scope) != nil }
  }

  private mutating func service(_ fields: RawFields, in scope: String) -> Bool {
    guard let name = declare(fields, in: scope) else { return false }
    return Self.all(2, of: fields) { declare($0, in: name) != nil }
  }

  private mutating func extensionField(_ fields: RawFields, in scope: String) -> Bool {
    guard declare(fields, in: scope) != nil, let extended = fields.text(2), let number = fields.number(3) else {
      return false
    }
    extensions.append(
      Extension(extended: String(extended.drop { $0 == "." }), number: Int32(truncatingIfNeeded: number)))
    return true
  }

  /// Notes the name of what the fields describe; nil when it has none. Every kind of descriptor has it as field 1.
  private mutating func declare(_ fields: RawFields, in scope: String) -> String? {
    guard let own = fields.text(1), !own.isEmpty else { return nil }
    let name = scope.isEmpty ? own : scope + "." + own
    names.append(name)
    return name
  }
}
