internal import Foundation

/// What a validation found, as `results.json` has it; changes are in per cent of the shop's own ranking.
///
/// Source: affinity.md 6.
package struct ValidationResults: Sendable, Codable, Equatable {
  /// The region.
  package let city: String
  /// The privacy policy of the releases, `none` where nothing was drawn.
  package let policy: String
  /// Epsilon of one release at delta 1e-6; 0 where nothing was drawn.
  package let epsilon: Double
  /// People behind a release, on average over the folds.
  package let panel: Int
  /// Customers who bought something in the test period, of all folds.
  package let customers: Int
  /// What should lift.
  package let arms: [ValidationRow]
  /// What should not.
  package let placebos: [ValidationRow]
  /// The answer in words; it begins with yes or no.
  package let verdict: String

  /// The results of a table.
  ///
  /// - Parameters:
  ///   - customers: how many customers the table has.
  ///   - weight: the weight that the verdict is of.
  package init(
    city: String, policy: String, epsilon: Double, panel: Int, customers: Int, table: QualityTable, weight: Double
  ) {
    let bootstrap = PairedBootstrap(people: customers)
    let arms = table.kinds.compactMap { kind -> ValidationArm? in if case .arm(let arm) = kind { arm } else { nil } }
    let rows = arms.sorted(by: Self.precedes).flatMap { arm in
      QualityTable.Target.allCases.map { target in
        let (own, shop) = (table.means(.arm(arm), target), table.means(.base(arm.base), target))
        return ValidationRow(
          arm, target, ndcg: bootstrap.change(own.ndcg, from: shop.ndcg),
          hr: bootstrap.change(own.hits, from: shop.hits).value)
      }
    }
    (self.city, self.policy, self.epsilon) = (city, policy, epsilon)
    (self.panel, self.customers) = (panel, customers)
    self.arms = rows.filter { !$0.name.isPlacebo }
    placebos = rows.filter(\.name.isPlacebo)
    verdict = ValidationVerdict(arms: self.arms, placebos: placebos, weight: weight).text
  }

  /// The order of rows: as cases are declared, then by weight.
  private static func precedes(_ left: ValidationArm, _ right: ValidationArm) -> Bool {
    func place(_ arm: ValidationArm) -> [Double] {
      [
        Double(ShopBase.allCases.firstIndex(of: arm.base) ?? 0),
        Double(ValidationArm.Method.allCases.firstIndex(of: arm.method) ?? 0), arm.weight,
        Double(ValidationArm.Knowledge.allCases.firstIndex(of: arm.knowledge) ?? 0),
      ]
    }
    return place(left).lexicographicallyPrecedes(place(right))
  }

  /// The text of `results.json`.
  package func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
  }

  /// A row of the arms or placebos; `nil` where it was not tried.
  package func row(
    _ name: ValidationArm.Knowledge, _ base: ShopBase, _ how: ValidationArm.Method, _ target: QualityTable.Target,
    weight: Double
  ) -> ValidationRow? {
    (arms + placebos).first {
      $0.name == name && $0.base == base && $0.how == how && $0.target == target && $0.weight == weight
    }
  }
}
