import ProtoSchema
import WireFormat

/// Random messages of any schema in the binary form, the same for the same seed.
struct RandomMessages {
  private let schema: Schema
  private var random: SplitMix

  /// A source of messages of a schema.
  init(_ schema: Schema, seed: UInt64) {
    self.schema = schema
    random = SplitMix(state: seed)
  }

  /// What an `Any` may contain.
  static let linked = [
    "google.protobuf.Any", "google.protobuf.Duration", "google.protobuf.Empty", "google.protobuf.FieldMask",
    "google.protobuf.Timestamp", "google.protobuf.SourceContext",
  ]
  private static let depth = 4

  /// A message of a full name; one that lies deep in others is empty.
  mutating func message(_ name: String, depth: Int = 0) -> [UInt8] {
    var wire = Wire()
    if fillSpecial(name, depth, &wire) { return wire.bytes }
    guard depth <= Self.depth, let descriptor = schema.messages[name] else { return [] }
    for oneof in descriptor.oneofs.indices {
      let fields = descriptor.fields(ofOneof: oneof)
      if !fields.isEmpty, chance(6) { field(fields[pick(fields.count)], depth, &wire) }
    }
    for field in descriptor.fields where field.oneofIndex == nil && chance(6) { self.field(field, depth, &wire) }
    return wire.bytes
  }

  private mutating func field(_ field: FieldDescriptor, _ depth: Int, _ wire: inout Wire) {
    switch field.cardinality {
    case .implicit, .optional, .required: value(field.kind, field.number, depth, &wire)
    case .repeated: for _ in 0..<pick(4) { value(field.kind, field.number, depth, &wire) }
    case .map(let key):
      for _ in 0..<pick(3) {
        var entry = Wire()
        value(.scalar(key), 1, depth, &entry)
        value(field.kind, 2, depth, &entry)
        wire.bytes(field.number, entry.bytes)
      }
    }
  }

  private mutating func value(_ kind: FieldDescriptor.Kind, _ number: Int32, _ depth: Int, _ wire: inout Wire) {
    switch kind {
    case .message(let name), .group(let name): wire.bytes(number, message(name, depth: depth + 1))
    case .enumeration("google.protobuf.NullValue"): wire.varint(number, 0)
    case .enumeration(let name):
      let known = schema.enums[name]?.values.map(\.number) ?? [0]
      let value = chance(1) ? Int32(truncatingIfNeeded: random.next()) : known[pick(known.count)]
      wire.varint(number, UInt64(bitPattern: Int64(value)))
    case .scalar(let type): scalar(type, number, &wire)
    }
  }

  private mutating func scalar(_ type: ScalarType, _ number: Int32, _ wire: inout Wire) {
    switch type {
    case .double: wire.fixed64(number, real().bitPattern)
    case .float: wire.fixed32(number, single().bitPattern)
    case .fixed64, .sfixed64: wire.fixed64(number, integer())
    case .fixed32, .sfixed32: wire.fixed32(number, UInt32(truncatingIfNeeded: integer()))
    case .int32: wire.varint(number, UInt64(bitPattern: Int64(Int32(truncatingIfNeeded: integer()))))
    case .uint32, .sint32: wire.varint(number, integer() & 0xFFFF_FFFF)
    case .int64, .uint64, .sint64: wire.varint(number, integer())
    case .bool: wire.varint(number, UInt64(pick(2)))
    case .string: wire.bytes(number, Array(text().utf8))
    case .bytes: wire.bytes(number, (0..<pick(9)).map { _ in UInt8(truncatingIfNeeded: random.next()) })
    }
  }

  // MARK: Choices

  mutating func pick(_ count: Int) -> Int { Int(random.next() % UInt64(count)) }

  private mutating func chance(_ tenths: Int) -> Bool { pick(10) < tenths }

  private mutating func integer() -> UInt64 {
    [0, 1, .max, 1 << 63, 1 << 31, 0x7FFF_FFFF, 0x7FFF_FFFF_FFFF_FFFF, (1 << 53) + 1, random.next()][pick(9)]
  }

  mutating func real() -> Double {
    let any = Double(bitPattern: random.next())
    let some = [
      0, -0.0, 1, 0.1, 1e16, Double.leastNonzeroMagnitude, .greatestFiniteMagnitude, .infinity, -.infinity, .nan, any,
      any, any,
    ]
    let chosen = some[pick(some.count)]
    return chosen.isNaN ? .nan : chosen
  }

  private mutating func single() -> Float {
    let any = Float(bitPattern: UInt32(truncatingIfNeeded: random.next()))
    let some = [
      0, -0.0, 1, 0.1, 1e16, Float.leastNonzeroMagnitude, .greatestFiniteMagnitude, .infinity, -.infinity, .nan, any,
      any, any,
    ]
    let chosen = some[pick(some.count)]
    return chosen.isNaN ? .nan : chosen
  }

  mutating func text() -> String {
    let scalars = Array(
      "aZ09 _-/\\\"<&{[:,\0\u{1}\u{1F}\u{7F}\n\r\t\u{8}äŁ城\u{301}\u{2028}\u{FEFF}😀\u{10FFFF}".unicodeScalars)
    var text = ""
    for _ in 0..<pick(8) { text.unicodeScalars.append(scalars[pick(scalars.count)]) }
    return text
  }
}

/// A small random number generator with a known sequence.
struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
