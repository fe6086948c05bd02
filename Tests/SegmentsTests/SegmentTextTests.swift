import EngineFixtures
import EnrichmentSchema
import Population
import Testing

@testable import Segments

@Suite("what segments say of themselves", .timeLimit(.minutes(1)))
struct SegmentTextTests {
  @Test(
    "an error names what is wrong and what is allowed",
    arguments: [
      (.regionID("X y"), "region \"X y\"; allowed: 1 to 64 of a-z"),
      (.timeZoneMissing(region: "a"), "no time zone; allowed: an IANA name"),
      (.ageBands(region: "a"), "at least one, none overlapping another"),
      (.interestClusters(region: "a"), "each of shopping, food_and_coffee"),
      (.duplicateID("a_all"), "\"a_all\" is registered twice; allowed: once"),
      (.groupMember(group: "g", region: "r"), "member \"r\" of region group \"g\"; allowed: planned regions"),
      (.cell(segment: "s", cell: "c"), "cell \"c\" of segment \"s\"; allowed: region/ages/interest"),
      (.parent(segment: "s", parent: "p"), "allowed: another registered segment"),
      (.plan(line: "x=1", allowed: "y"), "line \"x=1\" of the plan; allowed: y"),
      (.definition("ages"), "definition line \"ages\" cannot be read"),
    ] as [(RegistryError, String)])
  func errors(error: RegistryError, words: String) { #expect("\(error)".contains(words)) }

  @Test("a stored definition that is cut, reordered or of another kind is refused")
  func definitions() throws {
    let whole = try #require(try RegistryFixtures.registry()[id: "simcity_25_35_shopping"])
    let lines = String(decoding: whole.encoded, as: UTF8.self).split(separator: "\n").map(String.init)
    for cut in lines.indices {
      let text = lines[..<cut].joined(separator: "\n")
      #expect(throws: RegistryError.self, "\(cut) lines") { try SegmentDefinition(encoded: Array(text.utf8)) }
    }
    for text in [lines.reversed().joined(separator: "\n"), (lines + ["more=1"]).joined(separator: "\n")] {
      #expect(throws: RegistryError.self) { try SegmentDefinition(encoded: Array(text.utf8)) }
    }
    #expect(throws: RegistryError.definition("not UTF-8")) { try SegmentDefinition(encoded: [0xFF]) }
    #expect(whole.interests == ["shopping"] && whole.isDescribable)
  }

  @Test("a request is repeated in words: its id, or region, ages and interests")
  func words() throws {
    func words(_ segment: UserSegment) throws -> String { try SegmentDescription(segment, path: "s").words }
    #expect(try words(RegistryFixtures.segment("x", region: "a")) == "x")
    #expect(
      try words(RegistryFixtures.segment(region: "a", ages: [25, 35], interests: ["travel", "travel", "fun"]))
        == "region a, ages 25 to 35, interests travel, fun")
    #expect(try SegmentDescription(nil, path: "s").hasNoAttributes)
  }

  @Test("text as long as allowed is read, one byte more is refused with its place")
  func lengths() throws {
    let longest = String(repeating: "é", count: 64)
    #expect(try SegmentDescription(RegistryFixtures.segment(longest), path: "s").segmentID == longest)
    var segment = RegistryFixtures.segment(region: longest + "x", interests: ["a", longest + "x"])
    segment.categoryPreferences = Array(repeating: "b", count: 32) + ["c"]
    let fields = violations(segment).map(\.field)
    #expect(fields == ["s.geographic_region", "s.category_preferences", "s.demographics.interests[1]"])
  }

  private func violations(_ segment: UserSegment) -> [RequestViolation] {
    do {
      _ = try SegmentDescription(segment, path: "s")
    } catch RequestError.invalidArgument(let list) {
      return list
    } catch {}
    return []
  }

  @Test(
    "the distance between texts is the least number of edits, the same from both sides",
    arguments: [("", "", 0), ("", "abc", 3), ("kitten", "sitting", 3), ("abc", "abc", 0), ("flaw", "lawn", 2)])
  func edits(left: String, right: String, distance: Int) {
    #expect(left.editDistance(to: right) == distance && right.editDistance(to: left) == distance)
  }

  @Test("edits are counted over the first 128 bytes only, so that a long id costs no more")
  func boundedEdits() {
    let long = String(repeating: "a", count: 100_000)
    #expect(long.editDistance(to: long + "b") == 0 && long.editDistance(to: "") == 128)
  }
}
