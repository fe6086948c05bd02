import ProtoSchema
import Testing

@testable import ProtoCompiler

@Suite("trees of JSON", .timeLimit(.minutes(1)))
struct JSONTreeTests {
  private func parsed(_ text: String) throws(Diagnostic) -> JSONTree {
    try JSONTreeParser.parse(Array(text.utf8), path: "t.json")
  }

  @Test(
    "what is written reads as the same tree",
    arguments: [
      .null, true, false, 0, -12, .number("1.5e-7"), "", "a\"\\\n\t\u{1}\u{7F}é\u{1F600}/", [], [:], [1, [2, []]],
      ["b": 1, "a": ["c": .null]],
    ] as [JSONTree])
  func roundTrips(tree: JSONTree) throws {
    #expect(try parsed(tree.document) == tree)
  }

  @Test("members keep their order, and escapes are read")
  func reading() throws {
    #expect(
      try parsed(" {\"b\":1,\"a\":[true ,null]}\r\n").document
        == "{\n  \"b\": 1,\n  \"a\": [\n    true,\n    null\n  ]\n}\n")
    #expect(try parsed(#""\u00e9\ud83d\ude00\/\b""#) == "é\u{1F600}/\u{8}")
  }

  @Test(
    "what is no JSON is refused with its line and column",
    arguments: [
      ("", "1:1: a value is"), ("{\n  \"a\": 1,\n}", "3:1: a name in quotes"), ("[1,]", "1:4: a value is"),
      ("[1 2]", "1:4: \",\" or \"]\""), ("{\"a\" 1}", "1:6: \":\" is"),
      ("{\"a\":1,\"a\":2}", "1:8: \"a\" is there already"),
      ("01", "1:1: 01 is no number"), ("1.", "1:1: 1. is no number"), ("-", "1:1: - is no number"),
      ("nul", "1:1: a value"),
      ("\"a\nb\"", "1:1: this string"), ("\"\\x\"", "1:2: no escape"), ("\"\\ud800\"", "half a surrogate"),
      ("1 1", "1:3: nothing"),
      (String(repeating: "[", count: 101), "1:101: values lie deeper than 100"),
    ])
  func refusals(text: String, words: String) {
    let error = #expect(throws: Diagnostic.self) { try parsed(text) }
    #expect(
      error?.description.hasPrefix("t.json:") == true && error?.description.contains(words) == true,
      "\(String(describing: error))")
  }

  @Test("a merge patch merges members, removes by null, and replaces all else")
  func patches() {
    let tree: JSONTree = ["a": ["b": 1, "c": [1, 2]], "d": "e"]
    let patch: JSONTree = ["a": ["b": .null, "c": [3], "f": ["g": true, "h": .null]], "d": ["i": 1]]
    #expect(tree.patched(with: patch) == ["a": ["c": [3], "f": ["g": true]], "d": ["i": 1]])
  }
}
