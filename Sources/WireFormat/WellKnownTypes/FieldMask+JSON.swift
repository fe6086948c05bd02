extension GoogleProtobufFieldMask {
  /// The JSON form is a string.
  public static var hasOwnJSONForm: Bool { true }

  /// The paths in lowerCamelCase with commas between; one that could not be read back has no such form.
  public func encodeJSON(to writer: inout JSONWriter) {
    var text = ""
    for path in paths {
      guard let camel = Self.lowerCamel(path) else { return writer.fail(.pathNotReversible(path)) }
      text += (text.isEmpty ? "" : ",") + camel
    }
    writer.string(text)
  }

  /// Paths in lowerCamelCase with commas between; an empty string has none.
  public mutating func decodeJSON(from reader: inout JSONReader) throws(JSONFault) {
    let text = try reader.string()
    guard !text.isEmpty else { return paths = [] }
    var found: [String] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard !part.isEmpty, !part.utf8.contains(UInt8(ascii: "_")) else {
        throw .malformed(expected: "paths in lowerCamelCase with commas between, as user.displayName,photo")
      }
      found.append(Self.snake(part))
    }
    paths = found
  }

  /// Every underscore and the small letter behind it become a capital; nil when a path has other underscores, capitals
  /// or commas, since it could not be told from another then.
  private static func lowerCamel(_ path: String) -> String? {
    var result: [UInt8] = []
    var isCapital = false
    for byte in path.utf8 {
      switch byte {
      case UInt8(ascii: "_") where !isCapital: isCapital = true
      case 0x61...0x7A where isCapital:
        result.append(byte - 0x20)
        isCapital = false
      case 0x41...0x5A, UInt8(ascii: "_"), UInt8(ascii: ","): return nil
      default:
        if isCapital { return nil }
        result.append(byte)
      }
    }
    return isCapital || path.isEmpty ? nil : String(decoding: result, as: UTF8.self)
  }

  private static func snake(_ path: Substring) -> String {
    var result: [UInt8] = []
    for byte in path.utf8 {
      if (0x41...0x5A).contains(byte) {
        result += [UInt8(ascii: "_"), byte + 0x20]
      } else {
        result.append(byte)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
