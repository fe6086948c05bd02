import Population
import Testing

@testable import Personality

@Suite("the picture of a closed braid", .timeLimit(.minutes(1)))
struct BraidDiagramTests {
  /// The sign of a crossing as it is drawn: positive when the way from the strand above to the one below turns left.
  private func sign(_ crossing: BraidDiagram.Crossing) -> Int {
    func direction(_ strand: BraidDiagram.Strand) -> (x: Double, y: Double) {
      (strand.to.x - strand.from.x, strand.from.y - strand.to.y)
    }
    let (over, under) = (direction(crossing.over), direction(crossing.under))
    return over.x * under.y - over.y * under.x > 0 ? 1 : -1
  }

  @Test("has a crossing for each letter, of its sign")
  func crossings() throws {
    for word in try randomKnots(30, seed: 61) {
      let diagram = BraidDiagram(of: word)
      #expect(diagram.crossings.map(sign) == word.letters.map { $0.signum() })
      #expect(diagram.passages.count == word.letters.count * (word.strands - 2))
    }
  }

  @Test("is one curve for each component, through every piece once")
  func curves() throws {
    let words = try randomKnots(30, seed: 62) + [BraidWord([1, 1]), BraidWord([], strands: 3)]
    for word in words {
      let diagram = BraidDiagram(of: word)
      let strands = diagram.crossings.flatMap { [$0.over, $0.under] } + diagram.passages
      var next: [BraidDiagram.Point: BraidDiagram.Point] = [:]
      for strand in strands { next[strand.from] = strand.to }
      // Without letters the arcs alone begin where they end, but for their corners.
      let ends = diagram.arcs.map { ($0[0], $0[5]) }.filter { $0.0 != $0.1 }
      for (from, to) in ends { next[from] = to }
      #expect(next.count == strands.count + ends.count)
      var (left, curves) = (Set(next.keys), word.letters.isEmpty ? diagram.arcs.count : 0)
      while let start = left.first {
        curves += 1
        var point = start
        while left.remove(point) != nil { point = try #require(next[point]) }
        #expect(point == start)
      }
      #expect(curves == word.components)
    }
  }

  @Test("closes around the outside: no arc meets another or the braid")
  func arcs() throws {
    let diagram = BraidDiagram(of: try BraidWord([1, 2, 3, -1, 2]))
    for (inner, outer) in zip(diagram.arcs, diagram.arcs.dropFirst()) {
      #expect(outer[1].x > inner[1].x && outer[2].y < inner[2].y && outer[3].x < inner[3].x)
    }
    for point in diagram.arcs.joined() {
      #expect(point.x > 0 && point.y > 0 && point.x < diagram.size.x && point.y < diagram.size.y)
    }
  }

  @Test("knows of every letter of a personality which trait it is of")
  func traits() {
    var person = [Double?](repeating: 0.5, count: 12)
    (person[9], person[1]) = (0.95, 0.05)
    let traits = TraitLevels(person, threshold: 400_000)
    #expect(PersonalityBraid.word(for: traits).letters == [-2, -2, 1, 1, 1, 2, 3])
    #expect(
      PersonalityBraid.dimensions(for: traits)
        == [.communityOrientation, .communityOrientation, .noveltySeeking, .noveltySeeking, nil, nil, nil])
  }
}
