import Foundation

/// The folder schema files are imported from.
struct SchemaFolder {
  let url: URL

  /// Paths of all schema files, relative to the folder, in order; hidden ones are none, as for the compiler.
  var paths: [String] {
    let found = FileManager.default.enumerator(atPath: url.path)?.compactMap { $0 as? String } ?? []
    return found.filter { path in
      path.hasSuffix(".proto") && !path.split(separator: "/").contains { $0.hasPrefix(".") }
    }.sorted()
  }

  /// The schema files: a change of any may change what is generated.
  var files: [URL] { paths.map { url.appending(path: $0) } }
}
