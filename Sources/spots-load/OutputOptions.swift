import ArgumentParser
@preconcurrency import Glibc
import LoadTesting
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
    for path in [json, html, csvOut, hdr].compactMap(\.self) { try checkWritable(path) }
  }

  /// Refuses a file that could not be written before anything is measured.
  private func checkWritable(_ path: String) throws {
    guard !path.isEmpty else { throw ValidationError("\"\": is no name of a file") }
    if access(path, F_OK) == 0 {
      var status = stat()
      guard stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else {
        throw ValidationError("\(path): is a folder; expected a file")
      }
      guard access(path, W_OK) == 0 else { throw failure(path) }
    } else {
      let folder = path.lastIndex(of: "/").map { path[..<$0].isEmpty ? "/" : String(path[..<$0]) } ?? "."
      guard access(folder, W_OK | X_OK) == 0 else { throw failure(path) }
    }
  }

  /// The conditions on the run.
  func conditions() throws -> [Threshold] {
    do { return try threshold.flatMap { try Threshold.list($0) } } catch { throw ValidationError("\(error)") }
  }

  /// Writes the files asked for.
  func write(_ result: LoadResult) throws {
    try write(json, try result.jsonString(options: JSONEncodingOptions(isPretty: true, writesDefaults: true)) + "\n")
    try write(html, PageReport(result).html)
    try write(csvOut, CSVReport(result).text)
    try write(hdr, HistogramLog(result).text)
  }

  /// The text is made only for a file that was asked for.
  private func write(_ path: String?, _ text: @autoclosure () throws -> String) throws {
    guard let path else { return }
    let text = try text()
    guard let file = fopen(path, "w") else { throw failure(path) }
    let written = fputs(text, file)
    guard fclose(file) == 0, written >= 0 else { throw failure(path) }
  }

  private func failure(_ path: String) -> ValidationError {
    ValidationError("\(path): \(String(cString: strerror(errno)))")
  }
}
