import ArgumentParser
import FoundationEssentials
import LoadTesting
import WireFormat

/// `spots-load compare A.json B.json`: is the second run slower?
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Compares two results written with --json.",
    discussion:
      "Exit codes: 0 the same or better, 1 worse, 2 undecided because a run is invalid or empty, 64 bad arguments.")

  @Argument(help: "The result before.")
  var before: String
  @Argument(help: "The result after.")
  var after: String
  @Option(help: "Change in per cent that counts, 0 to 1000, beyond the uncertainty of the two runs.")
  var tolerance = 10.0

  func validate() throws {
    guard (0...1_000).contains(tolerance) else {
      throw ValidationError("--tolerance \(tolerance): allowed are 0 to 1000 per cent")
    }
  }

  func run() throws {
    let comparison = Comparison(before: try read(before), after: try read(after), tolerance: tolerance / 100)
    comparison.lines.forEach { print($0) }
    switch comparison.verdict {
    case .better, .same: break
    case .worse: throw ExitCode(1)
    case .undecided: throw ExitCode(2)
    }
  }

  private func read(_ path: String) throws -> LoadResult {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw ValidationError("\(path): the file cannot be read")
    }
    do { return try LoadResult(jsonUTF8Bytes: [UInt8](data), ignoreUnknown: true) } catch {
      throw ValidationError("\(path): \(error)")
    }
  }
}
