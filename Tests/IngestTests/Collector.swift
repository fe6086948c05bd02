import Population
import Ingest

/// Keeps everything that an import delivers.
struct Collector: ImportSink {
  var declaration: RegionDeclaration?
  var people: [AgentRecords] = []
  var isFinished = false

  mutating func begin(_ declaration: RegionDeclaration) throws {
    self.declaration = declaration
  }

  mutating func write(_ batch: [AgentRecords]) throws {
    people += batch
  }

  mutating func finish() throws {
    isFinished = true
  }
}

extension ImportOptions {
  static func here(consent: Consent = .all, cutOff: Int64? = nil) -> ImportOptions {
    ImportOptions(
      region: "here", timeZone: "UTC", consent: consent, pepper: Array("a pepper for tests".utf8), cutOff: cutOff)
  }
}

extension TemporaryFolder {
  func imported(_ options: ImportOptions = .here()) throws -> (sink: Collector, report: ImportReport) {
    var sink = Collector()
    let report = try Import.run(folder: path, options: options, into: &sink)
    return (sink, report)
  }
}
