internal import CNghttp2
internal import Transport

/// Header fields in the C library's form.
enum FieldVector {
  /// Lends `fields` and `constant` to `body`, pseudo-headers first.
  ///
  /// The library copies the fields' bytes before it returns; constants it reads from where they lie.
  static func withVector<R>(
    _ fields: [HeaderField], _ constant: ConstantHeaders, _ body: (UnsafePointer<nghttp2_nv>?, Int) -> R
  ) -> R {
    let constants = constant.list
    return withExtendedLifetime(constants) {
      guard !fields.isEmpty else { return unsafe withConstants(constants.fields, body) }
      let count = unsafe fields.count + constants.fields.count
      return unsafe withUnsafeTemporaryAllocation(byteCount: size(of: fields.span), alignment: 1) { bytes in
        unsafe withUnsafeTemporaryAllocation(of: nghttp2_nv.self, capacity: count) { vector in
          var writer = unsafe Writer(bytes: bytes, vector: vector)
          unsafe writer.add(fields.span, constants)
          return unsafe body(UnsafePointer(vector.baseAddress), count)
        }
      }
    }
  }

  /// The usual answer has no other fields: they take a shorter way.
  private static func withConstants<R>(
    _ constants: UnsafeMutableBufferPointer<ConstantField>, _ body: (UnsafePointer<nghttp2_nv>?, Int) -> R
  ) -> R {
    unsafe withUnsafeTemporaryAllocation(of: nghttp2_nv.self, capacity: constants.count) { vector in
      for index in constants.indices { unsafe vector.initializeElement(at: index, to: form(constants[index])) }
      return unsafe body(UnsafePointer(vector.baseAddress), constants.count)
    }
  }

  /// A constant as the library takes it: it reads name and value from where they lie.
  @inline(__always)
  private static func form(_ constant: ConstantField) -> nghttp2_nv {
    let inPlace = UInt8(NGHTTP2_NV_FLAG_NO_COPY_NAME.rawValue | NGHTTP2_NV_FLAG_NO_COPY_VALUE.rawValue)
    let (name, value) = unsafe (constant.name, constant.value)
    return unsafe cnghttp2_field(name.baseAddress, name.count, value.baseAddress, value.count, inPlace)
  }

  // Spans of fields and storage of texts: arrays in closures and spans of texts would count a reference to each text.

  private static func size(of fields: borrowing Span<HeaderField>) -> Int {
    var size = 0
    for index in fields.indices { size += fields[index].name.utf8.count + fields[index].value.utf8.count }
    return size
  }

  private static func isPseudo(_ field: borrowing HeaderField) -> Bool {
    let colon = UInt8(ascii: ":")
    return unsafe field.name.utf8.withContiguousStorageIfAvailable { unsafe $0.first == colon }
      ?? (field.name.utf8.first == colon)
  }

  @unsafe private struct Writer {
    let bytes: UnsafeMutableRawBufferPointer
    let vector: UnsafeMutableBufferPointer<nghttp2_nv>
    var used = 0
    var filled = 0

    init(bytes: UnsafeMutableRawBufferPointer, vector: UnsafeMutableBufferPointer<nghttp2_nv>) {
      unsafe self.bytes = bytes
      unsafe self.vector = vector
    }

    mutating func add(_ fields: borrowing Span<HeaderField>, _ constants: ConstantFields) {
      for index in 0..<constants.pseudoHeaders { unsafe put(form(constants.fields[index])) }
      for index in fields.indices where isPseudo(fields[index]) { unsafe add(fields[index]) }
      for index in unsafe constants.pseudoHeaders..<constants.fields.count { unsafe put(form(constants.fields[index])) }
      for index in fields.indices where !isPseudo(fields[index]) { unsafe add(fields[index]) }
    }

    private mutating func add(_ field: borrowing HeaderField) {
      let flags = field.isSensitive ? NGHTTP2_NV_FLAG_NO_INDEX.rawValue : NGHTTP2_NV_FLAG_NONE.rawValue
      let name = unsafe copy(field.name)
      let value = unsafe copy(field.value)
      unsafe put(cnghttp2_field(name.baseAddress, name.count, value.baseAddress, value.count, UInt8(flags)))
    }

    private mutating func put(_ field: nghttp2_nv) {
      unsafe vector.initializeElement(at: filled, to: field)
      unsafe filled += 1
    }

    private mutating func copy(_ text: borrowing String) -> UnsafeBufferPointer<UInt8> {
      let count = text.utf8.count
      let room = unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[used..<used + count])
      unsafe used += count
      let isCopied: Void? = unsafe text.utf8.withContiguousStorageIfAvailable {
        unsafe room.copyMemory(from: UnsafeRawBufferPointer($0))
      }
      if isCopied == nil { unsafe room.copyBytes(from: text.utf8) }
      return unsafe UnsafeRawBufferPointer(room).assumingMemoryBound(to: UInt8.self)
    }
  }
}
