import Population
import ArgumentParser
import Personality
import Foundation

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

/// Reads lines and answers each with one JSON object, in order.
///
/// A line that cannot be answered gets `{"line":N,"input":"…","error":"…"}` and is named on standard error; the other
/// lines go on, and the command ends with 65.
struct LineAnswers {
  /// Where the lines come from: a file, or `-` for standard input.
  let path: String

  private struct Refusal: Encodable {
    let line: Int
    let input: String
    let error: String
  }

  /// Answers every line.
  /// - Throws: `ExitCode` 74 when the file cannot be read, 65 when a line could not be answered.
  func run(_ answer: (String) throws -> any Encodable) throws {
    let lines = try lines()
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var (number, refused) = (0, 0)
    while let line = lines.next() {
      number += 1
      let text: Data
      do {
        text = try encoder.encode(answer(line))
      } catch {
        refused += 1
        complain("line \(number): \(error)")
        text = try encoder.encode(Refusal(line: number, input: String(line.prefix(200)), error: "\(error)"))
      }
      // Each answer at once: who asks may wait for it before asking again.
      FileHandle.standardOutput.write(text + [UInt8(ascii: "\n")])
    }
    if refused > 0 { throw ExitCode(65) }
  }

  private func lines() throws -> AnyIterator<String> {
    if path == "-" { return AnyIterator { readLine(strippingNewline: true) } }
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
      complain("\(path): cannot be read as UTF-8 text")
      throw ExitCode(74)
    }
    var rest = text[...]
    return AnyIterator {
      guard !rest.isEmpty else { return nil }
      let line = rest.prefix { !$0.isNewline }
      rest = rest.dropFirst(line.count + 1)
      return String(line)
    }
  }

  private func complain(_ text: String) { FileHandle.standardError.write(Data("spots: \(text)\n".utf8)) }
}
