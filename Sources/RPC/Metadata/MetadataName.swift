/// The rules for metadata names.
enum MetadataName {
  /// Names the framework writes itself, and those HTTP/2 forbids.
  static let reserved: Set<String> = [
    "grpc-status", "grpc-message", "grpc-status-details-bin", "grpc-timeout", "grpc-encoding", "grpc-accept-encoding",
    "grpc-message-type", "content-type", "te", "connection", "keep-alive", "proxy-connection", "transfer-encoding",
    "upgrade", "host", "content-length",
  ]

  /// Checks a name that a caller wants to send.
  static func check(_ name: String, isBinary: Bool) throws(MetadataError) {
    guard !name.isEmpty, name.utf8.allSatisfy(isAllowed) else {
      throw MetadataError(name: name, reason: "a name is made of a-z, 0-9, '_', '-' and '.', at least one")
    }
    guard !reserved.contains(name) else {
      throw MetadataError(name: name, reason: "the name is reserved for gRPC and HTTP/2 themselves")
    }
    guard hasBinarySuffix(name) == isBinary else {
      throw MetadataError(name: name, reason: "bytes need a name ending in -bin, text a name that does not")
    }
  }

  /// Whether values under the name are bytes in base64.
  static func hasBinarySuffix(_ name: String) -> Bool {
    let bytes = name.utf8.span
    let start = bytes.count - 4
    guard start > 0, bytes[start] == UInt8(ascii: "-") else { return false }
    return bytes[start + 1] == UInt8(ascii: "b") && bytes[start + 2] == UInt8(ascii: "i")
      && bytes[start + 3] == UInt8(ascii: "n")
  }

  private static func isAllowed(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
    case UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."): true
    default: false
    }
  }
}

/// The rules for text values.
enum MetadataText {
  /// Checks a value: 0x20 to 0x7E, with no space at either end, because HTTP strips those.
  static func check(_ text: String, name: String) throws(MetadataError) {
    guard text.utf8.allSatisfy(isPrintable) else {
      throw MetadataError(name: name, reason: "a value is printable ASCII (0x20 to 0x7E); use a -bin name for bytes")
    }
    guard text.utf8.first != 0x20, text.utf8.last != 0x20 else {
      throw MetadataError(name: name, reason: "a value neither begins nor ends with a space")
    }
  }

  /// Whether a byte may stand in a value.
  static func isPrintable(_ byte: UInt8) -> Bool { (0x20...0x7E).contains(byte) }
}
