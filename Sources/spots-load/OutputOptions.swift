import ArgumentParser
@preconcurrency import Glibc
import LoadTesting
import Terminal
import WireFormat

/// Where results go.
struct OutputOptions: ParsableArguments {
  @Option(help: "File for the result as JSON, for `spots-load compare`.")
  var json: String?
  @Option(help: "File for the result as one page.")
  var html: String?
  @Option(help: "File for the course of the run as CSV.")
  var csvOut: String?
  @Option(help: "File for the distributions as an HdrHistogram log.")
  var hdr: String?
  @Option(
    help: "Condition such as p99<10ms, errors<0.1% or rate>5000; when missed, the exit code is 99. May be repeated.")
  var threshold: [String] = []

  func validate() throws {
    _ = try conditions()
  }

  /// The conditions on the run.
  func conditions() throws -> [Threshold] {
    do { return try threshold.flatMap { try Threshold.list($0) } } catch { throw ValidationError("\(error)") }
  }

  /// Opens the files asked for, before the run: what cannot be written is found while nothing is lost.
  /// - Throws: `ExitCode(74)`, having said which file and why.
  func files() throws -> ResultFiles {
    do throws(ResultFile.Unusable) {
      return ResultFiles(
        json: try ResultFile(json), html: try ResultFile(html), csv: try ResultFile(csvOut), hdr: try ResultFile(hdr))
    } catch {
      throw error.exit
    }
  }
}

/// The files that a result is written to.
struct ResultFiles: ~Copyable {
  var json: ResultFile?
  var html: ResultFile?
  var csv: ResultFile?
  var hdr: ResultFile?

  /// Writes them; a text is made only for a file that was asked for.
  /// - Throws: `ExitCode(74)`, having said which file and why.
  mutating func write(_ result: LoadResult) throws {
    do {
      try json?.write(
        try result.jsonString(options: JSONEncodingOptions(isPretty: true, writesDefaults: true)) + "\n")
      try html?.write(PageReport(result).html)
      try csv?.write(CSVReport(result).text)
      try hdr?.write(HistogramLog(result).text)
    } catch let error as ResultFile.Unusable {
      throw error.exit
    }
  }
}

extension ResultFile.Unusable {
  /// Says what is wrong on standard error, and is the code to end with.
  fileprivate var exit: ExitCode {
    fputs("spots-load: \(self)\n", stderr)
    return ExitCode(74)
  }
}
