internal import Transport

/// What bytes of a message may be (RFC 9110 section 5.6, RFC 3986).
enum ByteClass {
  static let tab: UInt8 = 9
  static let lineFeed: UInt8 = 10
  static let carriageReturn: UInt8 = 13
  static let space: UInt8 = 32

  /// Whether a byte may be in a token, such as a method or the name of a field.
  @inline(__always) static func isToken(_ byte: UInt8) -> Bool {
    isIn(byte, below64: 0x03ff_6cfa_0000_0000, from64: 0x57ff_ffff_c7ff_fffe)
  }

  /// Whether a byte may be in a host with its port.
  @inline(__always) static func isHost(_ byte: UInt8) -> Bool {
    isIn(byte, below64: 0x2fff_7ff2_0000_0000, from64: 0x47ff_fffe_afff_fffe)
  }

  /// Whether a byte may be in the value of a field: no control character but the tabulator.
  @inline(__always) static func isValue(_ byte: UInt8) -> Bool { byte >= 0x20 ? byte != 0x7f : byte == tab }

  /// Whether a byte is a visible one of ASCII.
  @inline(__always) static func isVisible(_ byte: UInt8) -> Bool { byte > 0x20 && byte < 0x7f }

  /// Whether a byte is a digit.
  @inline(__always) static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

  /// Whether a byte is a hexadecimal digit.
  @inline(__always) static func isHexDigit(_ byte: UInt8) -> Bool { isDigit(byte) || (byte | 0x20) &- 0x61 < 6 }

  @inline(__always) private static func isIn(_ byte: UInt8, below64 low: UInt64, from64 high: UInt64) -> Bool {
    byte < 64 ? low >> UInt64(byte) & 1 == 1 : byte < 128 && high >> UInt64(byte - 64) & 1 == 1
  }
}

/// A part of a message where it lies.
extension UnsafeRawBufferPointer {
  /// The part from `start` to before `end`.
  func part(_ start: Int, _ end: Int) -> UnsafeRawBufferPointer {
    unsafe UnsafeRawBufferPointer(rebasing: self[start..<end])
  }

  /// The part without white space around it.
  var trimmed: UnsafeRawBufferPointer {
    var (start, end) = (0, count)
    while start < end, unsafe isSpace(start) { start += 1 }
    while start < end, unsafe isSpace(end - 1) { end -= 1 }
    return unsafe part(start, end)
  }

  private func isSpace(_ index: Int) -> Bool {
    unsafe self[index] == ByteClass.space || self[index] == ByteClass.tab
  }

  /// Its text.
  var text: String { unsafe FieldText.string(self) }

  /// Whether it is not empty and all its bytes are of a class.
  @inline(__always) func isAll(_ isOfClass: (UInt8) -> Bool) -> Bool { unsafe !isEmpty && allSatisfy(isOfClass) }

  /// Whether it is a text, whose letters are in lower case, in any case.
  func isText(_ lower: StaticString) -> Bool {
    guard count == lower.utf8CodeUnitCount else { return false }
    return lower.withUTF8Buffer { text in
      unsafe zip(text, self).allSatisfy { $0 == $1 || ($0 == $1 | 0x20 && $1 >= UInt8(ascii: "A")) }
    }
  }
}
