extension Schema {
  /// The schema of files in their binary form, such as a server's reflection or `--descriptor_set_out` gives.
  ///
  /// Options are kept as bytes; comments and places are not part of a descriptor. Fields of files of an edition are
  /// taken to have its default features but for `packed`.
  /// - Parameter files: each a `google.protobuf.FileDescriptorProto`; a file may come before those it imports.
  /// - Throws: `DescriptorError` for bytes that are no descriptor.
  public init(decoding files: [[UInt8]]) throws(DescriptorError) {
    var decoded: [FileDescriptor] = []
    for bytes in files { decoded.append(try FileDescriptor(decoding: bytes)) }
    self.init(files: decoded)
  }

  /// The schema of a `google.protobuf.FileDescriptorSet` in its binary form.
  public init(decodingSet bytes: [UInt8]) throws(DescriptorError) {
    try self.init(decoding: DescriptorFields(bytes[...]).all(1).map(Array.init))
  }
}

extension FileDescriptor {
  /// The file of a `google.protobuf.FileDescriptorProto` in its binary form.
  public init(decoding bytes: [UInt8]) throws(DescriptorError) {
    let fields = try DescriptorFields(bytes[...])
    let path = try fields.text(1)
    let scope = DecodingScope(file: path, package: try fields.text(2), edition: try Self.edition(fields))
    var (messages, enums, services, extensions) = (
      [MessageDescriptor](), [EnumDescriptor](), [ServiceDescriptor](), [FieldDescriptor]()
    )
    for bytes in fields.all(4) { messages.append(try MessageDescriptor(decoding: bytes, scope)) }
    for bytes in fields.all(5) { enums.append(try EnumDescriptor(decoding: bytes, scope)) }
    for bytes in fields.all(6) { services.append(try ServiceDescriptor(decoding: bytes, scope)) }
    for bytes in fields.all(7) { extensions.append(try FieldDescriptor(decoding: bytes, scope)) }
    self.init(
      path: path, package: scope.name, edition: scope.edition, imports: try fields.texts(3),
      publicImports: fields.numbers(10).compactMap(Int.init(exactly:)),
      weakImports: fields.numbers(11).compactMap(Int.init(exactly:)), optionImports: try fields.texts(15),
      messages: messages, enums: enums, services: services, extensions: extensions,
      options: DeclaredOptions(decoded: fields.bytes(8)))
  }

  private static func edition(_ fields: DescriptorFields) throws(DescriptorError) -> Edition {
    switch try fields.text(12) {
    case "", "proto2": return .proto2
    case "proto3": return .proto3
    case "editions": return .edition(fields.number(14) == 1000 ? "2023" : "2024")
    case let other: throw DescriptorError("\(try fields.text(1)): the syntax \"\(other)\" is not known")
    }
  }
}

extension DeclaredOptions {
  /// Options of which only the binary form is known.
  init(decoded: [UInt8]?) {
    encoded = decoded
  }
}

/// What a declaration is inside of.
struct DecodingScope {
  /// The path of the file.
  var file: String
  /// Full name of what it is declared in: the package, or a message.
  var name: String
  /// The dialect of the file.
  var edition: Edition
  /// Messages around it.
  var depth = 0

  init(file: String, package: String, edition: Edition) {
    (self.file, name, self.edition) = (file, package, edition)
  }

  /// The full name of a declaration here.
  func fullName(of inner: String) -> String { name.isEmpty ? inner : name + "." + inner }

  /// What is declared inside a message of this name.
  /// - Throws: behind 64 messages within each other; compilers allow 32.
  func inside(_ message: String) throws(DescriptorError) -> DecodingScope {
    guard depth < 64 else { throw DescriptorError("\(fullName(of: message)): more than 64 messages within each other") }
    var scope = self
    scope.name = fullName(of: message)
    scope.depth += 1
    return scope
  }

  /// The full name that a reference means; descriptors write it with a leading point.
  static func resolved(_ reference: String) -> String {
    reference.hasPrefix(".") ? String(reference.dropFirst()) : reference
  }
}
