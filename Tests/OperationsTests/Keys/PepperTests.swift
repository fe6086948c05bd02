import Foundation
import Operations
import Population
import Testing

@Suite("The secret beside a store", .timeLimit(.minutes(5)))
struct PepperTests {
  /// A folder that is removed after the test.
  private static func withFolder(_ body: (_ database: String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "spots-pepper-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder.appending(path: "spots.db").path)
  }

  @Test("is made on first use, for its owner alone, and is the same ever after")
  func madeOnce() throws {
    try Self.withFolder { database in
      let made = try Pepper(besideDatabase: database)
      let file = try FileManager.default.attributesOfItem(atPath: database + ".pepper")
      #expect(file[.posixPermissions] as? Int == 0o600 && file[.size] as? Int == Pepper.length)
      let again = try Pepper(besideDatabase: database)
      #expect(again.checkValue == made.checkValue)
      #expect(again.mac(of: [1, 2]) == made.mac(of: [1, 2]) && made.mac(of: [1, 2]) != made.mac(of: [1]))
      #expect(
        try again.pseudonymizer.agent("1".utf8, in: .spots) == made.pseudonymizer.agent("1".utf8, in: .spots))
    }
  }

  @Test("two stores have two secrets")
  func different() throws {
    try Self.withFolder { one in
      try Self.withFolder { other in
        let values = try [one, other].map { try Pepper(besideDatabase: $0).checkValue }
        #expect(values[0] != values[1])
      }
    }
  }

  @Test("a file of another length is refused and left as it is", arguments: [0, 31, 33, 4_096])
  func wrongLength(bytes: Int) throws {
    try Self.withFolder { database in
      let file = URL(filePath: database + ".pepper")
      try Data(repeating: 7, count: bytes).write(to: file)
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
      let refusal = #expect(throws: Pepper.Unusable.self) { try Pepper(besideDatabase: database) }
      #expect(refusal?.description.contains("does not hold 32 bytes") == true)
      #expect(try Data(contentsOf: file).count == bytes)
    }
  }

  @Test(
    "a file that others can read or write is refused, and how to close it is said", arguments: [0o640, 0o604, 0o602])
  func openMode(mode: Int) throws {
    try Self.withFolder { database in
      _ = try Pepper(besideDatabase: database)
      let file = database + ".pepper"
      try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file)
      let refusal = #expect(throws: Pepper.Unusable.self) { try Pepper(besideDatabase: database) }
      #expect(refusal?.description.hasSuffix("(mode \(String(mode, radix: 8))); chmod 600 \(file)") == true)
    }
  }

  @Test("where no file can be made, what is wrong is said")
  func unwritable() throws {
    try Self.withFolder { database in
      let refusal = #expect(throws: Pepper.Unusable.self) { try Pepper(besideDatabase: database + "/none/spots.db") }
      #expect(refusal?.description.hasPrefix("cannot make") == true)
    }
  }

  @Test("pseudonyms, keys and the check value are made under secrets apart")
  func separated() throws {
    let pepper = try Pepper(secret: Array(repeating: 3, count: 32))
    let other = try Pepper(secret: Array(repeating: 4, count: 32))
    #expect(pepper.mac(of: Array("check".utf8)) != pepper.checkValue)
    #expect(
      try pepper.pseudonymizer.agent("1".utf8, in: .spots) != other.pseudonymizer.agent("1".utf8, in: .spots))
  }
}
