import Answers
import EnrichmentClient
import Glibc
import Testing

@Suite("a blend of a shop's scores and lifts", .timeLimit(.minutes(1)))
struct BlendTests {
  private static func catalogue(_ random: inout some RandomNumberGenerator) -> [Blend.Product] {
    let registered = Double.random(in: 0...1, using: &random)
    return (0..<Int.random(in: 1...200, using: &random)).map { _ in
      let isRegistered = Double.random(in: 0..<1, using: &random) < registered
      return Blend.Product(
        // Few scores, so that many are equal.
        shopScore: Double(Int.random(in: 0...40, using: &random)),
        popularity: isRegistered ? Double.random(in: 0...0.1, using: &random) : nil,
        lift: isRegistered ? exp(Double.random(in: -3.9...2.9, using: &random)) : 1)
    }
  }

  @Test("gives random catalogues the scores that the service's own blend gives them")
  func sameAsTheService() throws {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<200 {
      let products = Self.catalogue(&random)
      let weight = Double.random(in: 0...1, using: &random)
      for basis in Blend.Basis.allCases {
        let blend = try Blend(weight: weight, basis: basis)
        let served = BlendedScores.scores(
          of: products.map { .init(shopScore: $0.shopScore, popularity: $0.popularity, lift: $0.lift) },
          weight: weight, basis: try #require(ShopScoreBasis(rawValue: basis.rawValue)))
        #expect(try blend.scores(of: products) == served)
      }
    }
  }

  @Test("multiplies scores by the lift to the sharpness, to half of it where the scores know the region already")
  func multiplied() throws {
    let products = [Blend.Product(shopScore: 3, lift: 4), Blend.Product(shopScore: 0, lift: 20)]
    for (basis, expected) in [(Blend.Basis.popularity, 192.0), (.region, 24), (.history, 24)] {
      let scores = try Blend(basis: basis, method: .multiplied).scores(of: products)
      #expect(abs(scores[0] - expected) < 1e-9 && scores[1] == 0)
    }
    #expect(try Blend(sharpness: 0, method: .multiplied).scores(of: products) == [3, 0])
  }

  @Test("keeps products of one score in the order that the shop has them in")
  func ties() throws {
    let scores = [2.0, 5, 2, 5, 2].map { Blend.Product(shopScore: $0) }
    for method in Blend.Method.allCases {
      #expect(try Blend(method: method).order(of: scores) == [1, 3, 0, 2, 4])
    }
    let equal = [Blend.Product](repeating: Blend.Product(shopScore: 1, popularity: 0.1), count: 50)
    #expect(try Blend().order(of: equal) == Array(0..<50))
  }

  @Test("moves nothing where nothing is known")
  func unknown() throws {
    let products = (0..<20).map { Blend.Product(shopScore: Double(20 - $0)) }
    for weight in [0, 0.3, 1] {
      #expect(try Blend(weight: weight).order(of: products) == Array(0..<20))
    }
  }

  @Test("refuses numbers that are none, and says which and what is allowed")
  func refusals() throws {
    for (weight, sharpness, field) in [(-0.1, 3.0, "weight"), (.nan, 3, "weight"), (0.3, .infinity, "sharpness")] {
      #expect(throws: BlendError.self) { try Blend(weight: weight, sharpness: sharpness) }
      do { _ = try Blend(weight: weight, sharpness: sharpness) } catch { #expect(error.field == field) }
    }
    let wrong: [(Blend.Product, String)] = [
      (Blend.Product(shopScore: -1), "products[1].shopScore"),
      (Blend.Product(shopScore: .nan), "products[1].shopScore"),
      (Blend.Product(shopScore: 1, lift: 0), "products[1].lift"),
      (Blend.Product(shopScore: 1, popularity: 1.5), "products[1].popularity"),
    ]
    for (product, field) in wrong {
      let error = #expect(throws: BlendError.self) {
        try Blend().scores(of: [Blend.Product(shopScore: 1), product])
      }
      #expect(error?.field == field && error?.allowed.isEmpty == false)
    }
  }
}
