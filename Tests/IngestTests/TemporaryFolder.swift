import Glibc
import Testing

/// A folder of files that lasts as long as the value that made it.
final class TemporaryFolder {
  let path: String
  private var names: [String] = []

  init(_ files: [String: String] = [:]) throws {
    var template = Array("/tmp/ingest-XXXXXX".utf8CString)
    let made = mkdtemp(&template)
    try #require(made != nil)
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    for (name, text) in files { try write(Array(text.utf8), as: name) }
  }

  deinit {
    for name in names { unlink("\(path)/\(name)") }
    rmdir(path)
  }

  func write(_ bytes: [UInt8], as name: String) throws {
    let file = try #require(fopen("\(path)/\(name)", "w"))
    fwrite(bytes, 1, bytes.count, file)
    fclose(file)
    names.append(name)
  }
}
