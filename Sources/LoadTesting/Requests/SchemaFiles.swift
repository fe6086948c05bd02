internal import FoundationEssentials
internal import ProtoCompiler
package import ProtoSchema

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
