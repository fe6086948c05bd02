import FoundationEssentials
import Testing

@testable import Personality
@testable import Population

/// What must hold of every word, whatever the knot.
@Suite("knot properties", .timeLimit(.minutes(1)))
struct KnotPropertyTests {
  /// The parts that belong to the knot and not to the word.
  private struct Parts: Equatable {
    let jones: LaurentPolynomial
    let alexander: LaurentPolynomial
    let signature: Int
    init(_ word: BraidWord) throws {
      let knot = try KnotInvariants(of: word)
      (jones, alexander, signature) = (knot.jones, knot.alexander, knot.signature)
    }
  }

  @Test("both Alexander routes and every identity hold on random words")
  func randomWords() throws {
    for word in try randomKnots(60, seed: 1, strands: 1...6, letters: 16) {
      let knot = try KnotInvariants(of: word)
      let identities = KnotIdentities(jones: knot.jones, alexander: knot.alexander, signature: knot.signature)
      #expect(identities.firstFailure == nil)
      #expect(try KnotInvariants.alexanderBySeifertMatrix(of: word) == knot.alexander, "\(word.letters)")
    }
  }

  @Test("conjugation, stabilisation and reversal of the word leave the knot alone")
  func markovMoves() throws {
    var random = SplitMix64(seed: 7)
    for word in try randomKnots(25, seed: 2) {
      let parts = try Parts(word)
      let around = [
        Int.random(in: 1..<word.strands, using: &random), -Int.random(in: 1..<word.strands, using: &random),
      ]
      #expect(try Parts(word.conjugated(by: around)) == parts)
      #expect(try Parts(word.stabilised(sign: 1)) == parts)
      #expect(try Parts(word.stabilised(sign: -1)) == parts)
      #expect(try Parts(word.reversed) == parts)
    }
  }

  @Test("the mirror image has V(1/t), the same Δ and −σ")
  func mirror() throws {
    for word in try randomKnots(25, seed: 3) {
      let (knot, mirror) = (try KnotInvariants(of: word), try KnotInvariants(of: word.mirrored))
      #expect(mirror.jones == knot.jones.mirrored)
      #expect(mirror.alexander == knot.alexander)
      #expect(mirror.signature == -knot.signature)
    }
  }

  @Test("a connected sum multiplies V and Δ and adds σ")
  func connectedSum() throws {
    let words = try randomKnots(24, seed: 4, strands: 2...4, letters: 9)
    for (a, b) in zip(words, words.dropFirst()) {
      let (left, right) = (try KnotInvariants(of: a), try KnotInvariants(of: b))
      let sum = try KnotInvariants(of: a.connectedSum(b))
      #expect(sum.jones == left.jones * right.jones)
      #expect(sum.alexander == left.alexander * right.alexander)
      #expect(sum.signature == left.signature + right.signature)
    }
  }

  @Test("the skein relation, applied twice so that only knots appear: V(σ²β) + t⁴V(σ⁻²β) = (t³ + t)V(β)")
  func skein() throws {
    let fourth = LaurentPolynomial(1, exponent: 4)
    let factor = LaurentPolynomial(lowest: 1, coefficients: [1, 0, 1])
    for word in try randomKnots(20, seed: 5, strands: 2...4, letters: 9) {
      let (more, less) = (try jones(word, appending: [1, 1]), try jones(word, appending: [-1, -1]))
      #expect(more + fourth * less == factor * (try jones(word, appending: [])))
    }
  }

  private func jones(_ word: BraidWord, appending letters: [Int]) throws -> LaurentPolynomial {
    try KnotInvariants(of: BraidWord(word.letters + letters, strands: word.strands)).jones
  }

  @Test(
    "torus knots have the polynomials of their closed formulas",
    arguments: [(2, 3), (2, 9), (3, 4), (3, 7), (4, 5), (5, 6), (7, 8)])
  func torusKnots(p: Int, q: Int) throws {
    let word = try BraidWord(Array(repeating: Array(1..<p), count: q).flatMap { $0 }, strands: p)
    let knot = try KnotInvariants(of: word)
    let square = LaurentPolynomial(lowest: 0, coefficients: [-1, 0, 1])
    let numerator = sum([(0, -1), (p + 1, 1), (q + 1, 1), (p + q, -1)])
    #expect(numerator.divided(byMonic: square)?.shifted(by: (p - 1) * (q - 1) / 2) == knot.jones)
    let top = sum([(p * q, 1), (0, -1)]) * sum([(1, 1), (0, -1)])
    #expect(top.divided(byMonic: sum([(p, 1), (0, -1)]) * sum([(q, 1), (0, -1)])) == knot.alexander)
    #expect(knot.genusBound == (p - 1) * (q - 1) / 2)
  }

  private func sum(_ terms: [(Int, Int64)]) -> LaurentPolynomial {
    terms.reduce(.zero) { $0 + LaurentPolynomial($1.1, exponent: $1.0) }
  }

  @Test("the unknot, both trefoils and the figure eight")
  func smallKnots() throws {
    let trefoil = try KnotInvariants(of: BraidWord([1, 1, 1]))
    #expect(trefoil.jones.description == "t+t^3-t^4")
    #expect([trefoil.signature, Int(trefoil.determinant), trefoil.arf] == [-2, 3, 1])
    #expect(try KnotInvariants(of: BraidWord([-1, -1, -1])).signature == 2)
    let eight = try KnotInvariants(of: BraidWord([1, -2, 1, -2]))
    #expect(eight.jones == eight.jones.mirrored && eight.alexander.description == "-1+3*t-t^2")
    #expect(eight.crossingBounds == 4...4)
    let unknot = try KnotInvariants(of: BraidWord([]))
    #expect(unknot.jones == .one && unknot.alexander == .one && unknot.crossingBounds == 0...0)
  }

  @Test("invariants are written as JSON with polynomials as text")
  func json() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let text = String(decoding: try encoder.encode(KnotInvariants(of: BraidWord([1, 1, 1]))), as: UTF8.self)
    #expect(text.hasPrefix(#"{"alexander":"1-t+t^2","arf":1,"crossing_bounds":[3,3],"determinant":3,"genus_bound":1,"#))
    #expect(text.contains(#""jones":"t+t^3-t^4""#) && text.contains(#""signature":-2"#))
  }

  @Test("a merge sweep makes a knot with one letter for each component too many")
  func mergeSweep() throws {
    var random = SplitMix64(seed: 6)
    for _ in 0..<300 {
      let n = Int.random(in: 1...8, using: &random)
      let letters = n == 1 ? [] : (0..<14).map { _ in Int.random(in: 1..<n, using: &random) }
      let word = try BraidWord(letters, strands: n)
      let knot = try word.mergedIntoKnot()
      #expect(knot.components == 1 && knot.letters.count == letters.count + word.components - 1)
      #expect((word.components - n + letters.count).isMultiple(of: 2))
    }
  }
}
