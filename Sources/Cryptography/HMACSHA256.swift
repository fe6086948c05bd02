internal import COpenSSL

/// HMAC-SHA256 (RFC 2104) with one key.
///
/// Keeps the library's context with the key already mixed in, which makes a code five times as cheap as from scratch.
/// Not for two threads at once: keep one for each loop, or a new one for each use.
package struct HMACSHA256: ~Copyable {
  /// Bytes of a code.
  package static let codeLength = 32

  /// The algorithm, looked up once and never freed: a look-up takes longer than a code, and every thread's waits for the
  /// library's locks. Contexts only count it.
  nonisolated(unsafe) private static let algorithm: OpaquePointer? = {
    copenssl_leave_tables()
    return EVP_MAC_fetch(nil, "HMAC", nil)
  }()

  private let context: OpaquePointer

  /// A context with `key`, of any length but empty.
  package init(key: [UInt8]) throws(CryptographyError) {
    guard !key.isEmpty else { throw CryptographyError("the HMAC key is empty; at least one byte is needed") }
    guard let algorithm = Self.algorithm else { throw .library("fetch HMAC") }
    guard let made = EVP_MAC_CTX_new(algorithm) else { throw .library("make an HMAC context") }
    guard Self.begin(made, key) else {
      EVP_MAC_CTX_free(made)
      throw .library("begin HMAC-SHA256")
    }
    context = made
  }

  deinit { EVP_MAC_CTX_free(context) }

  private static func begin(_ context: OpaquePointer, _ key: [UInt8]) -> Bool {
    var digest = Array("SHA256".utf8CString)
    return digest.withUnsafeMutableBufferPointer { name in
      var parameters = [
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name.baseAddress, 0), OSSL_PARAM_construct_end(),
      ]
      return EVP_MAC_init(context, key, key.count, &parameters) == 1
    }
  }

  /// The code of `message`, 32 bytes.
  package mutating func code(for message: [UInt8]) throws(CryptographyError) -> [UInt8] {
    var code = [UInt8](repeating: 0, count: Self.codeLength)
    var length = 0
    // A nil key starts over with the key the context has.
    guard EVP_MAC_init(context, nil, 0, nil) == 1, EVP_MAC_update(context, message, message.count) == 1,
      EVP_MAC_final(context, &code, &length, code.count) == 1, length == Self.codeLength
    else { throw .library("HMAC-SHA256") }
    return code
  }

  /// The code of `message` under `key`, without keeping a context.
  package static func code(for message: [UInt8], key: [UInt8]) throws(CryptographyError) -> [UInt8] {
    var context = try HMACSHA256(key: key)
    return try context.code(for: message)
  }
}
