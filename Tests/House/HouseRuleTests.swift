import Testing

/// Each rule on small houses: one that keeps it and one that breaks it.
@Suite("The rules of the house", .timeLimit(.minutes(5)))
struct HouseRuleTests {
  private func house(_ files: KeyValuePairs<String, String>) -> [SourceFile] {
    files.map { SourceFile(path: $0.key, source: $0.value) }
  }

  @Test("a target without a floor is found")
  func unknownRooms() {
    let found = HouseRules.unknownRooms(house(["RPC/A.swift": "", "Cellar/A.swift": "", "Cellar/B.swift": ""]))
    #expect(found == ["Cellar stands in no row of Tests/House/Floors.swift"])
  }

  @Test("an import of a room above or beside is found, one of a room below is not")
  func importsUpwards() {
    let found = HouseRules.importsUpwards(
      house([
        "RPC/Down.swift": "internal import WireFormat\nimport Glibc",
        "RPC/Up.swift": "package import Answers\n",
        "Storage/Beside.swift": "public import struct Releases.Draw",
        "Storage/Comment.swift": "// import spots\n/* import spots */ let text = \"import spots\"",
        "Privacy/Marked.swift": "@preconcurrency import RPC",
      ]))
    #expect(
      found == [
        "RPC/Up.swift, on floor 4, imports Answers, which is on floor 6",
        "Storage/Beside.swift, on floor 5, imports Releases, which is on floor 5",
        "Privacy/Marked.swift, on floor 1, imports RPC, which is on floor 4",
      ])
  }

  @Test("OpenSSL in HTTP2 and GRDB above its wrapper are found")
  func reservedImports() {
    let found = HouseRules.reservedImports(
      house([
        "HTTP2/TLS.swift": "import COpenSSL", "Transport/TLS.swift": "import COpenSSL",
        "Storage/Keys.swift": "internal import GRDB", "StorageSQLite/Rows.swift": "internal import GRDB",
      ]))
    #expect(
      found == [
        "HTTP2/TLS.swift imports COpenSSL, which only Cryptography, RawHTTP2, Transport may",
        "Storage/Keys.swift imports GRDB, which only StorageSQLite may",
      ])
  }

  @Test("a room that asks the system for the time is found, a program is not")
  func wallClocks() {
    let found = HouseRules.wallClocks(
      house([
        "Storage/A.swift": "clock_gettime(CLOCK_REALTIME, &time)", "Answers/B.swift": "let now = Date()",
        "spotsd/Main.swift": "clock_gettime(CLOCK_REALTIME, &time)",
        "RPC/C.swift": "// CLOCK_REALTIME\nclock_gettime(CLOCK_MONOTONIC, &time)",
      ]))
    #expect(
      found == [
        "Storage/A.swift asks the system for the time (CLOCK_REALTIME)",
        "Answers/B.swift asks the system for the time (Date())",
      ])
  }

  @Test("a file that a page names and that is gone is found; other words are no files")
  func missing() {
    let page = "from `RPC/Server/Start` to `RPC/Server/End`, by `gRPC/over/HTTP` and `RPC`"
    #expect(
      HouseRules.missing(on: page, house(["RPC/Server/Start.swift": ""]))
        == ["the page names RPC/Server/End, which is not there"])
  }

  @Test("files that name each other over others are a circle; a straight line is none")
  func circlesOfFiles() {
    let line = ["Answers/A.swift": "struct A { let b: B }", "Answers/B.swift": "struct B {}"]
    let circle = house([
      "Answers/A.swift": "struct A { let b: B }", "Answers/B.swift": "package enum B { case c(C) }",
      "Answers/C.swift": "private func c(_ a: [A]) {}\n  final class C {}", "Answers/D.swift": "let a: A? = nil",
    ])
    #expect(HouseRules.circlesOfFiles(line.map { SourceFile(path: $0.key, source: $0.value) }).isEmpty)
    let found = HouseRules.circlesOfFiles(circle)
    let words = """
      a circle of files: Answers/A.swift, Answers/B.swift, Answers/C.swift
        Answers/A.swift names B of Answers/B.swift
        Answers/B.swift names C of Answers/C.swift
        Answers/C.swift names A of Answers/A.swift
      """
    #expect(found == [words])
  }

  @Test("two circles of a room are told apart")
  func severalCircles() {
    let found = HouseRules.circlesOfFiles(
      house([
        "Answers/A.swift": "struct A { let b: B }", "Answers/B.swift": "struct B { let a: [A] }",
        "Answers/C.swift": "struct C { let a: A, d: D }", "Answers/D.swift": "struct D { let c: [C] }",
      ]))
    #expect(
      found.map { $0.prefix { $0 != "\n" } } == [
        "a circle of files: Answers/A.swift, Answers/B.swift", "a circle of files: Answers/C.swift, Answers/D.swift",
      ])
  }

  @Test("a name that two files declare, a comment and a room of the framework make no circle")
  func noCircles() {
    let found = HouseRules.circlesOfFiles(
      house([
        "Answers/A.swift": "struct A { enum Kind {}; let b: B }",
        "Answers/B.swift": "struct B {\n  enum Kind {}\n} // A",
        "RPC/C.swift": "struct C { let d: D }", "RPC/D.swift": "struct D { let c: [C] }",
      ]))
    #expect(found.isEmpty)
  }

  @Test("folders that name each other are a circle though their files are none")
  func circlesOfFolders() {
    let files = house([
      "Storage/Rules/A.swift": "struct A { let b: B }", "Storage/Rows/B.swift": "struct B {}",
      "Storage/Rows/C.swift": "struct C { let d: D }", "Storage/Rules/D.swift": "struct D {}",
    ])
    #expect(HouseRules.circlesOfFiles(files).isEmpty)
    let words = """
      a circle of folders in Storage: Rows, Rules
        Rows names D of Rules
        Rules names B of Rows
      """
    #expect(HouseRules.circlesOfFolders(files) == [words])
    #expect(HouseRules.circlesOfFolders(Array(files.prefix(3))).isEmpty)
  }

  @Test("a name used twice is found where one of the two belongs to the product and neither is a file's own")
  func namesUsedTwice() {
    let found = HouseRules.namesUsedTwice(
      house([
        "RPC/Endpoint.swift": "package struct Endpoint {}", "LoadTesting/Endpoint.swift": "enum Endpoint: Error {}",
        "RPC/Stream.swift": "final class Stream {}", "HTTP2/Stream.swift": "final class Stream {}",
        "Answers/Words.swift": "private struct Words {}", "Segments/Words.swift": "struct Words {}",
        "Answers/Page.swift": "struct Page {\n  struct Line {}\n}", "Segments/Line.swift": "struct Line {}",
      ]))
    #expect(found == ["Endpoint is declared in LoadTesting/Endpoint.swift and in RPC/Endpoint.swift"])
  }

  @Test("declarations are seen behind attributes and modifiers, and not in strings or comments")
  func declarations() {
    let file = SourceFile(
      path: "Answers/Folder/Inner/A.swift",
      source: """
        @frozen public struct One<Element>: Sendable {
          @usableFromInline package final class Two {}
          func inner() {}
        }
        nonisolated(unsafe) var three = "struct Four { \\"struct Five {\\" }"
        // struct Six {}
        fileprivate func seven(_ value: One<Int>) {}
        """)
    #expect(file.declarations.map(\.name) == ["One", "Two", "seven"])
    #expect(file.declarations.map(\.isOutermost) == [true, false, true])
    #expect(file.declarations.map(\.isPrivate) == [false, false, true])
    #expect(file.room == "Answers")
    #expect(file.folder == "Folder/Inner")
    #expect(file.names.isDisjoint(with: ["Four", "Five", "Six"]))
  }

  @Test("a suite without a time limit is found, however it is written")
  func timeLimits() {
    let found = SuiteRule.withoutTimeLimit(
      house([
        "A/Good.swift": "@Suite(\"a\", .timeLimit(.minutes(5)))\nstruct Good {\n  @Test func a() {}\n}\n",
        "A/More.swift": "extension Good {\n  @Test func b() {}\n}\nstruct Support {\n  let limit = 1\n}\n",
        "A/Long.swift": "@Suite(\n  .serialized,\n  .timeLimit(.minutes(5)))\nstruct Long {\n  @Test func a() {}\n}\n",
        "A/Bare.swift": "struct Bare {\n  @Test(\"x\", .timeLimit(.minutes(5))) func a() {}\n}\n",
        "A/Named.swift": "@Suite(\".timeLimit(\")\nfinal class Named {\n  @Test func a() {}\n}\n",
        "A/Loose.swift": "let limit = 1\n@Test func a() {\n}\n",
        "A/Other.swift": "extension Unknown {\n  @Test func b() {}\n}\n",
      ]))
    #expect(
      found == [
        "A/Bare.swift: Bare has no .timeLimit", "A/Named.swift: Named has no .timeLimit",
        "A/Loose.swift: a test outside of a suite has no .timeLimit", "A/Other.swift: Unknown has no .timeLimit",
      ])
  }
}
