import Glibc
import Testing

@testable import Answers

@Suite("blended scores", .timeLimit(.minutes(1)))
struct BlendedScoresTests {
  private typealias Product = BlendedScores.Product

  private func isClose(_ left: [Double], _ right: [Double]) -> Bool {
    left.count == right.count && zip(left, right).allSatisfy { abs($0 - $1) < 1e-12 }
  }

  @Test("a shop's scores and the items' shares with their lifts to the third are blended over the call's products")
  func blend() {
    let products = [
      Product(shopScore: 10, popularity: 0.2, lift: 1), Product(shopScore: 30, popularity: 0.1, lift: 2),
      Product(shopScore: 20, popularity: 0.5, lift: 0.5),
    ]
    // p lift^3: .2, .8, .0625.
    let known = [(0.2 - 0.0625) / 0.7375, 1, 0]
    let expected = zip([0, 1, 0.5], known).map { 0.7 * $0 + 0.3 * $1 }
    for basis in [ShopScoreBasis.popularity, .region] {
      #expect(isClose(BlendedScores.scores(of: products, weight: 0.3, basis: basis), expected))
    }
    #expect(isClose(BlendedScores.scores(of: products, weight: 0, basis: .popularity), [0, 1, 0.5]))
    #expect(isClose(BlendedScores.scores(of: products, weight: 1, basis: .popularity), known))
  }

  @Test("scores of the customer's own history are multiplied by the lift to the one and a half")
  func history() {
    let products = [
      Product(shopScore: 4, popularity: 0.9, lift: 1), Product(shopScore: 1, popularity: nil, lift: 4),
      Product(shopScore: 0, popularity: 0.1, lift: 20),
    ]
    // s lift^1.5: 4, 8, 0.
    let expected = [0.5 * 1 + 0.5 * 0.5, 0.5 * 0.25 + 0.5 * 1, 0]
    #expect(isClose(BlendedScores.scores(of: products, weight: 0.5, basis: .history), expected))
  }

  @Test("a product that is no registered item keeps its place among the shop's scores")
  func unregistered() {
    let products = [
      Product(shopScore: 0, popularity: 0.1, lift: 1), Product(shopScore: 5, popularity: nil, lift: 1),
      Product(shopScore: 10, popularity: 0.3, lift: 1),
    ]
    #expect(isClose(BlendedScores.scores(of: products, weight: 0.3, basis: .popularity), [0, 0.5, 1]))
  }

  @Test("equal scores, one product and the greatest number there is give numbers in [0, 1]")
  func edges() {
    let equal = [Product(shopScore: 3, popularity: 0.5, lift: 1), Product(shopScore: 3, popularity: 0.5, lift: 1)]
    let huge = [
      Product(shopScore: .greatestFiniteMagnitude, popularity: 1, lift: 20),
      Product(shopScore: 0, popularity: 0, lift: 0.02),
    ]
    for basis in ShopScoreBasis.allCases {
      #expect(BlendedScores.scores(of: equal, weight: 0.3, basis: basis) == [0, 0])
      #expect(BlendedScores.scores(of: [equal[0]], weight: 0.3, basis: basis) == [0])
      #expect(isClose(BlendedScores.scores(of: huge, weight: 0.3, basis: basis), [1, 0]))
    }
    #expect(BlendedScores.scores(of: [], weight: 0.3, basis: .history).isEmpty)
  }
}
