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

/// SHA-256 of something that comes in pieces, such as a file.
package struct SHA256Stream: ~Copyable {
  private let context: OpaquePointer

  /// An empty stream.
  package init() throws(CryptographyError) {
    guard let made = EVP_MD_CTX_new() else { throw .library("make a SHA-256 context") }
    guard EVP_DigestInit_ex(made, EVP_sha256(), nil) == 1 else {
      EVP_MD_CTX_free(made)
      throw .library("begin SHA-256")
    }
    context = made
  }

  deinit { EVP_MD_CTX_free(context) }

  /// Adds bytes.
  package mutating func update(_ bytes: [UInt8]) throws(CryptographyError) {
    guard EVP_DigestUpdate(context, bytes, bytes.count) == 1 else { throw .library("continue SHA-256") }
  }

  /// The digest of everything added, 32 bytes.
  package consuming func finish() throws(CryptographyError) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: SHA256.digestLength)
    guard EVP_DigestFinal_ex(context, &digest, nil) == 1 else { throw .library("end SHA-256") }
    return digest
  }
}
