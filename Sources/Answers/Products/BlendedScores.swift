import Glibc
import Releases

/// A shop's own scores and what is known of the customer's zones, blended for the products of one call.
///
/// `(1 - w) m(s) + w m(p lift^3)` with m the call's least to 0 and greatest to 1, s the shop's score and p the share of the
/// item in all that is adopted; where the shop's score comes from the customer's own history, `w m(s lift^1.5)`.
///
/// Source: affinity.md 4.
package enum BlendedScores {
  /// A product of the call.
  package struct Product: Sendable, Hashable {
    /// The shop's score, finite, 0 or more.
    package let shopScore: Double
    /// The item's share of all that is adopted; `nil` for a product that is no registered item.
    package let popularity: Double?
    /// The lift; 1 where nothing is known.
    package let lift: Double

    /// A product.
    package init(shopScore: Double, popularity: Double?, lift: Double) {
      (self.shopScore, self.popularity, self.lift) = (shopScore, popularity, lift)
    }
  }

  /// The scores of products, in `[0, 1]`.
  ///
  /// A product that is no registered item has its place in the shop's scores in both terms: nothing is known that would move
  /// it.
  /// - Parameter weight: w, in `[0, 1]`.
  package static func scores(of products: [Product], weight: Double, basis: ShopScoreBasis) -> [Double] {
    let shop = leastToGreatest(products.map(\.shopScore))
    let known = leastToGreatest(terms(products, basis))
    return zip(shop, known).map { shop, known in
      guard let shop else { return 0 }
      return (1 - weight) * shop + weight * (known ?? shop)
    }
  }

  /// What is blended with the shop's scores, not scaled; `nil` where nothing is known.
  private static func terms(_ products: [Product], _ basis: ShopScoreBasis) -> [Double?] {
    switch basis {
    case .popularity, .region:
      return products.map { product in product.popularity.map { $0 * pow(product.lift, AffinityLift.sharpness) } }
    case .history:
      // Scaled first: the greatest number there is may be a score.
      let greatest = products.lazy.map(\.shopScore).max() ?? 0
      guard greatest > 0 else { return products.map { _ in 0 } }
      return products.map { $0.shopScore / greatest * pow($0.lift, AffinityLift.sharpness / 2) }
    }
  }

  /// The least of the numbers to 0 and the greatest to 1; all to 0 where they are equal.
  private static func leastToGreatest(_ numbers: [Double?]) -> [Double?] {
    let present = numbers.lazy.compactMap(\.self)
    guard let least = present.min(), let greatest = present.max(), greatest > least else {
      return numbers.map { $0.map { _ in 0 } }
    }
    return numbers.map { $0.map { ($0 - least) / (greatest - least) } }
  }
}
