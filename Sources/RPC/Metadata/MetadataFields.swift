internal import Transport
internal import WireFormat

extension Metadata {
  /// Adds what a header field of the peer says; several binary values may be joined with commas.
  /// - Throws: when the value is not printable ASCII, or under a `-bin` name not base64.
  mutating func append(received field: HeaderField) throws(MetadataError) {
    guard MetadataName.hasBinarySuffix(field.name) else {
      guard MetadataText.isPrintable(field.value) else {
        throw MetadataError(
          name: field.name, reason: "a value is printable ASCII (0x20 to 0x7E); use a -bin name for bytes")
      }
      return append(checked: Entry(name: field.name, value: .text(field.value)))
    }
    for part in field.value.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
      guard let bytes = Base64.decode(Array(Self.trimmed(part)), as: .strict) else {
        throw MetadataError(name: field.name, reason: "a -bin value is base64, with or without padding")
      }
      append(checked: Entry(name: field.name, value: .binary(bytes)))
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
    var part = part.drop { $0 == 0x20 }
    while part.last == 0x20 { part.removeLast() }
    return part
  }
}
