import Population
import Glibc

/// How sure the kind of a knot match is: the segment's state is redrawn from the known distribution of its noise, and
/// compared again.
///
/// The draws are a function of the released numbers and of the product alone, so that the same question about the same
/// release has the same answer.
package struct KnotRedraws: Sendable {
  /// Redraws.
  package static let count = 64

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
  /// - Throws: `KnotError.identity` if a knot contradicts itself.
  package func share(of kind: KnotMatch.Kind) throws(KnotError) -> Double {
    var random = NormalDraws(seed: seed)
    var same = 0
    for _ in 0..<Self.count {
      let values = segment.qubits.map { qubit in qubit.flatMap { Self.redrawn($0, &random) } }
      let match = try KnotMatch(values, product, cache: cache)
      same += match?.kind == kind ? 1 : 0
    }
    return Double(same) / Double(Self.count)
  }

  private static func redrawn(_ qubit: Qubit, _ random: inout NormalDraws) -> Double? {
    let (x, y) = random.pair()
    return Qubit(x: qubit.x + qubit.noise * x, y: qubit.y + qubit.noise * y)?.value
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

  mutating func pair() -> (Double, Double) {
    let radius = (-2 * log(1 - random.unit())).squareRoot()
    let angle = 2 * Double.pi * random.unit()
    return (radius * cos(angle), radius * sin(angle))
  }
}
