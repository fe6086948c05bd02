import CNghttp2

/// Writes the header blocks of one connection with the C library's encoder: fields that come again are references.
package final class HeaderBlockWriter {
  private var deflater: OpaquePointer?

  package init() { nghttp2_hd_deflate_new(&deflater, 4096) }

  deinit { nghttp2_hd_deflate_del(deflater) }

  /// The block of these fields, right ones or wrong ones.
  package func write(_ fields: [(String, String)]) -> [UInt8] {
    var bytes = fields.flatMap { Array($0.0.utf8) + Array($0.1.utf8) }
    let count = bytes.count
    var block = [UInt8](repeating: 0, count: 64 + 2 * count + 8 * fields.count)
    let written = bytes.withUnsafeMutableBufferPointer { bytes in
      let vector = Self.vector(fields, bytes)
      return nghttp2_hd_deflate_hd(deflater, &block, block.count, vector, vector.count)
    }
    return Array(block.prefix(max(0, written)))
  }

  private static func vector(
    _ fields: [(String, String)], _ bytes: UnsafeMutableBufferPointer<UInt8>
  ) -> [nghttp2_nv] {
    var used = 0
    return fields.map { name, value in
      let start = bytes.baseAddress.map { $0 + used }
      let valueStart = start.map { $0 + name.utf8.count }
      used += name.utf8.count + value.utf8.count
      return cnghttp2_field(start, name.utf8.count, valueStart, value.utf8.count, 0)
    }
  }
}
