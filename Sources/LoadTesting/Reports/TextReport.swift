internal import Pages

/// A result as lines for a terminal or a log.
package struct TextReport: Sendable {
  private let result: LoadResult

  /// A report of a result.
  package init(_ result: LoadResult) {
    self.result = result
  }

  /// The lines.
  package var lines: [String] {
    head + validity + latencies + outcomes + traffic + thresholds + search
  }

  private var head: [String] {
    let plan = result.plan ?? LoadPlan()
    var how = "\(plan.loop) loop, at most \(plan.concurrency) at once on \(plan.connections) connections"
    if !plan.schedule.isEmpty { how += ", schedule \(plan.schedule)" }
    let rate = NumberText.fixed(result.rate, result.rate < 100 ? 1 : 0)
    let name = ["\(plan.method) at \(plan.endpoint)", "  \(how)"] + cut(plan)
    guard result.started > 0 else { return name + ["  no call was measured"] }
    return name + [
      "  \(NumberText.grouped(result.succeeded)) of \(NumberText.grouped(result.started)) calls succeeded in "
        + "\(NumberText.fixed(result.seconds, 2)) s: \(rate) per second",
      "  generator: \(NumberText.fixed(result.cpuMicrosecondsPerCall, 1)) µs of CPU per call",
    ]
  }

  private func cut(_ plan: LoadPlan) -> [String] {
    guard result.cut else { return [] }
    guard result.search.isEmpty else {
      return ["CUT: the search was ended before it was done; this is the best it found"]
    }
    let planned = plan.seconds > 0 ? " of \(NumberText.fixed(plan.seconds, 2)) s" : ""
    return ["CUT after \(NumberText.fixed(result.seconds, 2)) s\(planned): calls that had not ended do not count"]
  }

  private var validity: [String] {
    result.invalidReasons.isEmpty
      ? [] : ["INVALID: these figures do not speak of the server"] + result.invalidReasons.map { "  \($0)" }
  }

  // MARK: Latency

  private var latencies: [String] {
    let columns: [(String, LatencySummary?)] = [
      ("from due", result.latencyFromIntended), ("from send", result.latencyFromSend),
      ("sent late", result.generatorLag),
      ("messages", result.messageLatency),
    ].filter { $0.1 != nil }
    guard !columns.isEmpty else { return result.started > 0 ? ["latency: no call succeeded"] : [] }
    let head = NumberText.padded("latency in ms", 14) + columns.map { NumberText.padded($0.0, 12) }.joined()
    let rows: [(String, (LatencySummary) -> Double)] =
      [("min", { $0.min }), ("mean", { $0.mean })]
      + LatencyHistogram.percentages.enumerated().map { index, percent in
        ("p\(NumberText.percentile(percent))", { $0.percentiles[index].milliseconds })
      } + [("max", { $0.max })]
    return [head]
      + rows.map { name, value in
        NumberText.padded(name, 14)
          + columns.map { NumberText.padded($0.1.map { NumberText.fixed(value($0), 3) } ?? "", 12) }.joined()
      }
  }

  // MARK: Causes

  private var outcomes: [String] {
    guard !result.outcomes.isEmpty else { return [] }
    return ["ended with"]
      + result.outcomes.map { outcome in
        let share = NumberText.fixed(100 * Double(outcome.count) / Double(max(1, result.succeeded + result.failed)), 2)
        let p50 =
          outcome.latency?.percentiles.first.map { ", median \(NumberText.milliseconds($0.milliseconds))" } ?? ""
        let cause = outcome.cause.isEmpty ? "" : ": \(outcome.cause)"
        return "  \(outcome.status) \(NumberText.grouped(outcome.count)) (\(share) %\(p50))\(cause)"
      }
  }

  private var traffic: [String] {
    guard let traffic = result.traffic else { return [] }
    var line =
      "messages: \(NumberText.grouped(traffic.messageBytesSent)) bytes sent, "
      + "\(NumberText.grouped(traffic.messageBytesReceived)) received"
    if traffic.wireBytesSent > 0 {
      line +=
        "; on the wire \(NumberText.grouped(traffic.wireBytesSent)) and \(NumberText.grouped(traffic.wireBytesReceived))"
    }
    var lines = [line]
    if traffic.connects > 0 {
      lines.append(
        "connections made: \(traffic.connects), of them again: \(traffic.reconnects), failed: \(traffic.failedConnects)"
      )
    }
    for (code, count) in traffic.resets.sorted(by: { $0.key < $1.key }) {
      lines.append("streams reset with \(code): \(count)")
    }
    for (code, count) in traffic.goaways.sorted(by: { $0.key < $1.key }) {
      lines.append("GOAWAY with \(code): \(count)")
    }
    if traffic.flowControlSeconds > 0 {
      lines.append("senders waited \(NumberText.fixed(traffic.flowControlSeconds, 3)) s for the server's windows")
    }
    return lines
  }

  private var thresholds: [String] {
    result.thresholds.map { outcome in
      let measured = outcome.measured.map { NumberText.fixed($0, 3) } ?? "nothing"
      return "\(outcome.held ? "held  " : "MISSED") \(outcome.condition), measured \(measured)"
    }
  }

  private var search: [String] {
    result.search.isEmpty
      ? []
      : ["rates tried"]
        + result.search.map { "  " + $0.line } + [SearchVerdict(result.search).text]
  }
}
