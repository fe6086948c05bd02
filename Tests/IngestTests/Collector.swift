import Ingest
import Population

/// Keeps everything that an import delivers.
struct Collector: ImportSink {
  var declaration: RegionDeclaration?
  var people: [AgentRecords] = []
  var places: [UInt64] = []
  var map: RegisteredMap?
  var announced: [AgentID] = []
  var isFinished = false

  mutating func begin(_ declaration: RegionDeclaration) throws {
    self.declaration = declaration
  }

  mutating func register(places: [UInt64]) throws { self.places += places }

  mutating func register(_ map: RegisteredMap) throws { self.map = map }

  mutating func register(people: [AgentID]) throws { announced += people }

  mutating func write(_ batch: [AgentRecords]) throws {
    people += batch
  }

  mutating func finish() throws {
    isFinished = true
  }
}

extension ImportOptions {
  /// Options of an import on the last day of November 2026, of rows that end in that of 2025 unless told otherwise.
  static func here(consent: Consent = .all, asOf: Int64? = 1_764_504_000_000_000) -> ImportOptions {
    ImportOptions(
      region: "here", timeZone: "UTC", consent: consent,
      pseudonymizer: Pseudonymizer(secret: Array("a pepper for tests".utf8)), asOf: asOf, now: 1_796_040_000_000_000)
  }
}

extension TemporaryFolder {
  func imported(_ options: ImportOptions = .here()) throws -> (sink: Collector, report: ImportReport) {
    var sink = Collector()
    let report = try Import.run(folder: path, options: options, into: &sink)
    return (sink, report)
  }
}
