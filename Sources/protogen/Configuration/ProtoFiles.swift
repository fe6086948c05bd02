import FoundationEssentials
import ProtoCompiler
import ProtoSchema

/// Schema files under the folders they are imported from; the first folder that has a path gives its file.
struct ProtoFiles {
  let roots: [String]

  /// The bytes of the file of a path; files of the runtime need not lie under a root.
  func read(_ path: String) -> [UInt8]? {
    guard let place = place(of: path) else { return WellKnownSchemas.text(of: path).map { [UInt8]($0.utf8) } }
    return FileManager.default.contents(atPath: place).map { [UInt8]($0) }
  }

  /// A diagnostic with the file's place on disk, for editors to open.
  func located(_ diagnostic: Diagnostic) -> Diagnostic {
    var diagnostic = diagnostic
    diagnostic.path = place(of: diagnostic.path) ?? diagnostic.path
    return diagnostic
  }

  private func place(of path: String) -> String? {
    roots.lazy.map { $0 + "/" + path }.first { FileManager.default.fileExists(atPath: $0) }
  }

  /// Refuses folders that are not there.
  func check() throws(UsageError) {
    for root in roots {
      var isFolder = false
      guard FileManager.default.fileExists(atPath: root, isDirectory: &isFolder), isFolder else {
        throw UsageError(message: "the proto path \(root) is no folder")
      }
    }
  }

  /// The paths of names and patterns, each once, patterns in order of their names.
  func expand(_ patterns: [String], skipping skipped: [String]) throws(UsageError) -> [String] {
    var all: [String]?
    var paths: [String] = []
    for pattern in patterns {
      guard pattern.contains("*") else {
        paths.append(relative(pattern))
        continue
      }
      let known = all ?? self.all
      all = known
      let found = PathPattern.chosen(of: known, by: [pattern], skipping: [])
      guard !found.isEmpty else {
        throw UsageError(message: "no file matches \(pattern) under \(roots.joined(separator: ", "))")
      }
      paths += found
    }
    return PathPattern.chosen(of: paths, by: ["**"], skipping: skipped)
  }

  private var all: [String] {
    Set(roots.flatMap { Self.protoFiles(in: $0, below: "") }).sorted()
  }

  private static func protoFiles(in root: String, below folder: String) -> [String] {
    let entries = (try? FileManager.default.contentsOfDirectory(atPath: root + "/" + folder)) ?? []
    return entries.filter { !$0.hasPrefix(".") }.flatMap { entry in
      let path = folder.isEmpty ? entry : folder + "/" + entry
      var isFolder = false
      guard FileManager.default.fileExists(atPath: root + "/" + path, isDirectory: &isFolder) else { return [String]() }
      return isFolder ? protoFiles(in: root, below: path) : entry.hasSuffix(".proto") ? [path] : []
    }
  }

  /// A name as it is imported: a file named with its proto path loses it.
  private func relative(_ name: String) -> String {
    guard place(of: name) == nil else { return name }
    let root = roots.first { name.hasPrefix($0.hasSuffix("/") ? $0 : $0 + "/") }
    return root.map { String(name.dropFirst($0.count).drop { $0 == "/" }) } ?? name
  }
}
