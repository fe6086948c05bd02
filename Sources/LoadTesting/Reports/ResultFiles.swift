internal import Pages
internal import WireFormat

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

/// A result's distributions as an HdrHistogram interval log of version 1.2: its tools read, show and merge it.
package struct HistogramLog: Sendable {
  private let result: LoadResult

  /// A log of a result.
  package init(_ result: LoadResult) {
    self.result = result
  }

  /// The file's text; times in the log are in nanoseconds, its longest values in milliseconds.
  package var text: String {
    let began = Double(result.began?.seconds ?? 0)
    let head = [
      "#[Histogram log format version 1.2]",
      "#[StartTime: \(NumberText.fixed(began, 3).filter { $0 != "," }) (seconds since epoch)]",
      "\"StartTimestamp\",\"Interval_Length\",\"Interval_Max\",\"Interval_Compressed_Histogram\"",
    ]
    let tagged: [(String, LatencySummary?)] = [
      ("from_due", result.latencyFromIntended), ("from_send", result.latencyFromSend), ("lag", result.generatorLag),
      ("messages", result.messageLatency),
    ]
    let rows = tagged.compactMap { tag, summary in
      summary.map { summary in
        let length = NumberText.fixed(result.seconds, 3).filter { $0 != "," }
        return "Tag=\(tag),0.000,\(length),\(summary.max),\(summary.histogram)"
      }
    }
    return (head + rows).joined(separator: "\n") + "\n"
  }
}
