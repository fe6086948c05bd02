/// The course of a run as CSV (RFC 4180), a row for each stretch.
package struct CSVReport: Sendable {
  private let result: LoadResult

  /// A report of a result.
  package init(_ result: LoadResult) {
    self.result = result
  }

  /// The file's text.
  package var text: String {
    let head = "at_s,seconds,intended_per_s,ok_per_s,failed,p50_ms,p99_ms,max_ms"
    let rows = result.timeline.map { interval in
      let values = [interval.at, interval.seconds, interval.intendedRate, interval.rate]
      let latencies = [interval.p50, interval.p99, interval.max]
      return (values.map(\.description) + ["\(interval.failed)"] + latencies.map(\.description)).joined(separator: ",")
    }
    return ([head] + rows).joined(separator: "\r\n") + "\r\n"
  }
}
