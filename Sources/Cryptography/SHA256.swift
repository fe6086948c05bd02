internal import COpenSSL

/// SHA-256 (FIPS 180-4).
package enum SHA256 {
  /// Bytes of a digest.
  package static let digestLength = 32

  /// The digest of `bytes`, 32 bytes.
  package static func digest(_ bytes: [UInt8]) -> [UInt8] { bytes.withUnsafeBytes { digest($0) } }

  /// The digest of `bytes`, 32 bytes.
  package static func digest(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: digestLength) { output, count in
      let succeeded = EVP_Digest(bytes.baseAddress, bytes.count, output.baseAddress, nil, algorithm, nil) == 1
      // Nothing but memory can be missing, without which nothing goes on; what was not computed must not be used.
      precondition(succeeded, "the library has no memory for a digest")
      count = digestLength
    }
  }

  /// The algorithm, looked up once and never freed. A look-up for each digest, as the library's short forms make one, fails
  /// now and then while other threads make the library look up others.
  nonisolated(unsafe) static let algorithm: OpaquePointer? = {
    copenssl_leave_tables()
    return EVP_MD_fetch(nil, "SHA256", nil)
  }()
}

/// SHA-256 of something that comes in pieces, such as a file.
package struct SHA256Stream: ~Copyable {
  private let context: OpaquePointer

  /// An empty stream.
  package init() throws(CryptographyError) {
    guard let made = EVP_MD_CTX_new() else { throw .library("make a SHA-256 context") }
    guard EVP_DigestInit_ex(made, SHA256.algorithm, nil) == 1 else {
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
