/// What an arm, or a placebo, changes for one target, in per cent of the shop's own ranking.
package struct ValidationRow: Sendable, Codable, Equatable {
  /// What is known of the customer.
  package let name: ValidationArm.Knowledge
  /// What the shop knows.
  package let base: ShopBase
  /// How they are brought together.
  package let how: ValidationArm.Method
  /// What is to be found.
  package let target: QualityTable.Target
  /// The weight of the blend.
  package let weight: Double
  /// Change of NDCG@10.
  package let ndcg: Double
  /// Ends of its interval of 95 %.
  package let lo: Double, hi: Double
  /// Change of HR@10.
  package let hr: Double

  /// A row.
  package init(
    _ arm: ValidationArm, _ target: QualityTable.Target, ndcg: PairedBootstrap.Change, hr: Double
  ) {
    (name, base, how, weight) = (arm.knowledge, arm.base, arm.method, arm.weight)
    (self.target, self.ndcg, lo, hi, self.hr) = (target, ndcg.value, ndcg.low, ndcg.high, hr)
  }
}
