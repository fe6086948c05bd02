import FoundationEssentials
import Testing

@testable import Personality

@Suite("a braid word's report", .timeLimit(.minutes(1)))
struct KnotReportTests {
  @Test("is one JSON object with the word and every invariant")
  func json() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let text = String(decoding: try encoder.encode(KnotReport(text: "1 -2 1 -2")), as: UTF8.self)
    #expect(
      text == #"{"alexander":"-1+3*t-t^2","arf":1,"braid":[1,-2,1,-2],"crossing_bounds":[4,4],"determinant":5,"#
        + #""genus_bound":1,"jones":"t^(-2)-t^(-1)+1-t+t^2","signature":0,"span":4,"strands":3,"#
        + #""unknotting_bound":0,"writhe":0}"#)
  }

  @Test("of no letters is the unknot's")
  func empty() throws {
    let report = try KnotReport(text: "  ")
    #expect(report.word.strands == 1 && report.invariants.jones == .one)
  }

  @Test("of what is no knot says what is wrong and what is allowed")
  func refusals() {
    let texts = ["1 x": "not an integer", "1 1": "only a knot", "0": "non-zero integer", "9": "1 to 8 strands"]
    for (text, words) in texts {
      #expect { try KnotReport(text: text) } throws: { "\($0)".contains(words) }
    }
  }
}
