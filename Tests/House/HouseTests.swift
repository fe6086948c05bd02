import Foundation
import Testing

/// The house as it stands: every file of `Sources/`, and the suites of `Tests/`.
@Suite("The house as it stands", .timeLimit(.minutes(5)))
struct HouseTests {
  private static let sources = Result { try files(below: "Sources") }

  @Test("every target stands in the table of floors")
  func rooms() throws { try expectNothing(HouseRules.unknownRooms) }

  @Test("a room imports only rooms below it")
  func floors() throws { try expectNothing(HouseRules.importsUpwards) }

  @Test("OpenSSL and GRDB are imported only by the rooms that wrap them")
  func reserved() throws { try expectNothing(HouseRules.reservedImports) }

  @Test("no files of a room of the product name each other in a circle")
  func circlesOfFiles() throws { try expectNothing(HouseRules.circlesOfFiles) }

  @Test("no folders of a room of the product name each other in a circle")
  func circlesOfFolders() throws { try expectNothing(HouseRules.circlesOfFolders) }

  @Test("no type of the product has a name that another type of the house has")
  func names() throws { try expectNothing(HouseRules.namesUsedTwice) }

  @Test("only programs ask the system for the time")
  func clocks() throws { try expectNothing(HouseRules.wallClocks) }

  @Test("every file that the page of the house names is there")
  func page() throws {
    let page = try String(contentsOf: Self.root.appending(path: "Sources/README.md"), encoding: .utf8)
    for one in HouseRules.missing(on: page, try Self.sources.get()) { Issue.record("\(one)") }
  }

  @Test("every suite of tests has a time limit")
  func limits() throws {
    for one in SuiteRule.withoutTimeLimit(try Self.files(below: "Tests")) { Issue.record("\(one)") }
  }

  private func expectNothing(_ rule: ([SourceFile]) -> [String]) throws {
    for one in rule(try Self.sources.get()) { Issue.record("\(one)") }
  }

  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The Swift files below a folder of the repository, in order of their paths.
  private static func files(below folder: String) throws -> [SourceFile] {
    let root = Self.root.appending(path: folder)
    let paths = try FileManager.default.subpathsOfDirectory(atPath: root.path)
    return try paths.sorted().filter { $0.hasSuffix(".swift") && !$0.contains("/.build/") }.map { path in
      SourceFile(path: path, source: try String(contentsOf: root.appending(path: path), encoding: .utf8))
    }
  }
}
