internal import ProtoSchema

/// Writes the descriptor of a schema file as a literal of the runtime's `SchemaFile`.
struct SchemaFileEmitter {
  let generator: GeneratorContext
  let file: FileDescriptor

  private var access: String { generator.options.access }

  /// The enum that holds the file's own descriptor, beside its messages.
  func own(into out: inout SourceText) {
    out.line("/// The schema file `\(file.path)`.")
    out.block("\(access)enum \(generator.names.file(file.path)?.schema ?? "Schema")") { out in
      out.line("/// Its name, imports and descriptor.")
      literal(of: file, opening: "\(access)static let file = ", closing: "", into: &out)
    }
  }

  /// The enum that holds the descriptors of a file of services and of all it imports.
  func closure(into out: inout SourceText) {
    out.line("/// The schema that the services of `\(file.path)` are part of.")
    out.block("\(access)enum \(generator.names.file(file.path)?.services ?? "Services")") { out in
      out.line("/// The file behind all those it imports, at whatever distance.")
      out.line("\(access)static let schema: [WireFormat.SchemaFile] = [")
      out.indented { out in
        for path in imports { element(path, into: &out) }
      }
      out.line("]")
    }
  }

  /// A descriptor that another declaration holds already, or a literal.
  private func element(_ path: String, into out: inout SourceText) {
    if let type = generator.schemaType(of: path) {
      out.line(type + ".file,")
    } else if let file = generator.schema.file(path) {
      literal(of: file, opening: "", closing: ",", into: &out)
    }
  }

  /// The file and what it imports, a file behind its imports.
  private var imports: [String] {
    var wanted: Set<String> = [file.path]
    for other in generator.schema.files.reversed() where wanted.contains(other.path) { wanted.formUnion(other.imports) }
    return generator.schema.files.map(\.path).filter(wanted.contains)
  }

  private func literal(of file: FileDescriptor, opening: String, closing: String, into out: inout SourceText) {
    out.line("\(opening)WireFormat.SchemaFile(")
    out.indented { out in
      out.line("name: \(file.path.swiftLiteral),")
      if !file.imports.isEmpty {
        out.line("dependencies: [")
        out.indented { out in
          for path in file.imports { out.line(path.swiftLiteral + ",") }
        }
        out.line("],")
      }
      out.line("scalars: \"\"\"")
      out.indented { out in
        let lines = Self.lines(file.encoded())
        for line in lines.dropLast() { out.line(line + "\\") }
        out.line(lines.last ?? "")
        out.line("\"\"\")" + closing)
      }
    }
  }

  /// Bytes as the lines of a string literal, one scalar for each byte.
  private static func lines(_ bytes: [UInt8]) -> [String] {
    var lines = [""]
    for byte in bytes {
      if lines[lines.count - 1].utf8.count > 90 { lines.append("") }
      lines[lines.count - 1] += scalar(byte)
    }
    return lines
  }

  private static func scalar(_ byte: UInt8) -> String {
    switch byte {
    case UInt8(ascii: "\n"): "\\n"
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): "\\" + String(Unicode.Scalar(byte))
    case 0x20..<0x7F: String(Unicode.Scalar(byte))
    default: "\\u{" + String(byte, radix: 16, uppercase: true) + "}"
    }
  }
}
