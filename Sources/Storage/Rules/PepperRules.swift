/// The secret beside the store: the first one that a store meets is its own for good.
package enum PepperRules {
  /// Keeps the check value of a pepper when none of its version is kept yet, and compares it otherwise.
  ///
  /// - Returns: whether the store was made with this pepper; false where the kept check value is another.
  static func check(
    version: Int64, checkValue: [UInt8], now: Int64, in transaction: any SQLTransaction
  ) throws -> Bool {
    let name = "pepper_check_\(version)"
    if let kept = try transaction.statement(MetadataTable.bytes).first(name, as: { $0.bytes(at: 0) }) {
      return kept == checkValue
    }
    try transaction.statement(MetadataTable.addBytes).run(name, checkValue, now)
    return true
  }

  /// Whether a store was made with this pepper, or has met none yet; keeps nothing.
  package static func knows(
    version: Int64, checkValue: [UInt8], in transaction: any SQLTransaction
  ) throws -> Bool {
    let kept = try transaction.statement(MetadataTable.bytes).first("pepper_check_\(version)") { $0.bytes(at: 0) }
    return kept == nil || kept == checkValue
  }
}
