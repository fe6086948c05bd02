import DynamicMessages
import Foundation
import ProtoSchema
import Testing

@testable import LoadTesting

@Suite("Requests", .timeLimit(.minutes(1)))
struct RequestTests {
  private func message(_ source: RequestSource, _ number: Int) throws -> [UInt8] {
    var random = SeededRandom(seed: 0, stream: 0)
    return try source.message(number, using: &random)
  }

  @Test("a template without places is encoded once, one with places for every call")
  func templates() throws {
    let encoding: RequestEncoding = { text throws(MessageEncodingError) in Array(text.utf8) }
    let constant = try RequestSource(RequestTemplate("{}"), encoding: encoding)
    guard case .constant = constant else { return #expect(Bool(false), "\(constant)") }
    #expect(try message(constant, 7) == Array("{}".utf8))
    let counted = try RequestSource(RequestTemplate("{{seq}}"), encoding: encoding)
    #expect(try message(counted, 7) == Array("7".utf8))
  }

  @Test("a template whose first text is no message is refused before anything is called")
  func badTemplate() throws {
    let template = try RequestTemplate("{{seq}}")
    #expect(throws: MessageEncodingError.self) {
      try RequestSource(template) { text throws(MessageEncodingError) in
        throw MessageEncodingError(path: "a", reason: "no such field")
      }
    }
  }

  @Test("recorded requests are taken in turn")
  func recorded() throws {
    let source = RequestSource.recorded([[1], [2], [3]])
    #expect(try (0..<5).map { try message(source, $0) } == [[1], [2], [3], [1], [2]])
  }

  @Test("rows of a table are taken in turn, whatever ends their lines, and the last needs no end")
  func table() throws {
    let table = try CSVTable("a,b\r\n1,2\r\n3,\"4\r\n5\"")
    #expect(table.columns == ["a", "b"])
    #expect((0..<3).map { table.value(row: $0, column: 0) } == ["1", "3", "1"])
    #expect(table.value(row: 1, column: 1) == "4\r\n5")
  }

  @Test(
    "a byte order mark, empty lines at the end and an old line end are no part of a table",
    arguments: ["\u{FEFF}name\nAda\n", "name\nAda\n\n", "name\nAda\n\r\n\n", "name\rAda\r", "name\nAda"])
  func tableEnds(text: String) throws {
    let table = try CSVTable(InputText(Array(text.utf8)).text)
    #expect(table.columns == ["name"])
    #expect((0..<3).map { table.value(row: $0, column: 0) } == ["Ada", "Ada", "Ada"])
  }

  @Test("an empty value within a table is one, and a comma is one whatever Unicode joins to it")
  func tableValues() throws {
    let table = try CSVTable("a\n\nx\n")
    #expect((0..<2).map { table.value(row: $0, column: 0) } == ["", "x"])
    let joined = try CSVTable("a,b\nx,\u{301}y\n")
    #expect(joined.value(row: 0, column: 0) == "x" && joined.value(row: 0, column: 1) == "\u{301}y")
  }

  @Test(
    "a table that could be read in two ways is refused",
    arguments: [
      ("a\nx\"y\n", "CSV row 2: a value with a quote in it"), ("a\n\"x\"y\n", "CSV row 2: after a quoted value"),
      ("a\n\"x\n", "CSV row 2: a quote is not closed"), ("a,a\n1,2\n", "CSV row 1: it has two columns \"a\""),
      ("a\n\n", "CSV row 1: expected a row of column names and rows of values"),
    ])
  func tableFaults(text: String, message: String) {
    let error = #expect(throws: MalformedCSV.self) { try CSVTable(text) }
    #expect(error?.description.hasPrefix(message) == true, "\(error.map(\.description) ?? "")")
  }

  @Test("a file in another encoding is refused with its line and what to do")
  func encodings() throws {
    let latin1 = #expect(throws: UnreadableText.self) { try InputText(Array("name\n".utf8) + [0x4A, 0xE9, 0x0A]) }
    #expect(latin1?.description.hasPrefix("line 2 is not UTF-8: expected UTF-8; convert it first") == true)
    let utf16 = #expect(throws: UnreadableText.self) { try InputText([0xFF, 0xFE, 0x61, 0]) }
    #expect(utf16?.reason == "the file is UTF-16")
    #expect(try InputText(Array("é".utf8)).text == "é")
  }

  @Test("requests are the lines that are not blank, with their numbers; other breaks of Unicode are part of a line")
  func lines() throws {
    let text = try InputText(Array("{\"s\":\"a\u{2028}b\"}\r\n \n\u{85}x\n\n{}".utf8))
    #expect(text.lines.map(\.number) == [1, 3, 5])
    #expect(text.lines.map(\.text) == ["{\"s\":\"a\u{2028}b\"}", "\u{85}x", "{}"])
  }

  @Test("a malformed table or template says where and what is wrong")
  func messages() {
    let csv = #expect(throws: MalformedCSV.self) { try CSVTable("a,b\n1\n") }
    #expect(csv?.description == "CSV row 2: it has 1 values, the first row has 2")
    let place = #expect(throws: MalformedTemplate.self) { try RequestTemplate("x {{int 5 1}}") }
    #expect(place?.description == "template {{int 5 1}}: expected two whole numbers, the lower one first")
  }

  @Test("the same seed and stream give the same values, another stream others")
  func random() {
    var (first, again, other) = (
      SeededRandom(seed: 4, stream: 0), SeededRandom(seed: 4, stream: 0), SeededRandom(seed: 4, stream: 1)
    )
    let values = (0..<8).map { _ in first.next() }
    #expect(values == (0..<8).map { _ in again.next() })
    #expect(values != (0..<8).map { _ in other.next() })
    #expect(Set(values).count == 8)
  }

  @Test("random numbers stay in their range and have six digits behind the point at most")
  func numbers() throws {
    var random = SeededRandom(seed: 1, stream: 0)
    for _ in 0..<200 {
      let text = RandomText.number(in: 0.25...0.5, using: &random)
      let value = try #require(Double(text))
      #expect((0.25...0.5).contains(value) && text.count <= 8, "\(text)")
    }
    #expect(try #require(Double(RandomText.number(in: 1e12...2e12, using: &random))) >= 1e12)
  }
}

@Suite("Methods of schema files", .timeLimit(.minutes(1)))
struct MethodLookupTests {
  /// A folder with a schema file that imports another.
  private func folder() throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appending(path: "load-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder.appending(path: "shop"), withIntermediateDirectories: true)
    let files = [
      "shop/orders.proto": """
      syntax = "proto3"; package shop; import "shop/item.proto"; import "google/protobuf/empty.proto";
      service Orders { rpc Put(Item) returns (google.protobuf.Empty); rpc Watch(Item) returns (stream Item); }
      """,
      "shop/item.proto": "syntax = \"proto3\"; package shop; message Item { string name = 1; }",
    ]
    for (name, text) in files { try Data(text.utf8).write(to: folder.appending(path: name)) }
    return folder
  }

  @Test("files are read with what they import, from the folders named or their own")
  func files() throws {
    let root = try folder()
    defer { try? FileManager.default.removeItem(at: root) }
    let schema = try SchemaFiles.load([root.path + "/shop/orders.proto"], roots: [root.path])
    let found = try FoundMethod("shop.Orders/Watch", in: schema)
    #expect(found.fullName == "shop.Orders/Watch" && found.method.isReplyStream && !found.method.isRequestStream)
    #expect(try SchemaFiles.load([root.path + "/shop/item.proto"], roots: []).files.count == 1)
  }

  @Test("a file that is not there, or imports one that is not, is refused by name")
  func missing() throws {
    let root = try folder()
    defer { try? FileManager.default.removeItem(at: root) }
    let absent = #expect(throws: SchemaError.self) { try SchemaFiles.load([root.path + "/no.proto"], roots: []) }
    #expect(absent.map { "\($0)".contains("no.proto") } == true)
    let lost = #expect(throws: SchemaError.self) { try SchemaFiles.load([root.path + "/shop/orders.proto"], roots: []) }
    #expect(lost.map { "\($0)".contains("shop/item.proto") } == true)
  }

  @Test("a method that is not there is refused with those that are")
  func unknown() throws {
    let root = try folder()
    defer { try? FileManager.default.removeItem(at: root) }
    let schema = try SchemaFiles.load([root.path + "/shop/orders.proto"], roots: [root.path])
    #expect(try FoundMethod("/shop.Orders/Put", in: schema).method.name == "Put", "a leading slash is allowed")
    let method = #expect(throws: UnknownMethod.self) { try FoundMethod("shop.Orders/Take", in: schema) }
    #expect(method?.known == ["shop.Orders/Put", "shop.Orders/Watch"])
    let form = #expect(throws: UnknownMethod.self) { try FoundMethod("Put", in: schema) }
    #expect(form?.description.contains("expected PACKAGE.SERVICE/METHOD") == true)
    #expect(UnknownMethod(name: "a/B", known: []).description.contains("the schema has no service"))
  }
}
