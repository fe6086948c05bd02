internal import Transport
internal import WireFormat

extension Metadata {
  /// Adds what a header field of the peer says, any value that HTTP allows; several binary values may be joined with
  /// commas. A value under a `-bin` name that is not even printable ASCII comes of no caller but of a proxy, and is left out.
  /// - Throws: when a value under a `-bin` name is not base64.
  mutating func append(received field: HeaderField) throws(MetadataError) {
    guard MetadataName.hasBinarySuffix(field.name) else {
      return append(Entry(name: field.name, value: .text(field.value)))
    }
    for part in field.value.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
      let value = Self.trimmed(part)
      guard value.allSatisfy(MetadataText.isPrintable) else { continue }
      guard let bytes = Base64.decode(Array(value), as: .strict) else {
        throw MetadataError(name: field.name, reason: "a -bin value is base64, with or without padding")
      }
      append(Entry(name: field.name, value: .binary(bytes)))
    }
  }

  /// The header fields that carry the metadata.
  var headerFields: [HeaderField] {
    entries.map { entry in
      switch entry.value {
      case .text(let text): HeaderField(entry.name, text)
      case .binary(let bytes): HeaderField(entry.name, Base64.encode(bytes, isPadded: false))
      }
    }
  }

  private static func trimmed(_ part: Substring.UTF8View) -> Substring.UTF8View {
    var part = part.drop { $0 == 0x20 || $0 == 0x09 }
    while part.last == 0x20 || part.last == 0x09 { part.removeLast() }
    return part
  }
}
