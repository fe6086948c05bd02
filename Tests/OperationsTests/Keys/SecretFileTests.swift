import Foundation
import Operations
import Testing

@Suite("Files that hold a secret", .timeLimit(.minutes(1)))
struct SecretFileTests {
  @Test("those that others can use are refused, with advice; those of their owner alone, and missing ones, are not")
  func modes() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "spots-secret-\(UUID().uuidString)").path
    try SecretFile.check(file)
    try Data([1]).write(to: URL(filePath: file))
    defer { try? FileManager.default.removeItem(atPath: file) }
    for mode in [0o600, 0o400, 0o700] {
      try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file)
      try SecretFile.check(file)
    }
    for mode in [0o644, 0o640, 0o604, 0o602] {
      try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file)
      let refusal = #expect(throws: SecretFile.Exposed.self) { try SecretFile.check(file) }
      #expect(
        refusal?.description == "\(file) can be used by others (mode \(String(mode, radix: 8))); chmod 600 \(file)")
    }
  }
}
