/// Facts about the store itself.
package protocol StoreMetadata: Sendable {
  /// When the store was made, µs since 1970 UTC.
  func createdAt() async throws(StoreError) -> Int64
  /// Keeps a check value of the pepper of that version (an HMAC of a public text under it) when none is kept yet, and
  /// compares it otherwise. False means that the pepper is not the one this store was made with.
  func checkPepper(version: Int64, checkValue: [UInt8], at now: Int64) async throws(StoreError) -> Bool
}
