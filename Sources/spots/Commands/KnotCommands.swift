import ArgumentParser
import Personality
import Population

struct KnotCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "knot", abstract: "Computes the invariants of braid closures, one word a line.",
    discussion: """
      A word is like `1 1 1` or `1 -2 1 -2`: i is a positive crossing of strands i and i + 1, -i its inverse; at most \
      8 strands and 60 letters, and the closure must be a knot. An empty line is the trivial braid. Writes one JSON \
      object a line: the word, the polynomials of Jones and Alexander (the latter found by two routes), signature, \
      determinant, Arf invariant, bounds of crossing number, genus and unknotting number. A line that is no such word \
      gets an object with line, input and error instead; the others go on, and the exit code is 65.
      """)
  @Argument(help: "A file, or - for standard input.")
  var input: String

  func run() throws {
    try LineAnswers(path: input).run { try KnotReport(text: $0) }
  }
}

struct CompatibilityCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compatibility", abstract: "Scores pairs of a person and a product, one JSON object a line.",
    discussion: """
      A line is {"person":[12 numbers],"product":[12 numbers or null]}, numbers from 0 to 1 in the order \
      \(Dimension.allCases.map(\.name).joined(separator: ", ")). Writes one JSON object a line: the five layers with \
      both braids and their invariants, the knot scores, the fidelity and the score per qubit, unrounded, over the \
      dimensions the product gives. A line that is no such pair gets an object with line, input and error instead; \
      the others go on, and the exit code is 65.
      """)
  @Argument(help: "A file, or - for standard input.")
  var input: String

  func run() throws {
    let cache = KnotCache()
    try LineAnswers(path: input).run { line in
      guard let report = try CompatibilityReport(ProfilePair(json: line), cache: cache) else {
        throw ValidationError("no dimension to compare")
      }
      return report
    }
  }
}
