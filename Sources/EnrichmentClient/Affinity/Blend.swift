internal import Glibc

/// How a shop's own scores and the lifts of a customer's zones become one order.
///
/// Source: affinity.md 4. The service's `sort` blend computes the same; this one needs no call.
public struct Blend: Sendable, Hashable {
  /// What the shop's scores know.
  public enum Basis: String, Sendable, Hashable, CaseIterable {
    /// What sells everywhere.
    case popularity
    /// What sells in the customer's region.
    case region
    /// The customer's own purchases.
    case history
  }

  /// How the two are brought together.
  public enum Method: String, Sendable, Hashable, CaseIterable {
    /// `(1 - w) m(s) + w m(k)`: s the shop's score, m the least to 0 and the greatest to 1, and k what is known: the item's
    /// share of all that is adopted times the lift to the sharpness; with the basis `history` the shop's score times the
    /// lift to half the sharpness.
    case blended
    /// The shop's score times the lift to the sharpness; to half of it where the scores know the customer's region or
    /// history already.
    case multiplied
  }

  /// A product to rank.
  public struct Product: Sendable, Hashable {
    /// The shop's own score, finite, 0 or more.
    public var shopScore: Double
    /// The item's share of all that is adopted, in [0, 1]; nil for a product that is no registered item.
    public var popularity: Double?
    /// How much more than everybody the people of the customer's zones adopt it, positive; 1 where nothing is known.
    public var lift: Double

    /// A product; without more than a score nothing moves it.
    public init(shopScore: Double, popularity: Double? = nil, lift: Double = 1) {
      (self.shopScore, self.popularity, self.lift) = (shopScore, popularity, lift)
    }
  }

  /// The weight that is meant where none is named.
  public static let usualWeight = 0.3
  /// The sharpness that is meant where none is named.
  public static let usualSharpness = 3.0

  /// 30 parts of SPOTS, 70 of the shop's popularity.
  public static let usual = Blend(usualWeight, usualSharpness, .popularity, .blended)

  /// w: how much what is known of places counts beside the shop's own score, in [0, 1].
  public let weight: Double
  /// The power that a lift is raised to.
  public let sharpness: Double
  /// What the shop's scores know.
  public let basis: Basis
  /// How the two are brought together.
  public let method: Method

  /// A blend. A weight of .5 is recommended where 2,000 people or more are behind a release at epsilon 3.
  /// - Throws: `BlendError` for a weight outside [0, 1] and a sharpness outside [0, 10].
  public init(
    weight: Double = usualWeight, sharpness: Double = usualSharpness, basis: Basis = .popularity,
    method: Method = .blended
  ) throws(BlendError) {
    guard weight >= 0, weight <= 1 else { throw BlendError(field: "weight", value: weight, allowed: "0 to 1") }
    guard sharpness >= 0, sharpness <= 10 else {
      throw BlendError(field: "sharpness", value: sharpness, allowed: "0 to 10")
    }
    self.init(weight, sharpness, basis, method)
  }

  private init(_ weight: Double, _ sharpness: Double, _ basis: Basis, _ method: Method) {
    (self.weight, self.sharpness, self.basis, self.method) = (weight, sharpness, basis, method)
  }

  /// The scores of products, in their order; blended ones are in [0, 1].
  /// - Throws: `BlendError` for a number that is not allowed, with the product's position.
  public func scores(of products: [Product]) throws(BlendError) -> [Double] {
    try Self.check(products)
    switch method {
    case .multiplied:
      let power = basis == .popularity ? sharpness : sharpness / 2
      return products.map { $0.shopScore * pow($0.lift, power) }
    case .blended:
      let shop = Self.leastToGreatest(products.map(\.shopScore))
      return zip(shop, Self.leastToGreatest(known(products))).map { shop, known in
        let shop = shop ?? 0
        return (1 - weight) * shop + weight * (known ?? shop)
      }
    }
  }

  /// Positions of products, best first; products of one score keep the order they came in, which is the shop's own.
  /// - Throws: as `scores(of:)`.
  public func order(of products: [Product]) throws(BlendError) -> [Int] {
    Self.order(of: try scores(of: products))
  }

  /// Positions of scores, the greatest first, equal ones as they came.
  static func order(of scores: [Double]) -> [Int] {
    scores.indices.sorted { (-scores[$0], $0) < (-scores[$1], $1) }
  }

  /// What is blended with the shop's scores, not scaled; nil where nothing is known.
  private func known(_ products: [Product]) -> [Double?] {
    switch basis {
    case .popularity, .region:
      return products.map { product in product.popularity.map { $0 * pow(product.lift, sharpness) } }
    case .history:
      // Scaled first: the greatest number there is may be a score.
      let greatest = products.lazy.map(\.shopScore).max() ?? 0
      guard greatest > 0 else { return products.map { _ in 0 } }
      return products.map { $0.shopScore / greatest * pow($0.lift, sharpness / 2) }
    }
  }

  private static func check(_ products: [Product]) throws(BlendError) {
    for (position, product) in products.enumerated() {
      if !(product.shopScore >= 0 && product.shopScore.isFinite) {
        throw BlendError(
          field: "products[\(position)].shopScore", value: product.shopScore, allowed: "a finite number, 0 or more")
      }
      if !(product.lift > 0 && product.lift.isFinite) {
        throw BlendError(field: "products[\(position)].lift", value: product.lift, allowed: "a finite number above 0")
      }
      if let popularity = product.popularity, !(popularity >= 0 && popularity <= 1) {
        throw BlendError(field: "products[\(position)].popularity", value: popularity, allowed: "0 to 1")
      }
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

/// A number that a blend does not take.
public struct BlendError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Where it stands.
  public let field: String
  /// What it is.
  public let value: Double
  /// What is allowed there.
  public let allowed: String

  /// Where, what and what is allowed.
  public var description: String { "\(field) is \(value); allowed: \(allowed)" }
}
