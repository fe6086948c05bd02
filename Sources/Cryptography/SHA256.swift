internal import COpenSSL

/// SHA-256 (FIPS 180-4).
package enum SHA256 {
  /// Bytes of a digest.
  package static let digestLength = 32

  /// The digest of `bytes`, 32 bytes.
  package static func digest(_ bytes: [UInt8]) -> [UInt8] { bytes.withUnsafeBytes { digest($0) } }

  /// The digest of `bytes`, 32 bytes.
  package static func digest(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
    let start = bytes.bindMemory(to: UInt8.self).baseAddress
    return [UInt8](unsafeUninitializedCapacity: digestLength) { output, count in
      COpenSSL.SHA256(start, bytes.count, output.baseAddress)
      count = digestLength
    }
  }
}
