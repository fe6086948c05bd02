internal import CNghttp2
public import Transport

/// Headers of requests in the C library's form, made once for any number of requests. A stream that is opened with them
/// keeps them, so that the library reads names and values where they lie and copies none.
@safe public final class PreparedHeaders: @unchecked Sendable {
  private let bytes: UnsafeMutableRawBufferPointer
  private let vector: UnsafeMutableBufferPointer<nghttp2_nv>
  /// How many are pseudo-headers, which come first.
  private let pseudoHeaders: Int

  /// The fields and the constants, which hold `:method`, `:scheme`, `:path` and `:authority`.
  public init(_ fields: [HeaderField], constant: ConstantHeaders = .none) {
    unsafe (bytes, vector) = unsafe FieldVector.withVector(fields, constant) { lent, count in
      unsafe Self.copy(UnsafeBufferPointer(start: lent, count: count))
    }
    pseudoHeaders = unsafe vector.prefix { unsafe $0.name.pointee == UInt8(ascii: ":") }.count
  }

  deinit {
    unsafe vector.deallocate()
    unsafe bytes.deallocate()
  }

  /// Lends the headers to `body`, and behind the pseudo-headers one more that is not among them; the library copies that
  /// one before it returns.
  func withVector<R>(_ extra: HeaderField?, _ body: (UnsafePointer<nghttp2_nv>?, Int) -> R) -> R {
    guard var extra else { return unsafe body(UnsafePointer(vector.baseAddress), vector.count) }
    let flags = UInt8((extra.isSensitive ? NGHTTP2_NV_FLAG_NO_INDEX : NGHTTP2_NV_FLAG_NONE).rawValue)
    return extra.name.withUTF8 { name in
      extra.value.withUTF8 { value in
        unsafe withUnsafeTemporaryAllocation(of: nghttp2_nv.self, capacity: vector.count + 1) { all in
          unsafe all.initializeElement(
            at: pseudoHeaders, to: cnghttp2_field(name.baseAddress, name.count, value.baseAddress, value.count, flags))
          _ = unsafe all[..<pseudoHeaders].initialize(fromContentsOf: vector[..<pseudoHeaders])
          _ = unsafe all[(pseudoHeaders + 1)...].initialize(fromContentsOf: vector[pseudoHeaders...])
          return unsafe body(UnsafePointer(all.baseAddress), all.count)
        }
      }
    }
  }

  private static func copy(
    _ fields: UnsafeBufferPointer<nghttp2_nv>
  ) -> (UnsafeMutableRawBufferPointer, UnsafeMutableBufferPointer<nghttp2_nv>) {
    let size = unsafe fields.reduce(0) { unsafe $0 + $1.namelen + $1.valuelen }
    let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 1)
    let vector = UnsafeMutableBufferPointer<nghttp2_nv>.allocate(capacity: fields.count)
    let inPlace = UInt8(NGHTTP2_NV_FLAG_NO_COPY_NAME.rawValue | NGHTTP2_NV_FLAG_NO_COPY_VALUE.rawValue)
    var used = 0
    for index in 0..<fields.count {
      let field = unsafe fields[index]
      let name = unsafe put(UnsafeRawBufferPointer(start: field.name, count: field.namelen), bytes, &used)
      let value = unsafe put(UnsafeRawBufferPointer(start: field.value, count: field.valuelen), bytes, &used)
      unsafe vector.initializeElement(
        at: index, to: cnghttp2_field(name, field.namelen, value, field.valuelen, field.flags | inPlace))
    }
    return unsafe (bytes, vector)
  }

  private static func put(
    _ text: UnsafeRawBufferPointer, _ bytes: UnsafeMutableRawBufferPointer, _ used: inout Int
  ) -> UnsafePointer<UInt8>? {
    let target = unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[used..<used + text.count])
    unsafe target.copyMemory(from: text)
    used += text.count
    return unsafe UnsafeRawBufferPointer(target).assumingMemoryBound(to: UInt8.self).baseAddress
  }
}
