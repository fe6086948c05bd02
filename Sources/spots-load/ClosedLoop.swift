import EnrichmentClient
import RPC

/// Workers that each begin the next call when the last one has ended.
struct ClosedLoop: Sendable {
  /// Workers at once.
  let concurrency: Int
  /// How long to run.
  let duration: Duration
  /// What each worker does.
  let workload: Workload

  /// Runs until the time is over; failed calls are counted and slowed down, so that a dead server is not flooded.
  func run(_ clients: [PartnerClient]) async -> (recorder: LatencyRecorder, seconds: Double) {
    let start = ContinuousClock.now
    let end = start.advanced(by: duration)
    let recorder = await withTaskGroup(of: LatencyRecorder.self) { group in
      for worker in 0..<concurrency {
        let client = clients[worker % clients.count]
        group.addTask { await work(client, worker: worker, until: end) }
      }
      return await group.reduce(into: LatencyRecorder()) { $0.merge($1) }
    }
    return (recorder, Double(start.duration(to: .now).nanoseconds) / 1e9)
  }

  private func work(_ client: PartnerClient, worker: Int, until end: ContinuousClock.Instant) async -> LatencyRecorder {
    var recorder = LatencyRecorder()
    while ContinuousClock.now < end {
      do {
        try await workload.run(client, number: worker, into: &recorder)
      } catch let error as RPCError {
        recorder.failed(with: "\(error.code)")
        try? await Task.sleep(for: .milliseconds(20))
      } catch {
        recorder.failed(with: "\(error)")
        try? await Task.sleep(for: .milliseconds(20))
      }
    }
    return recorder
  }
}
