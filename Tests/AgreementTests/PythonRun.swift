import Foundation

/// A program of `python/`, run with the packages that `make agreement` installs.
enum PythonRun {
  /// The folder of the package.
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  struct Failed: Error, CustomStringConvertible {
    let description: String
  }

  /// A data set beside the project; `nil`, with a word, where it or the packages are absent.
  static func folder(_ name: String) -> URL? {
    let shared = ProcessInfo.processInfo.environment["SPOTS_SHARED"].map { URL(filePath: $0) }
    let folder = (shared ?? root.appending(path: "../shared")).appending(path: "data/\(name)")
    for needed in [folder, python] where !FileManager.default.fileExists(atPath: needed.path) {
      print("skipped: \(needed.path) is not here" + (needed == python ? "; `make agreement` makes it" : ""))
      return nil
    }
    return folder
  }

  private static var python: URL {
    ProcessInfo.processInfo.environment["SPOTS_AGREEMENT_PYTHON"].map { URL(filePath: $0) }
      ?? root.appending(path: ".venv-agreement/bin/python")
  }

  /// Runs a program and decodes each line that it prints.
  static func lines<Line: Decodable>(_ type: Line.Type, _ program: String, _ arguments: String...) throws -> [Line] {
    let output = FileManager.default.temporaryDirectory.appending(path: "agreement-\(UUID().uuidString)")
    _ = FileManager.default.createFile(atPath: output.path, contents: nil)
    defer { try? FileManager.default.removeItem(at: output) }
    let process = Process()
    process.executableURL = python
    process.arguments = ["-B", root.appending(path: "Tests/AgreementTests/python/\(program)").path] + arguments
    process.standardOutput = try FileHandle(forWritingTo: output)
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Failed(description: "\(program) ended with \(process.terminationStatus)")
    }
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try Data(contentsOf: output).split(separator: UInt8(ascii: "\n")).map {
      try decoder.decode(type, from: Data($0))
    }
  }
}
