internal import FoundationEssentials
internal import ProtoCompiler
package import ProtoSchema

/// The method a run calls, found in a schema.
package struct FoundMethod: Sendable, Hashable {
  /// The full name of the service.
  package let service: String
  /// The method.
  package let method: ProtoSchema.MethodDescriptor

  /// PACKAGE.SERVICE/METHOD.
  package var fullName: String { "\(service)/\(method.name)" }

  /// Finds a method by `PACKAGE.SERVICE/METHOD`, a leading slash allowed.
  /// - Throws: `UnknownMethod` with what there is.
  package init(_ name: String, in schema: Schema) throws(UnknownMethod) {
    let services = schema.files.flatMap(\.services)
    let parts = name.split(separator: "/").map(String.init)
    let service = parts.count == 2 ? services.first { $0.fullName == parts[0] } : nil
    guard let service, let method = service.methods.first(where: { $0.name == parts[1] }) else {
      let known = service.map { [$0] } ?? services
      throw UnknownMethod(name: name, known: known.flatMap { one in one.methods.map { "\(one.fullName)/\($0.name)" } })
    }
    self.service = service.fullName
    self.method = method
  }
}

/// A method the schema does not have.
package struct UnknownMethod: Error, Sendable, CustomStringConvertible {
  /// What was asked for.
  package let name: String
  /// What there is.
  package let known: [String]
  /// One sentence.
  package var description: String {
    known.isEmpty
      ? "method \"\(name)\": the schema has no service"
      : "method \"\(name)\": expected PACKAGE.SERVICE/METHOD; the schema has \(known.joined(separator: ", "))"
  }
}

/// Schema files on disk.
package enum SchemaFiles {
  /// Reads and links files with what they import.
  /// - Parameters:
  ///   - files: paths on disk.
  ///   - roots: folders that imports are looked for in; the folder of each file is one too.
  /// - Throws: `SchemaError` with everything that is wrong.
  package static func load(_ files: [String], roots: [String]) throws(SchemaError) -> Schema {
    let folders = roots + files.map(folder)
    let paths = files.map { file in
      roots.first { file.hasPrefix($0 + "/") }.map { String(file.dropFirst($0.count + 1)) } ?? name(file)
    }
    return try SchemaLoader.load(paths) { path in
      for folder in folders {
        if let data = FileManager.default.contents(atPath: folder + "/" + path) { return [UInt8](data) }
      }
      return WellKnownSchemas.text(of: path).map { [UInt8]($0.utf8) }
    }
  }

  private static func folder(_ file: String) -> String {
    file.lastIndex(of: "/").map { String(file[..<$0]) } ?? "."
  }

  private static func name(_ file: String) -> String {
    file.lastIndex(of: "/").map { String(file[file.index(after: $0)...]) } ?? file
  }
}
