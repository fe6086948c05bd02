import Transport

/// Header fields written as lines of `name: value`, as HTTP/2 would hand them over: valid UTF-8, names in lower case.
enum HeaderLines {
  /// The fields of a text; a line without a colon is a name without a value.
  static func fields(in bytes: [UInt8]) -> [HeaderField] {
    bytes.split(separator: 0x0A).map { line in
      let start = line.first == UInt8(ascii: ":") ? line.startIndex + 1 : line.startIndex
      let colon = line[start...].firstIndex(of: UInt8(ascii: ":")) ?? line.endIndex
      let value = line[colon...].dropFirst().drop { $0 == 0x20 }
      return HeaderField(text(line[..<colon]).lowercased(), text(value))
    }
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }
}
