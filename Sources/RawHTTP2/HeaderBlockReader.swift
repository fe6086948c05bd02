import CNghttp2

/// Reads the header blocks of one connection with the C library's decoder.
package final class HeaderBlockReader {
  private var inflater: OpaquePointer?

  package init() { nghttp2_hd_inflate_new(&inflater) }

  deinit { nghttp2_hd_inflate_del(inflater) }

  /// The fields of a whole block; nil when it is malformed.
  package func read(_ block: [UInt8]) -> [(name: String, value: String)]? {
    var fields: [(String, String)] = []
    var rest = block[...]
    var isDone = false
    while !isDone {
      var field = nghttp2_nv()
      var flags: Int32 = 0
      let used = rest.withUnsafeBufferPointer {
        nghttp2_hd_inflate_hd2(inflater, &field, &flags, $0.baseAddress, $0.count, 1)
      }
      guard used >= 0 else { return nil }
      rest = rest.dropFirst(used)
      if flags & Int32(NGHTTP2_HD_INFLATE_EMIT.rawValue) != 0 { fields.append(Self.text(field)) }
      isDone = flags & Int32(NGHTTP2_HD_INFLATE_FINAL.rawValue) != 0
      if !isDone, used == 0, flags == 0 { return nil }
    }
    nghttp2_hd_inflate_end_headers(inflater)
    return fields
  }

  private static func text(_ field: nghttp2_nv) -> (String, String) {
    let name = UnsafeBufferPointer(start: field.name, count: field.namelen)
    let value = UnsafeBufferPointer(start: field.value, count: field.valuelen)
    return (String(decoding: name, as: UTF8.self), String(decoding: value, as: UTF8.self))
  }
}
