/// The fields of one encoded message, in order, without knowing its type.
struct DescriptorFields {
  private enum Value {
    case number(UInt64)
    case bytes(ArraySlice<UInt8>)
  }

  private var values: [(field: UInt64, value: Value)] = []

  /// Cuts a message into its fields; nil when it is not well-formed.
  init?(_ message: ArraySlice<UInt8>) {
    var rest = message
    while !rest.isEmpty {
      guard let tag = Self.varint(&rest), let value = Self.value(&rest, wireType: tag & 7) else { return nil }
      values.append((tag >> 3, value))
    }
  }

  /// The text of a field, nil when it is absent.
  func text(_ field: UInt64) -> String? {
    for case (field, .bytes(let bytes)) in values { return String(validating: bytes, as: UTF8.self) }
    return nil
  }

  /// The number of a field, nil when it is absent.
  func number(_ field: UInt64) -> UInt64? {
    for case (field, .number(let number)) in values { return number }
    return nil
  }

  /// Hands the fields of every message of a repeated field over; false when one is malformed or the body refuses it.
  func all(_ field: UInt64, _ body: (DescriptorFields) -> Bool) -> Bool {
    for case (field, .bytes(let bytes)) in values {
      guard let inner = DescriptorFields(bytes), body(inner) else { return false }
    }
    return true
  }

  private static func value(_ rest: inout ArraySlice<UInt8>, wireType: UInt64) -> Value? {
    switch wireType {
    case 0: return varint(&rest).map(Value.number)
    case 1: return take(8, &rest).map(Value.bytes)
    case 2: return varint(&rest).flatMap { Int(exactly: $0) }.flatMap { take($0, &rest) }.map(Value.bytes)
    case 5: return take(4, &rest).map(Value.bytes)
    default: return nil
    }
  }

  private static func take(_ count: Int, _ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    guard rest.count >= count else { return nil }
    defer { rest = rest.dropFirst(count) }
    return rest.prefix(count)
  }

  private static func varint(_ rest: inout ArraySlice<UInt8>) -> UInt64? {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 64, by: 7) {
      guard let byte = rest.popFirst() else { return nil }
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
    }
    return nil
  }
}
