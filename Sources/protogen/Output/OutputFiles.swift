import FoundationEssentials
import ProtoCompiler

/// Writes results to disk, and reads what they are made of beside schema files.
enum OutputFiles {
  /// The bytes of a file.
  static func read(_ path: String) throws(UsageError) -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw UsageError(message: "\(path) cannot be read")
    }
    return [UInt8](data)
  }

  /// Writes Swift files into a folder, which is made if it is not there.
  static func write(_ files: [GeneratedFile], into folder: String) throws {
    try perform("make the folder \(folder)") {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }
    for file in files { try write(Array(file.text.utf8), to: folder + "/" + file.name) }
  }

  /// Writes a file; one that would stay the same is left alone, so that builds do not compile it again.
  static func write(_ bytes: [UInt8], to path: String) throws {
    let data = Data(bytes)
    if FileManager.default.contents(atPath: path) == data { return }
    try perform("write \(path)") { try data.write(to: URL(filePath: path), options: .atomic) }
  }

  private static func perform(_ what: String, _ body: () throws -> Void) throws {
    do {
      try body()
    } catch {
      throw UsageError(message: "cannot \(what): \(error)")
    }
  }
}
