extension Linker {
  mutating func file(_ tree: FileSyntax, importing imports: [FileSyntax]) -> FileDescriptor {
    path = tree.path
    let features = Features(tree.edition).applying(tree.options)
    check(tree, importing: imports)
    let plain = tree.imports.filter { $0.kind != .option }
    let messages = tree.messages.map { message($0, scope: tree.package, features: features, edition: tree.edition) }
    let enums = tree.enums.map { enumeration($0, scope: tree.package, features: features) }
    let extensions = tree.extensions.flatMap {
      self.extensions($0, scope: tree.package, features: features, edition: tree.edition)
    }
    return FileDescriptor(
      path: tree.path, package: tree.package, edition: tree.edition, imports: plain.map(\.path),
      publicImports: plain.indices.filter { plain[$0].kind == .isPublic },
      weakImports: plain.indices.filter { plain[$0].kind == .weak },
      optionImports: tree.imports.filter { $0.kind == .option }.map(\.path), messages: messages, enums: enums,
      services: tree.services.map { service($0, scope: tree.package) }, extensions: extensions,
      options: DeclaredOptions(tree.options))
  }

  private mutating func message(
    _ tree: MessageSyntax, scope: String, features: Features, edition: Edition
  ) -> MessageDescriptor {
    let fullName = Self.join(scope, tree.name)
    let features = features.applying(tree.options)
    check(tree, edition: edition)
    let extensions = tree.extensions.flatMap {
      self.extensions($0, scope: fullName, features: features, edition: edition)
    }
    let fields = tree.fields.compactMap { field($0, scope: fullName, features: features, edition: edition) }
    checkNames(of: fields, in: tree, edition: edition)
    return MessageDescriptor(
      name: tree.name, fullName: fullName, file: path, comment: tree.comment, fields: fields,
      oneofs: tree.oneofs.map(Self.oneof),
      messages: tree.messages.map { message($0, scope: fullName, features: features, edition: edition) },
      enums: tree.enums.map { enumeration($0, scope: fullName, features: features) },
      reservedRanges: tree.reservedRanges, reservedNames: tree.reservedNames.map(\.name),
      extensionRanges: tree.extensionRanges.map {
        ExtensionRange(range: $0.range, options: DeclaredOptions($0.options))
      }, extensions: extensions, options: DeclaredOptions(tree.options), visibility: tree.visibility,
      position: tree.position)
  }

  private static func oneof(_ tree: OneofSyntax) -> OneofDescriptor {
    OneofDescriptor(
      name: tree.name, comment: tree.comment, options: DeclaredOptions(tree.options), position: tree.position)
  }

  private mutating func enumeration(_ tree: EnumSyntax, scope: String, features: Features) -> EnumDescriptor {
    let features = features.applying(tree.options)
    check(tree, isClosed: features.isEnumClosed)
    let values = tree.values.map { value in
      EnumDescriptor.Value(
        name: value.name, number: Int32(clamping: value.number), comment: value.comment,
        options: DeclaredOptions(value.options))
    }
    return EnumDescriptor(
      name: tree.name, fullName: Self.join(scope, tree.name), file: path, comment: tree.comment, values: values,
      isClosed: features.isEnumClosed, reservedRanges: tree.reservedRanges,
      reservedNames: tree.reservedNames.map(\.name), options: DeclaredOptions(tree.options),
      visibility: tree.visibility, position: tree.position)
  }

  private mutating func service(_ tree: ServiceSyntax, scope: String) -> ServiceDescriptor {
    var seen: Set<String> = []
    for method in tree.methods where !seen.insert(method.name).inserted {
      report("the service has a method \(method.name) already", at: method.position)
    }
    return ServiceDescriptor(
      name: tree.name, fullName: Self.join(scope, tree.name), comment: tree.comment,
      methods: tree.methods.compactMap { method($0, scope: scope) },
      options: DeclaredOptions(tree.options), position: tree.position)
  }

  private mutating func method(_ tree: MethodSyntax, scope: String) -> MethodDescriptor? {
    let request = messageName(tree.request.type, scope: scope, at: tree.request.position)
    let reply = messageName(tree.reply.type, scope: scope, at: tree.reply.position)
    guard let request, let reply else { return nil }
    return MethodDescriptor(
      name: tree.name, requestType: request, replyType: reply, isRequestStream: tree.request.isStream,
      isReplyStream: tree.reply.isStream, comment: tree.comment, hasBlock: tree.hasBlock,
      options: DeclaredOptions(tree.options), position: tree.position)
  }

  /// The full name of the message that a name stands for.
  mutating func messageName(_ name: String, scope: String, at place: Position) -> String? {
    guard let found = resolve(name, scope: scope, at: place) else { return nil }
    guard found.symbol == .message else {
      report("\"\(name)\" is an enum; a message is needed here", at: place)
      return nil
    }
    return found.name
  }
}
