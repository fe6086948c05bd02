import Glibc
import Population

/// How sure the kind of a knot match is: the segment's state is redrawn from the known distribution of its noise, and
/// compared again.
///
/// The draws are a function of the released numbers and of the product alone, so that the same question about the same
/// release has the same answer.
package struct KnotRedraws: Sendable {
  /// Redraws.
  package static let count = 64

  /// What the kind of a match follows from: the dimensions compared and the segment's knots.
  private struct Comparison: Hashable {
    /// A bit for each dimension.
    let compared: UInt16
    let traits: [TraitLevels]
  }

  private let segment: SegmentState
  private let product: [Double?]
  private let cache: KnotCache

  /// Redraws of a segment's side of a comparison with `product`, twelve values, `nil` where it has none.
  package init(_ segment: SegmentState, product: [Double?], cache: KnotCache) {
    self.segment = segment
    self.product = product
    self.cache = cache
  }

  /// The share of redraws that give the same kind of match, in `[0, 1]`; one that leaves nothing to compare does not.
  ///
  /// Most redraws cross no threshold and draw the same knots again: each family of knots is compared once.
  /// - Throws: `KnotError.identity` if a knot contradicts itself.
  package func share(of kind: KnotMatch.Kind) throws(KnotError) -> Double {
    var random = NormalDraws(seed: seed)
    var verdicts: [Comparison: Bool] = [:]
    var values = [Double?](repeating: nil, count: Dimension.allCases.count)
    var same = 0
    for _ in 0..<Self.count {
      let compared = redraw(into: &values, &random)
      let comparison = Comparison(compared: compared, traits: TraitLevels.layers(of: values))
      let verdict: Bool
      if let known = verdicts[comparison] {
        verdict = known
      } else {
        verdict = try KnotMatch(values, product, cache: cache)?.kind == kind
        verdicts[comparison] = verdict
      }
      same += verdict ? 1 : 0
    }
    return Double(same) / Double(Self.count)
  }

  /// Puts the segment's side of the comparison with fresh noise into `values`, nil where the product has no value, and
  /// tells which there are.
  ///
  /// Two numbers are drawn for every qubit of the segment, so that what a dimension gets does not depend on what the
  /// product says of others.
  private func redraw(into values: inout [Double?], _ random: inout NormalDraws) -> UInt16 {
    var compared: UInt16 = 0
    for index in values.indices {
      guard let qubit = segment.qubits[index] else { continue }
      guard product.indices.contains(index), product[index] != nil else {
        random.skip()
        continue
      }
      let (x, y) = random.pair()
      values[index] = Qubit(x: qubit.x + qubit.noise * x, y: qubit.y + qubit.noise * y)?.value
      if values[index] != nil { compared |= 1 << UInt16(index) }
    }
    return compared
  }

  private var seed: UInt64 {
    let state = segment.qubits.flatMap { qubit in qubit.map { [$0.x, $0.y, $0.noise] } ?? [] }
    return (state + product.map { $0 ?? 2 }).reduce(0) { Mixing.mix($0 ^ $1.bitPattern) }
  }
}

/// Pairs of independent numbers of the standard normal distribution (G. E. P. Box, M. E. Muller, 1958).
private struct NormalDraws {
  private var random: SplitMix64

  init(seed: UInt64) { random = SplitMix64(seed: seed) }

  /// Passes over a pair.
  mutating func skip() { (_, _) = (random.next(), random.next()) }

  mutating func pair() -> (Double, Double) {
    let radius = (-2 * log(1 - random.unit())).squareRoot()
    let angle = 2 * Double.pi * random.unit()
    return (radius * cos(angle), radius * sin(angle))
  }
}
