internal import COpenSSL

/// A cryptographic operation that failed.
package struct CryptographyError: Error, Hashable, CustomStringConvertible {
  /// What went wrong: a wrong length with what is allowed, or the library's reason. Never holds key material.
  package let description: String

  /// An error in our own words.
  init(_ description: String) { self.description = description }

  /// An error of libcrypto, with the reason it gives; its queue of errors is empty afterwards.
  static func library(_ operation: String) -> CryptographyError {
    let code = ERR_get_error()
    ERR_clear_error()
    let reason = copenssl_error_reason(code).map { String(cString: $0) } ?? "no reason given"
    return CryptographyError("\(operation): \(reason)")
  }
}
