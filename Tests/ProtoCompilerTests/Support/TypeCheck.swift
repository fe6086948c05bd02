import Foundation

/// The Swift compiler over generated files, against the modules that were built with the tests.
enum TypeCheck {
  /// The features that packages of ours have.
  static let features = ["InternalImportsByDefault", "MemberImportVisibility", "ExistentialAny"]

  /// Generates Swift of schema files and type-checks it as one module, together with a file of a user's own.
  /// - Returns: what is wrong, one finding a line; empty when nothing is.
  static func findings(
    of files: [String], in root: URL, _ options: [String] = [], features: [String] = features, beside own: String = ""
  ) throws -> [String] {
    let folder = try TemporaryFolder()
    let output = folder.url.appending(path: "swift").path
    let made = try Program.protogen(
      ["--proto_path", root.path, "--services", "--swift_out", output] + options + files)
    guard made.status == 0 else { return ["protogen: " + made.errors] }
    try Data(own.utf8).write(to: URL(filePath: output + "/own.swift"))
    let swift = try folder.names(in: "swift").map { output + "/" + $0 }
    let done = try Program(URL(filePath: "/usr/bin/env"), ["swiftc", "-typecheck"] + settings(features) + swift)
    let lines = done.errors.split(separator: "\n").map(String.init)
    let found = lines.filter { $0.hasPrefix("/") && ($0.contains(" error: ") || $0.contains(" warning: ")) }
    return found.isEmpty && done.status != 0 ? ["swiftc: " + done.errors] : found
  }

  /// The language mode, the features, and where modules are.
  private static func settings(_ features: [String]) -> [String] {
    let libraries = ["CNghttp2", "COpenSSL", "CLinux", "CZlib"].map {
      Program.root.appending(path: "Sources/\($0)").path
    }
    return ["-swift-version", "6", "-module-name", "Generated"]
      + features.flatMap { ["-enable-upcoming-feature", $0] }
      + ([Program.built.appending(path: "Modules").path] + libraries).flatMap { ["-I", $0] }
  }
}
