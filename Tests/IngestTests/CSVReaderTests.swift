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
    while try reader.next() { records.append(try columns.map { try reader.text($0) }) }
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

  @Test("that are no UTF-8 have bytes, and no text")
  func encoding() throws {
    let folder = try TemporaryFolder()
    try folder.write(Array("a,b\n".utf8) + [0x43, 0xE9, 0x2C, 0x78], as: "a.csv")
    let reader = try CSVReader(path: folder.path + "/a.csv", name: "a.csv")
    let (left, right) = (try reader.column("a"), try reader.column("b"))
    #expect(try reader.next())
    #expect(try reader.required(left) == [0x43, 0xE9])
    #expect(try reader.text(right) == "x")
    #expect { try reader.text(left) } throws: { "\($0)" == #"a.csv:2: column a: "C\xE9" is not UTF-8"# }
  }

  @Test(
    "of a file of another kind are refused by its name",
    arguments: [
      ([0xFF, 0xFE, 0x61, 0x00], "a.csv: is UTF-16; allowed is UTF-8 text, plain or compressed with gzip"),
      ([0xFE, 0xFF, 0x00, 0x61], "a.csv: is UTF-16; allowed is UTF-8 text, plain or compressed with gzip"),
      (
        Array("PK\u{3}\u{4}..".utf8),
        "a.csv: is a zip archive or a spreadsheet; allowed is UTF-8 text, plain or compressed with gzip"
      ),
      (
        [0x61, 0x00, 0x2C, 0x00, 0x0A, 0x00],
        "a.csv:1: holds a zero byte: it is UTF-16 or no text; allowed is UTF-8 text"
      ),
      (Array("a,b\r1,2\r".utf8), "a.csv:1: a carriage return stands alone; lines end with LF or with CR and LF"),
      (Array("a,\"b\"\r1,2\r".utf8), "a.csv:1: a carriage return stands alone; lines end with LF or with CR and LF"),
      (
        Array("a;b\n1;2\n".utf8),
        "a.csv:1: column b: is missing; the header row has a;b; fields are separated by commas"
      ),
      ([0xE9, 0x0A], "a.csv:1: the name of column 1 is not UTF-8"),
    ] as [([UInt8], String)])
  func otherKinds(bytes: [UInt8], message: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(bytes, as: "a.csv")
    #expect { try CSVReader(path: folder.path + "/a.csv", name: "a.csv").column("b") } throws: { "\($0)" == message }
  }

  @Test("that end with CR alone are refused however long the file is")
  func carriageReturns() throws {
    let folder = try TemporaryFolder(["a.csv": String(repeating: "a,b\r", count: 400_000)])
    #expect { try CSVReader(path: folder.path + "/a.csv", name: "a.csv") } throws: {
      "\($0)" == "a.csv:1: a carriage return stands alone; lines end with LF or with CR and LF"
    }
  }

  @Test("that are wrong are told together, twenty of them and the number of the others")
  func together() throws {
    let rows = (1...30).map { $0 == 3 ? "\"x\"y,z" : $0 < 26 ? "\($0)" : "\($0),x" }
    let folder = try TemporaryFolder(["a.csv": "a,b\n" + rows.joined(separator: "\n") + "\n"])
    let reader = try CSVReader(path: folder.path + "/a.csv", name: "a.csv")
    var read: [String] = []
    let error = #expect(throws: IngestErrors.self) {
      try reader.forEachRecord { read.append(reader.shown(try reader.column("a"))) }
    }
    #expect(read == (26...30).map(String.init))
    #expect(error?.count == 25 && error?.errors.map(\.line) == (2...21).map { $0 })
    #expect(error?.errors[2].reason.hasPrefix("a quote stands within a field") == true)
    #expect(
      error?.description.hasSuffix("a.csv:21: has 1 fields; the header row has 2 columns\na.csv: and 5 more errors")
        == true)
  }

  @Test("with commas too many are told so, and columns without a name are passed over and told")
  func commas() throws {
    #expect { try read("a,b\n1,2,,\n") } throws: {
      "\($0)" == "a.csv:2: has 4 fields; the header row has 2 columns; the line ends with 2 commas too many"
    }
    let folder = try TemporaryFolder(["a.csv": "a,b,,\n1,2,,\n"])
    let reader = try CSVReader(path: folder.path + "/a.csv", name: "a.csv")
    let column = try reader.column("b")
    #expect(try reader.next() && reader.text(column) == "2")
    #expect(reader.remarks == ["column 3, 4 has no name and is not read"])
  }

  @Test("hold whole numbers where those are meant")
  func whole() throws {
    let folder = try TemporaryFolder(["a.csv": "a,b\n3,\n4.0,\n2.6,\n5,\n0x1,\n"])
    let reader = try CSVReader(path: folder.path + "/a.csv", name: "a.csv")
    let column = try reader.column("a")
    var found: [Int?] = []
    let error = #expect(throws: IngestErrors.self) {
      try reader.forEachRecord { found.append(try reader.optionalWhole(column, in: 1...4)) }
    }
    #expect(found == [3, 4])
    #expect(error?.errors.first?.description == "a.csv:4: column a: \"2.6\" is not a whole number from 1 to 4")
    #expect(error?.count == 3)
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
