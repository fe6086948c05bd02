import Personality
import Population
import Testing

@Suite("words of the lexicon", .timeLimit(.minutes(1)))
struct LexiconTests {
  @Test("a word is found however its parts are joined and whatever their case")
  func spelling() throws {
    let lexicon = try PersonalityTables.published().lexicon
    let known = try #require(lexicon.feature("limited_edition"))
    for word in [
      "limited edition", "Limited Edition", "LIMITED-EDITION", "  limited   edition ", "limited\tedition",
      "limited\r\nedition", "_limited__edition_", "limited -_ edition",
    ] {
      #expect(lexicon.feature(word) == known, "\(word.debugDescription)")
    }
    for word in ["limitededition", "limited.edition", "limited\u{A0}edition", "", " ", "-"] {
      #expect(lexicon.feature(word) == nil, "\(word.debugDescription)")
    }
  }

  @Test("an attribute is a name of the lexicon or of a dimension, and nothing else")
  func attributes() throws {
    let lexicon = try PersonalityTables.published().lexicon
    #expect(lexicon.attribute("energy_level") == .energyPreference)
    for dimension in Dimension.allCases { #expect(lexicon.attribute(dimension.name) == dimension) }
    #expect(lexicon.attribute("Energy_level") == nil && lexicon.attribute("") == nil)
  }
}
