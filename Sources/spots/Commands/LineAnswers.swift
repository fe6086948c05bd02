import ArgumentParser
import FoundationEssentials
@preconcurrency import Glibc

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
  /// - Throws: `ExitCode` 74 when the file cannot be read or the answers not written, 65 when a line could not be
  ///   answered.
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
      print(String(decoding: text, as: UTF8.self))
      guard fflush(stdout) == 0 else { throw ExitCode(74) }
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

  private func complain(_ text: String) { fputs("spots: \(text)\n", stderr) }
}
