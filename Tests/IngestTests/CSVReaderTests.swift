import Testing

@testable import Ingest

@Suite("Records of a CSV file", .timeLimit(.minutes(1)))
struct CSVReaderTests {
  private func read(_ text: String) throws -> [[String]] { try read(Array(text.utf8)) }

  private func read(_ bytes: [UInt8]) throws -> [[String]] {
    let folder = try TemporaryFolder()
    try folder.write(bytes, as: "a.csv")
    let reader = try CSVReader(path: folder.path + "/a.csv", name: "a.csv")
    let columns = try reader.header.map { try reader.column($0) }
    var records = [reader.header]
    while try reader.next() { records.append(columns.map { reader.text($0) }) }
    return records
  }

  @Test(
    "are the same whatever ends their lines, and whether the last line ends",
    arguments: ["a,b\n1,2\n3,4\n", "a,b\r\n1,2\r\n3,4\r\n", "a,b\n1,2\r\n3,4", "\u{FEFF}a,b\n\n1,2\n\r\n3,4\n\n"])
  func lines(text: String) throws { #expect(try read(text) == [["a", "b"], ["1", "2"], ["3", "4"]]) }

  @Test(
    "keep what stands in quotes as it is",
    arguments: [
      (#""""#, ""), (#""x""#, "x"), (#""x,y""#, "x,y"), (#""x""y""#, #"x"y"#), (#""""""""#, #""""#),
      ("\"x\ny\"", "x\ny"), ("\"x\r\ny\"", "x\r\ny"), (#"" x ""#, " x "),
    ])
  func quotes(field: String, value: String) throws {
    #expect(try read("a,b\n\(field),z\n") == [["a", "b"], [value, "z"]])
    #expect(try read("b,a\nz,\(field)") == [["b", "a"], ["z", value]])
  }

  @Test("may be empty in every field, and keep spaces")
  func empty() throws { #expect(try read("a,b,c\n,,\n , ,\n").dropFirst() == [["", "", ""], [" ", " ", ""]]) }

  @Test("that are no UTF-8 get replacement characters, and their neighbours stay")
  func encoding() throws {
    #expect(try read(Array("a,b\n".utf8) + [0x43, 0xE9, 0x2C, 0x78]) == [["a", "b"], ["C\u{FFFD}", "x"]])
  }

  @Test("are read across the pieces that the file comes in")
  func pieces() throws {
    let long = String(repeating: "é", count: 40_000)
    let text = "a,b\n" + (0..<20).map { "\($0),\"\(long)\n\($0)\"\n" }.joined()
    let records = try read(text)
    #expect(records.count == 21)
    for (number, record) in records.dropFirst().enumerated() {
      #expect(record == ["\(number)", "\(long)\n\(number)"])
    }
  }

  @Test(
    "that cannot be read are refused with file and line",
    arguments: [
      ("a,b\n1,2\n3\n", "a.csv:3: has 1 fields; the header row has 2 columns"),
      ("a,b\n\"1\n\n\",2\n3,4,5\n", "a.csv:5: has 3 fields; the header row has 2 columns"),
      ("a,b\n1,2\n\"3\"x,4\n", "a.csv:3: a quote stands within a field; quote the whole field and double it"),
      ("a,b\n1,\"2\n3", "a.csv:2: a quoted field does not end"), ("", "a.csv: is empty; a header row is needed"),
      ("\n\n", "a.csv: is empty; a header row is needed"),
      ("a,b,a\n", "a.csv:1: column a: stands twice in the header row"),
    ])
  func refused(text: String, message: String) {
    #expect { try read(text) } throws: { "\($0)" == message }
  }

  @Test("of a file that is not there are refused with the system's reason")
  func missing() {
    #expect { try CSVReader(path: "/nowhere/a.csv", name: "a.csv") } throws: {
      "\($0)" == "a.csv: cannot be opened: No such file or directory"
    }
  }

  @Test("say yes and no in the words allowed, and nothing else")
  func flags() throws {
    let folder = try TemporaryFolder(["a.csv": "a\n1\ntrue\nYES\n0\nFalse\nno\n\"\"\nmaybe\n"])
    let reader = try CSVReader(path: folder.path + "/a.csv", name: "a.csv")
    let column = try reader.column("a")
    var flags: [Bool] = []
    for _ in 0..<6 where try reader.next() { flags.append(try reader.flag(column)) }
    #expect(flags == [true, true, true, false, false, false])
    #expect(try reader.next() && reader.text(column) == "maybe", "an empty line is no record")
    let error = #expect(throws: IngestError.self) { try reader.flag(column) }
    #expect(error?.line == 9 && error?.column == "a" && error?.reason.contains("allowed are 1, 0, true") == true)
  }

  @Test("have numbers only within their range")
  func numbers() throws {
    let folder = try TemporaryFolder(["a.csv": "a,b\n-1,x\n1.5,x\n,x\n1.51,x\nnan,x\n0x1p3,x\n"])
    let reader = try CSVReader(path: folder.path + "/a.csv", name: "a.csv")
    let column = try reader.column("a")
    func next() throws -> Double? {
      guard try reader.next() else { return nil }
      return try reader.optionalNumber(column, in: -1...1.5)
    }
    #expect(try next() == -1)
    #expect(try next() == 1.5)
    #expect(try next() == nil)
    for _ in 0..<3 { #expect(throws: IngestError.self) { try next() } }
  }
}
