internal import COpenSSL

/// Comparison of secrets.
package enum ConstantTime {
  /// Whether both are equal. The time taken depends on the lengths alone, which are not secret.
  package static func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    guard left.count == right.count else { return false }
    return CRYPTO_memcmp(left, right, left.count) == 0
  }
}
