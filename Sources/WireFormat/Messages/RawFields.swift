/// The fields of one encoded message, in order, without its type: the field reader of the house, for what has no
/// generated message.
package struct RawFields: Sendable {
  private enum Value {
    case number(UInt64)
    case bytes([UInt8])
  }

  private var values: [(field: UInt32, value: Value)] = []

  /// Cuts a message into its fields.
  /// - Throws: `WireFault` when it is cut off or malformed, and for groups.
  package init(_ message: [UInt8]) throws(WireFault) {
    values = try unsafe message.span.withUnsafeBytes { (bytes) throws(WireFault) in
      var reader = unsafe WireReader(bytes)
      return try Self.values(&reader)
    }
  }

  private static func values(_ reader: inout WireReader) throws(WireFault) -> [(field: UInt32, value: Value)] {
    var values: [(field: UInt32, value: Value)] = []
    while true {
      let tag = try reader.nextTag()
      if tag == 0 { return values }
      let value: Value
      switch tag & 7 {
      case 0: value = .number(try reader.varint())
      case 1: value = .number(try reader.fixed64())
      case 2: value = .bytes(try reader.byteString())
      case 5: value = .number(UInt64(try reader.fixed32()))
      default: throw .invalidWireType
      }
      values.append((tag >> 3, value))
    }
  }

  /// The last number of a field, of whatever width, as it stands on the wire; nil when it is absent.
  package func number(_ field: UInt32) -> UInt64? {
    for case (field, .number(let number)) in values.reversed() { return number }
    return nil
  }

  /// The last text of a field; nil when it is absent or not UTF-8.
  package func text(_ field: UInt32) -> String? {
    for case (field, .bytes(let bytes)) in values.reversed() { return String(validating: bytes, as: UTF8.self) }
    return nil
  }

  /// Every value of a field of bytes, texts or messages, in order.
  package func all(_ field: UInt32) -> [[UInt8]] {
    values.compactMap { entry in
      if entry.field == field, case .bytes(let bytes) = entry.value { bytes } else { nil }
    }
  }
}
