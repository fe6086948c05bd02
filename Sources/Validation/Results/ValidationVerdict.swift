import Pages

/// The answer to whether it helps a shop, in words.
struct ValidationVerdict {
  private let arms: [ValidationRow]
  private let placebos: [ValidationRow]
  private let weight: Double

  /// Most that a placebo may lift, in per cent.
  private static let placeboBound = 1.0

  /// The verdict on rows of one weight.
  init(arms: [ValidationRow], placebos: [ValidationRow], weight: Double) {
    (self.arms, self.placebos, self.weight) = (arms, placebos, weight)
  }

  /// A sentence or two that begin with yes or no.
  var text: String {
    guard let all = headline(.all) else {
      return "No answer: nothing was released, so that only the shop's own rankings are known."
    }
    let placebo = worstPlacebo
    if let placebo, placebo.ndcg > Self.placeboBound {
      return
        "No: the placebo \"\(placebo.name.rawValue)\" lifts \(Self.change(placebo)), so that what the arms lift is not "
        + "shown to come from the customers' zones."
    }
    let new = headline(.new)
    let found =
      "three zone ids lift all purchases by \(Self.change(all))"
      + (new.map { " and items new to the customer by \(Self.change($0))" } ?? "")
    guard all.lo > 0 else {
      return "No: \(found); an interval that holds 0 or less is no gain\(all.hi < 0 ? ", and this one is a loss" : "")."
    }
    guard let new, new.lo > 0 else {
      return "Yes for all purchases, no for items new to the customer: \(found)."
    }
    return
      "Yes: \(found), against the shop's popularity\(placebo.map { "; placebos lift at most \(Self.percent($0.ndcg))" } ?? "")."
  }

  private func headline(_ target: QualityTable.Target) -> ValidationRow? {
    arms.first {
      $0.name == .threeIDs && $0.base == .popularity && $0.how == .blend && $0.target == target && $0.weight == weight
    }
  }

  private var worstPlacebo: ValidationRow? {
    placebos.filter { $0.base == .popularity && $0.how == .blend && $0.weight == weight }.max { $0.ndcg < $1.ndcg }
  }

  /// A change in per cent with its sign.
  static func percent(_ value: Double) -> String {
    (value > 0 ? "+" : "") + NumberText.fixed(value, 1) + " %"
  }

  /// A row's change with its interval.
  static func change(_ row: ValidationRow) -> String {
    "\(percent(row.ndcg)) [\(NumberText.fixed(row.lo, 1)), \(NumberText.fixed(row.hi, 1))]"
  }
}
