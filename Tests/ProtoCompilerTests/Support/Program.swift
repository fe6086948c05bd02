import Foundation

/// A program run to its end, with what it wrote.
struct Program {
  let output: String
  let errors: String
  let status: Int32

  /// The package's folder.
  static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..").standardizedFileURL
  /// The folder of programs that were built with the tests.
  static let built: URL = {
    let bundle = Bundle.allBundles.map(\.bundleURL).first { $0.pathExtension == "xctest" } ?? Bundle.main.bundleURL
    let folder = bundle.deletingLastPathComponent()
    return FileManager.default.fileExists(atPath: folder.appending(path: "protogen").path)
      ? folder : URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
  }()

  /// Runs the compiler.
  static func protogen(_ arguments: [String], at folder: URL = root) throws -> Program {
    try Program(built.appending(path: "protogen"), arguments, at: folder)
  }

  /// Runs any program.
  init(_ program: URL, _ arguments: [String], at folder: URL = root) throws {
    try self.init(program, arguments, at: folder, in: TemporaryFolder())
  }

  private init(_ program: URL, _ arguments: [String], at folder: URL, in scratch: TemporaryFolder) throws {
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.currentDirectoryURL = folder
    let files = ["output", "errors"].map { scratch.url.appending(path: $0) }
    for file in files { _ = FileManager.default.createFile(atPath: file.path, contents: nil) }
    process.standardOutput = try FileHandle(forWritingTo: files[0])
    process.standardError = try FileHandle(forWritingTo: files[1])
    try process.run()
    process.waitUntilExit()
    output = String(decoding: try Data(contentsOf: files[0]), as: UTF8.self)
    errors = String(decoding: try Data(contentsOf: files[1]), as: UTF8.self)
    status = process.terminationStatus
  }
}

/// A folder that goes when nobody holds it.
final class TemporaryFolder {
  let url = FileManager.default.temporaryDirectory.appending(path: "protogen-tests-\(UUID().uuidString)")

  init() throws {
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(at: url)
  }

  /// Writes a file, with the folders it lies in.
  func write(_ text: String, to path: String) throws {
    let file = url.appending(path: path)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  /// The names of what lies in a folder of it, in order.
  func names(in path: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: url.appending(path: path).path).sorted()
  }
}
