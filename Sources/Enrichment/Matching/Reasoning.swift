import Glibc

extension Compatibility {
  /// The two terms that decided the score, by template.
  ///
  /// Of a good match (0.6 or more) the two with the largest weighted fidelity: "Matches discovery first + high
  /// energy". Of any other the two with the largest weighted −ln f: "Held back by …". Each term is the product's own
  /// word on the dimension; equal terms go by the order of the dimensions.
  package var reasoning: String {
    let good = score >= 0.6
    let ranked = terms.sorted { Self.precedes($0, $1, good: good) }
    let words = ranked.prefix(2).map { $0.wanted.dimension.words.word(for: $0.wanted.value) }
    return (good ? "Matches " : "Held back by ") + words.joined(separator: " + ")
  }

  private static func precedes(_ left: Term, _ right: Term, good: Bool) -> Bool {
    let (a, b) = (share(left, good: good), share(right, good: good))
    return a == b ? left.wanted.dimension.rawValue < right.wanted.dimension.rawValue : a > b
  }

  private static func share(_ term: Term, good: Bool) -> Double {
    term.wanted.weight * (good ? term.fidelity : -log(max(term.fidelity, floor)))
  }
}
