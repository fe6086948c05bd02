import Testing

@testable import Personality

/// Published and golden tables; the large ones are shared material, so each says so when it is not there.
@Suite("knot tables", .timeLimit(.minutes(1)))
struct KnotTableTests {
  @Test("golden layers of golden people have exactly these braids and invariants", arguments: ["own", "shared"])
  func goldenLayers(source: String) throws {
    let path = source == "own" ? ownFixtures : sharedReference
    guard let rows = goldenTable(path + "golden_personality_knots.csv") else {
      #expect(source == "shared", "the fixture of a clone must be there")
      print("skipped: \(path) is not here")
      return
    }
    #expect(rows.count == (source == "own" ? 12 : 300))
    for row in rows { try check(golden: row) }
  }

  private func check(golden row: [String]) throws {
    let threshold = Int(((Double(row[2]) ?? 0) * 1_000_000).rounded())
    let traits = TraitLevels(numbers(row[1]), threshold: threshold)
    let word = PersonalityBraid.word(for: traits)
    let knot = try KnotInvariants(of: word)
    let context = Comment(rawValue: row.joined(separator: ","))
    #expect(word.letters == integers(row[3]), context)
    #expect(knot.jones == polynomial(row[4]) && knot.jones.description == row[4], context)
    #expect(knot.alexander == polynomial(row[5]) && knot.alexander.description == row[5], context)
    #expect([knot.signature, Int(knot.determinant), knot.arf] == [Int(row[6]), Int(row[7]), Int(row[8])], context)
    #expect(abs(knot.signature) <= 2 * traits.pronounced, context)
  }

  @Test("KnotInfo's knots of up to twelve crossings agree: V, Δ by both routes, σ and determinant")
  func knotInfo() throws {
    guard let rows = goldenTable(sharedKnots + "knotinfo_le12.csv") else {
      print("skipped: \(sharedKnots)knotinfo_le12.csv is not here")
      return
    }
    #expect(rows.count == 2994)
    let chosen = rows.enumerated().filter { testsEverything || $0.offset.isMultiple(of: 20) }.map(\.element)
    for row in chosen {
      let word = try BraidWord(integers(row[4]), strands: Int(row[3]))
      let knot = try KnotInvariants(of: word)
      let name = Comment(rawValue: row[0])
      #expect(knot.jones == polynomial(row[5]), name)
      #expect(knot.alexander == canonicalAlexander(polynomial(row[6])), name)
      #expect(try KnotInvariants.alexanderBySeifertMatrix(of: word) == knot.alexander, name)
      #expect([knot.signature, Int(knot.determinant)] == [Int(row[7]), Int(row[8])], name)
      #expect(Int(row[2]).map { knot.crossingBounds.contains($0) } == true, name)
    }
  }
}
