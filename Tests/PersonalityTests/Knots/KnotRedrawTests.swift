import Personality
import Population
import Testing

@Suite("confidence of a kind of knot match", .timeLimit(.minutes(1)))
struct KnotRedrawTests {
  private let product: [Double?] = (0..<12).map { $0 < 6 ? 0.2 + 0.1 * Double($0) : nil }

  private func segment(noise: Double, offset: Double = 0.02) -> SegmentState {
    var qubits: [Dimension: Qubit] = [:]
    for (index, dimension) in Dimension.allCases.enumerated() {
      let value = min(1, max(0, 0.2 + 0.1 * Double(index % 6) + offset))
      qubits[dimension] = Qubit(value: value).flatMap { Qubit(x: 0.8 * $0.x, y: 0.8 * $0.y, noise: noise) }
    }
    return SegmentState(qubits, people: 2_000)
  }

  private func share(_ segment: SegmentState) throws -> Double {
    let cache = KnotCache()
    let match = try #require(try KnotMatch(segment.values, product, cache: cache))
    return try KnotRedraws(segment, product: product, cache: cache).share(of: match.kind)
  }

  @Test("without noise every redraw is the same; the more noise, the less sure")
  func noise() throws {
    #expect(try share(segment(noise: 0)) == 1)
    let (little, much) = (try share(segment(noise: 0.02)), try share(segment(noise: 0.6)))
    #expect(little > much && much < 0.9 && much > 0)
  }

  @Test("the same release and product have the same confidence, byte for byte")
  func repeatable() throws {
    #expect(try share(segment(noise: 0.2)) == share(segment(noise: 0.2)))
    #expect(Set(try (1...6).map { try share(segment(noise: 0.1 * Double($0))) }).count > 1)
  }

  @Test("a redraw in which nothing is left to compare is another kind")
  func nothingLeft() throws {
    var product = [Double?](repeating: nil, count: 12)
    product[0] = 0.5
    let faint = SegmentState([.explorationEagerness: try #require(Qubit(x: 0, y: 0.21, noise: 1))], people: 500)
    let cache = KnotCache()
    let match = try #require(try KnotMatch(faint.values, product, cache: cache))
    let share = try KnotRedraws(faint, product: product, cache: cache).share(of: match.kind)
    #expect(share < 0.9)
  }
}
