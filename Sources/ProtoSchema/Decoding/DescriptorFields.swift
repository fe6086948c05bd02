/// The fields of one message in its binary form, in order, without knowing its type.
struct DescriptorFields {
  private enum Value {
    case number(UInt64)
    case bytes(ArraySlice<UInt8>)
  }

  private var values: [(field: UInt64, value: Value)] = []

  /// Cuts a message into its fields.
  init(_ message: ArraySlice<UInt8>) throws(DescriptorError) {
    var rest = message
    while !rest.isEmpty {
      guard let tag = Self.varint(&rest), let value = Self.value(&rest, wireType: tag & 7) else {
        throw DescriptorError("not a message: cut off or malformed at byte \(rest.startIndex)")
      }
      values.append((tag >> 3, value))
    }
  }

  /// What of a message begins at its first field with at least this number; empty when none has, or when what stands
  /// before it is malformed.
  static func suffix(of message: ArraySlice<UInt8>, from number: UInt64) -> ArraySlice<UInt8> {
    var rest = message
    while !rest.isEmpty {
      let start = rest
      guard let tag = varint(&rest) else { break }
      if tag >> 3 >= number { return start }
      guard value(&rest, wireType: tag & 7) != nil else { break }
    }
    return []
  }

  /// Every value of a field of bytes or messages, in order.
  func all(_ field: UInt64) -> [ArraySlice<UInt8>] {
    values.compactMap { entry in
      if entry.field == field, case .bytes(let bytes) = entry.value { bytes } else { nil }
    }
  }

  /// Every value of a repeated integer that is not packed.
  func numbers(_ field: UInt64) -> [Int64] {
    values.compactMap { entry in
      if entry.field == field, case .number(let number) = entry.value { Int64(bitPattern: number) } else { nil }
    }
  }

  /// The last value of a field of bytes; nil when it is absent.
  func bytes(_ field: UInt64) -> [UInt8]? { all(field).last.map(Array.init) }

  /// The last value of an integer; nil when it is absent.
  func number(_ field: UInt64) -> Int64? { numbers(field).last }

  /// The last value of a string; empty when it is absent.
  func text(_ field: UInt64) throws(DescriptorError) -> String { try texts(field).last ?? "" }

  /// Every value of a string.
  func texts(_ field: UInt64) throws(DescriptorError) -> [String] {
    var texts: [String] = []
    for bytes in all(field) {
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw DescriptorError("field \(field) is not valid UTF-8")
      }
      texts.append(text)
    }
    return texts
  }

  private static func value(_ rest: inout ArraySlice<UInt8>, wireType: UInt64) -> Value? {
    switch wireType {
    case 0: varint(&rest).map(Value.number)
    case 1: take(8, &rest).map(Value.bytes)
    case 2: varint(&rest).flatMap { Int(exactly: $0) }.flatMap { take($0, &rest) }.map(Value.bytes)
    case 5: take(4, &rest).map(Value.bytes)
    default: nil
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
