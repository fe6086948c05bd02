package import Population

/// Imports a folder of CSV files (see `ImportFile`) into a sink: everything is read and checked first, then delivered
/// person by person, so that a folder with an error leaves nothing behind.
package enum Import {
  /// Imports a folder.
  ///
  /// People and places become pseudonyms, sensitive places are dropped and counted, homes lose their place,
  /// coordinates are kept to 0.01 degree. Connections count while both ends hold fewer than D = 50, in the order of
  /// the file; adoptions get their credit marks in order of time. A person's interest cluster is the one of the
  /// lookback before the cut-off.
  ///
  /// - Returns: What was found, with the cut-off chosen.
  /// - Throws: `IngestError` for a file that cannot be read; what the sink throws.
  @discardableResult
  package static func run(
    folder: String, options: ImportOptions, into sink: inout some ImportSink
  ) throws -> ImportReport {
    let reading = try FolderReading(folder: folder, options: options)
    var batch = ImportBatch()
    try sink.begin(reading.declaration)
    try sink.register(places: reading.places)
    for records in reading.people { try batch.add(records, to: &sink) }
    try batch.flush(to: &sink)
    try sink.finish()
    return reading.report
  }
}
