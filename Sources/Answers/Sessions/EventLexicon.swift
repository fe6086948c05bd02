package import Personality
package import Population

/// Published words of events, each with the values of the dimensions it speaks of.
package protocol EventLexicon: Sendable {
  /// The values in `[0, 1]` that a word stands for; nil when the word is unknown.
  func values(ofEventWord word: String) -> [(dimension: Dimension, value: Double)]?
}

extension Lexicon: EventLexicon {
  /// Event words first, then style and feature words: an event's terms describe its item or place.
  package func values(ofEventWord word: String) -> [(dimension: Dimension, value: Double)]? {
    (event(word) ?? style(word) ?? feature(word))?.map { ($0.dimension, $0.value) }
  }
}
