import LoadTesting
import Testing

@Suite("Templates", .timeLimit(.minutes(2)))
struct TemplateTests {
  @Test("a value of a table arrives as it stands there: escaped in a string of JSON, as it is elsewhere")
  func escapedValues() throws {
    let table = try CSVTable("name,item\n\"C:\\new\ttable \"\"x\"\"\u{1}\",\"{\"\"n\"\":1}\"\n")
    let template = try RequestTemplate(#"{"a\"b":"{{csv name}}","i":{{csv item}},"c":"-{{csv name}}"}"#, table: table)
    var random = SeededRandom(seed: 0, stream: 0)
    let name = #"C:\\new\ttable \"x\"\u0001"#
    #expect(template.text(ofCall: 0, using: &random) == #"{"a\"b":"\#(name)","i":{"n":1},"c":"-\#(name)"}"#)
  }

  @Test("each place is filled in, the same way for the same seed")
  func filled() throws {
    let table = try CSVTable("id,name\n1,\"a \"\"b\"\", c\"\n2,d\n")
    let template = try RequestTemplate(
      #"{"n":{{seq}},"u":"{{uuid}}","c":"{{choice x y}}","i":{{int -5 5}},"f":{{number 0.5 0.75}},"v":"{{csv name}}"}"#,
      table: table)
    var (first, second) = (SeededRandom(seed: 7, stream: 0), SeededRandom(seed: 7, stream: 0))
    let text = template.text(ofCall: 41, using: &first)
    #expect(text == template.text(ofCall: 41, using: &second))
    #expect(text.hasPrefix(#"{"n":41,"u":""#))
    #expect(text.hasSuffix(#""v":"d"}"#))
    #expect(template.text(ofCall: 42, using: &first).hasSuffix(#""v":"a \"b\", c"}"#))
    #expect(!template.isConstant)
  }

  @Test("a UUID is of version 4")
  func uuid() throws {
    var random = SeededRandom(seed: 1, stream: 0)
    let template = try RequestTemplate("{{uuid}}")
    let pattern = /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/
    for call in 0..<100 {
      #expect(try pattern.wholeMatch(in: template.text(ofCall: call, using: &random)) != nil)
    }
  }

  @Test(
    "a place that is not known is refused",
    arguments: ["{{", "{{sequence}}", "{{int 1}}", "{{int 5 1}}", "{{number a b}}", "{{choice}}", "{{csv x}}"])
  func refused(_ text: String) {
    #expect(throws: MalformedTemplate.self) { _ = try RequestTemplate(text) }
  }

  @Test("a CSV file with rows of another width is refused with the row")
  func csv() {
    let error = #expect(throws: MalformedCSV.self) { _ = try CSVTable("a,b\n1,2\n3\n") }
    #expect(error?.row == 3)
    #expect(throws: MalformedCSV.self) { _ = try CSVTable("a\n\"x\n") }
    #expect(throws: MalformedCSV.self) { _ = try CSVTable("a\n") }
  }

  @Test("random values stay among those that are allowed, and each of them comes")
  func ranges() throws {
    var random = SeededRandom(seed: 2, stream: 0)
    let template = try RequestTemplate("{{int -1 1}} {{choice a b}}")
    var seen: Set<String> = []
    for call in 0..<200 { seen.insert(template.text(ofCall: call, using: &random)) }
    #expect(seen == ["-1 a", "-1 b", "0 a", "0 b", "1 a", "1 b"])
  }

  @Test("a text without places stays as it is, braces of its own too")
  func plain() throws {
    var random = SeededRandom(seed: 2, stream: 0)
    let template = try RequestTemplate(#"{"a":{"b":1}} }}"#)
    #expect(template.isConstant)
    #expect(template.text(ofCall: 9, using: &random) == #"{"a":{"b":1}} }}"#)
    #expect(try RequestTemplate("").text(ofCall: 0, using: &random).isEmpty)
  }

  @Test(
    "a place that is not known is told with what is allowed",
    arguments: [
      ("{{x", "}} is missing"), ("{{csv a}}", "there is no CSV file"), ("{{int 2 1}}", "the lower one first"),
      ("{{number 1e400 2}}", "the lower one first"), ("{{}}", "expected seq, uuid, int LOW HIGH"),
    ])
  func reasons(text: String, reason: String) {
    let error = #expect(throws: MalformedTemplate.self) { try RequestTemplate(text) }
    #expect(error?.reason.contains(reason) == true, "\(error?.reason ?? "read")")
  }

  @Test("a column that is not there is told with those that are")
  func noColumn() throws {
    let table = try CSVTable("id,name\n1,a\n")
    let error = #expect(throws: MalformedTemplate.self) { try RequestTemplate("{{csv nam}}", table: table) }
    #expect(error?.reason.hasSuffix("it has id, name") == true)
  }
}
