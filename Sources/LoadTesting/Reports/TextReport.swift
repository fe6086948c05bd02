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
    let rate = Decimal.fixed(result.rate, result.rate < 100 ? 1 : 0)
    return [
      "\(plan.method) at \(plan.endpoint)",
      "  \(how)",
      "  \(Decimal.grouped(result.succeeded)) of \(Decimal.grouped(result.started)) calls succeeded in "
        + "\(Decimal.fixed(result.seconds, 2)) s: \(rate) per second",
      "  generator: \(Decimal.fixed(result.cpuMicrosecondsPerCall, 1)) µs of CPU per call",
    ]
  }

  private var validity: [String] {
    result.invalidReasons.isEmpty
      ? [] : ["INVALID: these figures speak of the generator"] + result.invalidReasons.map { "  \($0)" }
  }

  // MARK: Latency

  private var latencies: [String] {
    let columns: [(String, LatencySummary?)] = [
      ("from due", result.latencyFromIntended), ("from send", result.latencyFromSend),
      ("sent late", result.generatorLag),
      ("messages", result.messageLatency),
    ].filter { $0.1 != nil }
    guard !columns.isEmpty else { return ["latency: no call succeeded"] }
    let head = Decimal.padded("latency in ms", 14) + columns.map { Decimal.padded($0.0, 12) }.joined()
    let rows: [(String, (LatencySummary) -> Double)] =
      [("min", { $0.min }), ("mean", { $0.mean })]
      + LatencyHistogram.percentages.enumerated().map { index, percent in
        ("p\(percent == percent.rounded() ? "\(Int(percent))" : "\(percent)")", { $0.percentiles[index].milliseconds })
      } + [("max", { $0.max })]
    return [head]
      + rows.map { name, value in
        Decimal.padded(name, 14)
          + columns.map { Decimal.padded($0.1.map { Decimal.fixed(value($0), 3) } ?? "", 12) }.joined()
      }
  }

  // MARK: Causes

  private var outcomes: [String] {
    ["ended with"]
      + result.outcomes.map { outcome in
        let share = Decimal.fixed(100 * Double(outcome.count) / Double(max(1, result.succeeded + result.failed)), 2)
        let p50 = outcome.latency?.percentiles.first.map { ", median \(Decimal.milliseconds($0.milliseconds))" } ?? ""
        let cause = outcome.cause.isEmpty ? "" : ": \(outcome.cause)"
        return "  \(outcome.status) \(Decimal.grouped(outcome.count)) (\(share) %\(p50))\(cause)"
      }
  }

  private var traffic: [String] {
    guard let traffic = result.traffic else { return [] }
    var line =
      "messages: \(Decimal.grouped(traffic.messageBytesSent)) bytes sent, "
      + "\(Decimal.grouped(traffic.messageBytesReceived)) received"
    if traffic.wireBytesSent > 0 {
      line +=
        "; on the wire \(Decimal.grouped(traffic.wireBytesSent)) and \(Decimal.grouped(traffic.wireBytesReceived))"
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
      lines.append("senders waited \(Decimal.fixed(traffic.flowControlSeconds, 3)) s for the server's windows")
    }
    return lines
  }

  private var thresholds: [String] {
    result.thresholds.map { outcome in
      let measured = outcome.measured.map { Decimal.fixed($0, 3) } ?? "nothing"
      return "\(outcome.held ? "held  " : "MISSED") \(outcome.condition), measured \(measured)"
    }
  }

  private var search: [String] {
    result.search.isEmpty
      ? []
      : ["rates tried"]
        + result.search.map { step in
          "  \(Decimal.padded(Decimal.fixed(step.rate, 0), 10))/s reached \(Decimal.fixed(step.reached, 0)), "
            + "p99 \(Decimal.milliseconds(step.p99)), errors \(Decimal.fixed(100 * step.errorShare, 2)) %: "
            + (step.held ? "held" : "missed")
        }
  }
}
