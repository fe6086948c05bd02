import Testing
import WireFormat

/// Bytes of the wire format put together by hand, so that no test relies on the writer it tests.
enum Wire {
  static func varint(_ value: UInt64) -> [UInt8] {
    var (rest, bytes) = (value, [UInt8]())
    while rest >= 0x80 {
      bytes.append(UInt8(rest & 0x7F) | 0x80)
      rest >>= 7
    }
    return bytes + [UInt8(rest)]
  }

  static func tag(_ number: Int, _ wireType: UInt64) -> [UInt8] { varint(UInt64(number) << 3 | wireType) }

  static func block(_ number: Int, _ bytes: [UInt8]) -> [UInt8] {
    tag(number, 2) + varint(UInt64(bytes.count)) + bytes
  }

  static func fixed32(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) } }

  static func fixed64(_ value: UInt64) -> [UInt8] { (0..<8).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) } }
}

/// A scalar type: where its fields are in `EveryForm`, and values as they come and as they are written again.
struct ScalarRule: Sendable, CustomStringConvertible {
  var name: String
  var wireType: UInt64
  /// Bytes that come, and the bytes the same value is written with.
  var values: [(given: [UInt8], written: [UInt8])]

  var description: String { name }

  private static let names = [
    "double", "float", "int32", "int64", "uint32", "uint64", "sint32", "sint64", "fixed32", "fixed64", "sfixed32",
    "sfixed64", "bool", "string", "bytes", "enum",
  ]
  private var place: Int { Self.names.firstIndex(of: name) ?? 0 }

  var single: Int { 1 + place }
  var packed: Int { 21 + place }
  var loose: Int? { name == "enum" ? 54 : place < 13 ? 41 + place : nil }
  var member: Int { 61 + place }
  /// The map whose values are of the type, and whose keys are too where they can be.
  var map: (number: Int, hasOwnKey: Bool) {
    switch name {
    case "double": (93, false)
    case "float": (94, false)
    case "bytes": (95, false)
    case "enum": (96, false)
    default: (81 + place - 2, true)
    }
  }

  /// The value that is not written where there is no presence.
  var zero: [UInt8] {
    switch wireType {
    case 1: Wire.fixed64(0)
    case 5: Wire.fixed32(0)
    default: [0]
    }
  }

  private static func same(_ values: [[UInt8]]) -> [(given: [UInt8], written: [UInt8])] { values.map { ($0, $0) } }

  private static func numbers(_ values: [UInt64]) -> [(given: [UInt8], written: [UInt8])] {
    same(values.map(Wire.varint))
  }

  /// Values at the ends of each type, and the forms that are cut or normalised.
  static let all: [ScalarRule] = [
    ScalarRule(
      name: "double", wireType: 1,
      values: same(
        [0.1, -1.7976931348623157e308, .leastNonzeroMagnitude, .infinity, -.infinity, .nan, -0.0].map {
          (value: Double) in Wire.fixed64(value.bitPattern)
        })),
    ScalarRule(
      name: "float", wireType: 5,
      values: same(
        [0.1, -3.4028235e38, .leastNonzeroMagnitude, .infinity, -.infinity, .nan, -0.0].map {
          (value: Float) in Wire.fixed32(value.bitPattern)
        })),
    ScalarRule(
      name: "int32", wireType: 0,
      values: numbers([1, 0x7FFF_FFFF, 0xFFFF_FFFF_8000_0000, .max])
        + [(Wire.varint(0x1_0000_0001), [1]), (Wire.varint(0xFFFF_FFFF), Wire.varint(.max)), ([0x81, 0x80, 0], [1])]),
    ScalarRule(name: "int64", wireType: 0, values: numbers([1, 0x7FFF_FFFF_FFFF_FFFF, 1 << 63, .max])),
    ScalarRule(
      name: "uint32", wireType: 0,
      values: numbers([1, 0xFFFF_FFFF]) + [(Wire.varint(.max), Wire.varint(0xFFFF_FFFF)), ([0x81, 0x80, 0], [1])]),
    ScalarRule(name: "uint64", wireType: 0, values: numbers([1, 1 << 35, .max])),
    ScalarRule(
      name: "sint32", wireType: 0,
      values: numbers([1, 2, 0xFFFF_FFFE, 0xFFFF_FFFF]) + [(Wire.varint(0x1_0000_0003), [3])]),
    ScalarRule(name: "sint64", wireType: 0, values: numbers([1, 2, .max - 1, .max])),
    ScalarRule(name: "fixed32", wireType: 5, values: same([1, .max].map(Wire.fixed32))),
    ScalarRule(name: "fixed64", wireType: 1, values: same([1, .max].map(Wire.fixed64))),
    ScalarRule(name: "sfixed32", wireType: 5, values: same([1, 1 << 31, .max].map(Wire.fixed32))),
    ScalarRule(name: "sfixed64", wireType: 1, values: same([1, 1 << 63, .max].map(Wire.fixed64))),
    ScalarRule(
      name: "bool", wireType: 0,
      values: [([1], [1]), ([2], [1]), (Wire.varint(.max), [1]), (Wire.varint(1 << 63), [1]), ([0x80, 1], [1])]),
    ScalarRule(
      name: "string", wireType: 2,
      values: same(
        [[1, 97], [2, 0xC3, 0xA9], [4, 0xF0, 0x9F, 0x98, 0x80], [1, 0]]
          + [[40] + [UInt8](repeating: 98, count: 40)])),
    ScalarRule(name: "bytes", wireType: 2, values: same([[1, 0xFF], [2, 0, 0], [3, 0xC3, 0x28, 0x80]])),
    ScalarRule(
      name: "enum", wireType: 0,
      values: numbers([1, 2, 77, .max]) + [(Wire.varint(0x1_0000_0001), [1]), ([0x82, 0], [2])]),
  ]

  /// The types that can be packed.
  static let packable = all.filter { $0.wireType != 2 }
}

/// The bytes of a message that was read from bytes, as a value and through a view, which must not differ.
func rewritten(_ bytes: [UInt8]) throws -> [UInt8] {
  let value = try EveryForm(serializedBytes: bytes)
  let written = value.serializedBytes()
  var ofView = try EveryForm.withView(of: bytes) { view in EveryForm(reading: view) }
  var known = value
  known.dropUnknownFields()
  ofView.dropUnknownFields()
  #expect(ofView.serializedBytes() == known.serializedBytes(), "a view of \(bytes)")
  return written
}

/// Whether bytes are refused, as a value and through a view for the same reason.
func isRefused(_ bytes: [UInt8]) -> Bool {
  let ofValue = fault(EveryForm.self, bytes)
  var ofView: DecodingError?
  do { try EveryForm.withView(of: bytes) { _ in } } catch { ofView = error as? DecodingError }
  #expect(ofView == ofValue)
  return ofValue != nil
}

extension EveryForm {
  /// Drops what a view does not show.
  mutating func dropUnknownFields() {
    unknownFields = UnknownFields()
    oneMessage?.dropUnknownFields()
    for index in manyMessage.indices { manyMessage[index].dropUnknownFields() }
    if case .choiceMessage(var inner)? = choice {
      inner.dropUnknownFields()
      choice = .choiceMessage(inner)
    }
    mapToMessage = mapToMessage.mapValues { value in
      var value = value
      value.dropUnknownFields()
      return value
    }
  }
}
