internal import Transport

/// One field as it lies in its section.
@safe struct FieldLine {
  /// What fields a parser looks at.
  enum Kind {
    case host, contentLength, transferEncoding, connection, expect
    /// Of the connection alone: not handed on.
    case ofConnection
    /// A secret of its sender.
    case secret
    case other
  }

  /// The name in lower case.
  let name: String
  /// What the name means.
  let kind: Kind
  /// The value without the white space around it.
  let value: UnsafeRawBufferPointer

  /// Reads a line: a name, at once a colon, and a value without control characters. A line that begins with white space,
  /// which once continued the one before, has no name.
  init(_ line: UnsafeRawBufferPointer) throws(RequestRefusal) {
    guard let colon = unsafe line.firstIndex(of: UInt8(ascii: ":")), unsafe line.part(0, colon).isAll(ByteClass.isToken)
    else { throw .malformed("a field has no valid name") }
    unsafe value = line.part(colon + 1, line.count).trimmed
    guard unsafe value.allSatisfy(ByteClass.isValue) else { throw .malformed("a field has a control character") }
    name = unsafe Self.lowercased(line.part(0, colon))
    kind = Self.kind(of: name)
  }

  /// The field as handlers get it.
  var field: HeaderField { HeaderField(name, unsafe value.text, isSensitive: kind == .secret) }

  private static func lowercased(_ name: UnsafeRawBufferPointer) -> String {
    unsafe withUnsafeTemporaryAllocation(byteCount: name.count, alignment: 8) { lower in
      for index in 0..<name.count {
        let byte = unsafe name[index]
        unsafe lower[index] = byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
      }
      return UnsafeRawBufferPointer(lower).text
    }
  }

  /// The length of a name leaves one or two that it can be.
  private static func kind(of name: String) -> Kind {
    switch name.utf8.count {
    case 2 where name == "te", 7 where name == "upgrade", 10 where name == "keep-alive": .ofConnection
    case 14 where name == "http2-settings", 16 where name == "proxy-connection": .ofConnection
    case 4 where name == "host": .host
    case 6 where name == "expect": .expect
    case 6 where name == "cookie", 13 where name == "authorization", 19 where name == "proxy-authorization": .secret
    case 10 where name == "connection": .connection
    case 14 where name == "content-length": .contentLength
    case 17 where name == "transfer-encoding": .transferEncoding
    default: .other
    }
  }
}
