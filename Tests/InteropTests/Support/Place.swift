import Foundation
import Testing

/// Where the tests find what they run.
enum Place {
  /// The package's folder.
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The folder of the built programs: where the tests themselves were built.
  static let programs: URL = {
    var folder = Bundle.allBundles.map(\.bundleURL).first { $0.pathExtension == "xctest" } ?? Bundle.main.bundleURL
    folder.deleteLastPathComponent()
    return FileManager.default.fileExists(atPath: folder.appending(path: "interop-server").path)
      ? folder : URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
  }()

  /// The development certificates.
  static let authority = root.appending(path: "certs/ca.pem").path
  static let certificate = root.appending(path: "certs/server.pem").path
  static let key = root.appending(path: "certs/server.key").path

  /// Python with grpcio.
  static func python() throws -> URL {
    let python = root.appending(path: ".venv/bin/python")
    try #require(
      FileManager.default.fileExists(atPath: python.path), "no .venv: run `make test-dependencies` first")
    return python
  }

  /// A Python program of these tests.
  static func script(_ name: String) -> String {
    root.appending(path: "Tests/InteropTests/python/\(name).py").path
  }
}
