internal import CNghttp2

/// Header fields in the C library's form.
enum FieldVector {
  /// Lends `fields` and `constant` to `body`, pseudo-headers first.
  ///
  /// The library copies the fields' bytes before it returns; constants it reads from where they lie.
  static func withVector<R>(
    _ fields: [HeaderField], _ constant: ConstantHeaders, _ body: (UnsafePointer<nghttp2_nv>?, Int) -> R
  ) -> R {
    let size = fields.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count }
    let count = fields.count + constant.fields.count
    return unsafe withUnsafeTemporaryAllocation(byteCount: size, alignment: 1) { bytes in
      unsafe withUnsafeTemporaryAllocation(of: nghttp2_nv.self, capacity: count) { vector in
        var writer = unsafe Writer(bytes: bytes, vector: vector)
        unsafe writer.add(fields, constant.fields)
        return unsafe body(UnsafePointer(vector.baseAddress), count)
      }
    }
  }

  private static func isPseudo(_ name: String) -> Bool { name.utf8.first == UInt8(ascii: ":") }

  @unsafe private struct Writer {
    let bytes: UnsafeMutableRawBufferPointer
    let vector: UnsafeMutableBufferPointer<nghttp2_nv>
    var used = 0
    var filled = 0

    init(bytes: UnsafeMutableRawBufferPointer, vector: UnsafeMutableBufferPointer<nghttp2_nv>) {
      unsafe self.bytes = bytes
      unsafe self.vector = vector
    }

    mutating func add(_ fields: borrowing [HeaderField], _ constant: borrowing [ConstantHeaders.Field]) {
      let pseudo = fields.contains { isPseudo($0.name) }
      for index in constant.indices where constant[index].isPseudo { unsafe add(constant[index]) }
      if pseudo { for index in fields.indices where isPseudo(fields[index].name) { unsafe add(fields[index]) } }
      for index in constant.indices where !constant[index].isPseudo { unsafe add(constant[index]) }
      for index in fields.indices where !pseudo || !isPseudo(fields[index].name) { unsafe add(fields[index]) }
    }

    private mutating func add(_ field: ConstantHeaders.Field) {
      let flags = UInt8(NGHTTP2_NV_FLAG_NO_COPY_NAME.rawValue | NGHTTP2_NV_FLAG_NO_COPY_VALUE.rawValue)
      let name = field.name.withUTF8Buffer { unsafe $0 }
      let value = field.value.withUTF8Buffer { unsafe $0 }
      unsafe put(name, value, flags)
    }

    private mutating func add(_ field: borrowing HeaderField) {
      let flags = field.isSensitive ? NGHTTP2_NV_FLAG_NO_INDEX.rawValue : NGHTTP2_NV_FLAG_NONE.rawValue
      let name = unsafe copy(field.name)
      let value = unsafe copy(field.value)
      unsafe put(name, value, UInt8(flags))
    }

    private mutating func put(_ name: UnsafeBufferPointer<UInt8>, _ value: UnsafeBufferPointer<UInt8>, _ flags: UInt8) {
      unsafe vector.initializeElement(
        at: filled, to: cnghttp2_field(name.baseAddress, name.count, value.baseAddress, value.count, flags))
      unsafe filled += 1
    }

    private mutating func copy(_ text: borrowing String) -> UnsafeBufferPointer<UInt8> {
      let room = unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[used...])
      let text = text.utf8.span
      unsafe text.withUnsafeBytes { unsafe room.copyMemory(from: $0) }
      unsafe used += text.count
      return unsafe UnsafeRawBufferPointer(rebasing: room[..<text.count]).assumingMemoryBound(to: UInt8.self)
    }
  }
}
