import WireFormat

/// Types whose JSON form is their own: they have fewer values than their fields could hold.
extension RandomMessages {
  /// Writes the fields of such a type; false for any other.
  mutating func fillSpecial(_ name: String, _ depth: Int, _ wire: inout Wire) -> Bool {
    switch name {
    case "google.protobuf.Timestamp":
      wire.integer(1, [0, -1, -62_135_596_800, 253_402_300_799, Int64(pick(10_000_000_000))][pick(5)])
      wire.integer(2, fraction())
    case "google.protobuf.Duration":
      let sign: Int64 = pick(2) == 0 ? 1 : -1
      wire.integer(1, sign * [0, 1, 315_576_000_000, Int64(pick(1_000_000_000))][pick(4)])
      wire.integer(2, sign * fraction())
    case "google.protobuf.FieldMask":
      let paths = ["a", "user.display_name", "photo", "a1_b", "x_y_z.w"]
      for _ in 0..<pick(4) { wire.bytes(1, Array(paths[pick(paths.count)].utf8)) }
    case "google.protobuf.Value": value(depth, &wire)
    case "google.protobuf.Any": any(depth, &wire)
    default: return false
    }
    return true
  }

  private mutating func fraction() -> Int64 {
    [0, 1, 1_000, 1_000_000, 999_999_999, Int64(pick(1_000_000_000))][pick(6)]
  }

  private mutating func value(_ depth: Int, _ wire: inout Wire) {
    switch pick(depth < 4 ? 6 : 4) {
    case 0: wire.varint(1, 0)
    case 1:
      let number = real()
      wire.fixed64(2, (number.isFinite ? number : 0.5).bitPattern)
    case 2: wire.bytes(3, Array(text().utf8))
    case 3: wire.varint(4, UInt64(pick(2)))
    case 4: wire.bytes(5, message("google.protobuf.Struct", depth: depth + 1))
    default: wire.bytes(6, message("google.protobuf.ListValue", depth: depth + 1))
    }
  }

  private mutating func any(_ depth: Int, _ wire: inout Wire) {
    guard depth < 4, pick(5) > 0 else { return }
    let name = Self.linked[pick(Self.linked.count)]
    wire.bytes(1, Array("type.googleapis.com/\(name)".utf8))
    let content = message(name, depth: depth + 1)
    // By way of JSON the content comes back in its canonical form, so it has to be in that already.
    let canonical = try? MessageTypes.wellKnown[name]?.init(serializedBytes: content).serializedBytes()
    wire.bytes(2, canonical ?? [])
  }
}
