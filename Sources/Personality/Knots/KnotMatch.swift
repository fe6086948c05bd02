import Glibc
import Population

/// How alike two families of knots are.
package struct KnotMatch: Sendable, Hashable {
  /// The kind of likeness, in words for the answer.
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    /// V, Δ and σ equal in all layers: indistinguishable by them, which does not prove the knots equal.
    case identical
    /// V_B(t) = V_A(1/t), Δ equal and σ opposite in all layers.
    case mirror
    /// Score of at least 0.70.
    case similar
    /// Score of at least 0.50.
    case related
    /// Anything less.
    case distinct
  }

  /// exp(−d/τ) of the Jones distance, in (0, 1].
  package let jones: Double
  /// exp(−d/τ) of the Alexander distance, in (0, 1].
  package let alexander: Double
  /// Half from the signature, a quarter each from determinant and span, in (0, 1].
  package let topological: Double
  /// The kind of likeness.
  package let kind: Kind
  /// The distances behind the scores.
  package let distances: KnotDistances
  /// Number of dimensions that were compared, 1 to 12.
  package let comparedDimensions: Int

  /// 0.4 Jones + 0.3 Alexander + 0.3 topological, in (0, 1].
  package var score: Double { 0.4 * jones + 0.3 * alexander + 0.3 * topological }

  /// Compares two profiles on the dimensions that both give.
  ///
  /// A dimension that one side lacks is neutral on both sides, as if traced out.
  /// - Parameters:
  ///   - first: Twelve values in `[0, 1]` in the order of `Dimension`, `nil` where there is none.
  ///   - second: The same of the other side.
  ///   - cache: Knots computed before.
  /// - Returns: The match, or `nil` when no dimension is given on both sides.
  /// - Throws: `KnotError.identity` if the computation contradicts itself.
  package init?(_ first: [Double?], _ second: [Double?], cache: KnotCache) throws(KnotError) {
    let shared = Dimension.allCases.map(\.rawValue).filter {
      first.indices.contains($0) && second.indices.contains($0) && first[$0] != nil && second[$0] != nil
    }
    guard !shared.isEmpty else { return nil }
    let layers = try KnotLayers(Self.restrict(first, to: shared), cache: cache)
    let others = try KnotLayers(Self.restrict(second, to: shared), cache: cache)
    self.init(layers, others, comparedDimensions: shared.count)
  }

  /// Compares two profiles whose knots are drawn from the same dimensions.
  ///
  /// - Parameter comparedDimensions: How many those are; `nil` is returned outside 1...12.
  package init?(_ first: KnotLayers, _ second: KnotLayers, comparedDimensions: Int) {
    guard let scale = KnotScale.comparing(comparedDimensions) else { return nil }
    let pairs = Array(zip(first.portraits, second.portraits))
    let distances = KnotDistances(pairs)
    jones = exp(-distances.jones / scale.jones)
    alexander = exp(-distances.alexander / scale.alexander)
    topological =
      0.5 * exp(-distances.signature / scale.signature)
      + 0.25 * exp(-distances.logDeterminant / scale.logDeterminant) + 0.25 * exp(-distances.span / scale.span)
    kind = Self.kind(
      pairs.map { ($0.0.invariants, $0.1.invariants) }, 0.4 * jones + 0.3 * alexander + 0.3 * topological)
    self.distances = distances
    self.comparedDimensions = comparedDimensions
  }

  private static func restrict(_ values: [Double?], to shared: [Int]) -> [Double?] {
    var restricted = [Double?](repeating: nil, count: Dimension.allCases.count)
    for index in shared { restricted[index] = values[index] }
    return restricted
  }

  private static func kind(_ pairs: [(KnotInvariants, KnotInvariants)], _ score: Double) -> Kind {
    let alexandersAgree = pairs.allSatisfy { $0.alexander == $1.alexander }
    if alexandersAgree && pairs.allSatisfy({ $0.jones == $1.jones && $0.signature == $1.signature }) {
      return .identical
    }
    if alexandersAgree && pairs.allSatisfy({ $0.jones == $1.jones.mirrored && $0.signature == -$1.signature }) {
      return .mirror
    }
    return score >= 0.7 ? .similar : score >= 0.5 ? .related : .distinct
  }
}

/// Distances of two families of knots, each averaged over the layers.
package struct KnotDistances: Sendable, Hashable {
  /// Weighted L2 distance of the compressed Jones polynomials; tells mirror images apart.
  package private(set) var jones = 0.0
  /// The same to the mirror image of the second family.
  package private(set) var mirroredJones = 0.0
  /// Weighted L2 distance of the compressed Alexander polynomials.
  package private(set) var alexander = 0.0
  /// |σ_A − σ_B|.
  package private(set) var signature = 0.0
  /// |ln(det_A / det_B)|.
  package private(set) var logDeterminant = 0.0
  /// |span V_A − span V_B|.
  package private(set) var span = 0.0

  /// The mean distances of the pairs; all 0 when there are none.
  package init(_ pairs: [(KnotPortrait, KnotPortrait)]) {
    for (a, b) in pairs { add(a, b, share: 1 / Double(pairs.count)) }
  }

  private mutating func add(_ a: KnotPortrait, _ b: KnotPortrait, share: Double) {
    jones += share * a.spectrum.jonesDistance(to: b.spectrum)
    mirroredJones += share * a.spectrum.jonesDistance(to: b.spectrum, mirrored: true)
    alexander += share * a.spectrum.alexanderDistance(to: b.spectrum)
    let (left, right) = (a.invariants, b.invariants)
    signature += share * Double(abs(left.signature - right.signature))
    logDeterminant += share * abs(log(Double(left.determinant) / Double(right.determinant)))
    span += share * Double(abs(left.span - right.span))
  }
}

/// A profile's knots: one for each threshold of `TraitLevels.layerThresholds`, lowest first.
package struct KnotLayers: Sendable, Hashable {
  /// The levels of each layer.
  package let traits: [TraitLevels]
  /// The knot of each layer.
  package let portraits: [KnotPortrait]

  /// Draws a profile's knots.
  ///
  /// - Parameters:
  ///   - values: Twelve values in `[0, 1]` in the order of `Dimension`; `nil` counts as neutral.
  ///   - cache: Knots computed before; those of this profile are added.
  /// - Throws: `KnotError.identity` if the computation contradicts itself.
  package init(_ values: [Double?], cache: KnotCache) throws(KnotError) {
    traits = TraitLevels.layers(of: values)
    portraits = try cache.portraits(of: traits)
  }
}
