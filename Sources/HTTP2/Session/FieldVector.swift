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
        unsafe writer.add(fields, constant)
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

    mutating func add(_ fields: [HeaderField], _ constant: ConstantHeaders) {
      let pseudo = fields.contains { isPseudo($0.name) }
      for field in constant.fields where field.isPseudo { unsafe add(field) }
      if pseudo { for field in fields where isPseudo(field.name) { unsafe add(field) } }
      for field in constant.fields where !field.isPseudo { unsafe add(field) }
      for field in fields where !pseudo || !isPseudo(field.name) { unsafe add(field) }
    }

    private mutating func add(_ field: ConstantHeaders.Field) {
      let flags = UInt8(NGHTTP2_NV_FLAG_NO_COPY_NAME.rawValue | NGHTTP2_NV_FLAG_NO_COPY_VALUE.rawValue)
      let name = field.name.withUTF8Buffer { unsafe $0 }
      let value = field.value.withUTF8Buffer { unsafe $0 }
      unsafe put(name, value, flags)
    }

    private mutating func add(_ field: HeaderField) {
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

    private mutating func copy(_ text: String) -> UnsafeBufferPointer<UInt8> {
      let start = unsafe used
      var text = text
      text.withUTF8 { characters in
        let room = unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[used...])
        unsafe room.copyMemory(from: UnsafeRawBufferPointer(characters))
        unsafe used += characters.count
      }
      return unsafe UnsafeRawBufferPointer(rebasing: bytes[start..<used]).assumingMemoryBound(to: UInt8.self)
    }
  }
}
