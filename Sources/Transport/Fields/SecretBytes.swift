/// Comparison of bytes that may be secret.
@usableFromInline package enum SecretBytes {
  /// Compares texts, eight bytes at a time, in a time that only their length changes.
  @inlinable package static func areEqual(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
    let count = left.count
    guard count == right.count else { return false }
    guard count >= 8 else { return unsafe shortText(left) == shortText(right) }
    var difference = unsafe word(left, count - 8) ^ word(right, count - 8)
    for offset in stride(from: 0, to: count - 8, by: 8) {
      unsafe difference |= word(left, offset) ^ word(right, offset)
    }
    return difference == 0
  }

  @inlinable static func word(_ text: UnsafeRawBufferPointer, _ offset: Int) -> UInt64 {
    unsafe text.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
  }

  /// The bytes of a text of less than eight as a number.
  @inlinable static func shortText(_ text: UnsafeRawBufferPointer) -> UInt64 {
    let count = text.count
    if count >= 4 {
      let first = unsafe text.loadUnaligned(fromByteOffset: 0, as: UInt32.self)
      let last = unsafe text.loadUnaligned(fromByteOffset: count - 4, as: UInt32.self)
      return UInt64(first) << 32 | UInt64(last)
    }
    var number: UInt64 = 0
    for index in 0..<count { unsafe number = number << 8 | UInt64(text[index]) }
    return number
  }
}
