import ArgumentParser
import LoadTesting
import WireFormat

/// When calls are made.
struct PaceOptions: ParsableArguments {
  @Option(help: "Calls at once, 1 to 100,000; in an open loop the most that may be under way. [16, open loop: 1000]")
  var concurrency: Int?
  @Option(help: "Open loop: calls per second, or a ramp such as 100..1000.")
  var rate: String?
  @Option(help: "Open loop: phases such as 100x10s,100..1000x1m,(100x9s,2000x1s)*6.")
  var schedule: String?
  @Option(help: "How long to measure: 500ms, 10s or 2m.")
  var duration = "10s"
  @Option(help: "Closed loop: calls to make instead of a duration.")
  var count: Int?
  @Option(help: "Time before the measured part, such as 500ms; 0 for none.")
  var warmup = "1s"
  @Option(help: "Closed loop: pause of a worker between calls; also the pause between messages of a stream.")
  var think: String?
  @Option(help: "Seed of everything drawn at random.")
  var seed: UInt64 = 1
  @Flag(help: "Search for the highest rate at which the conditions of --slo hold.")
  var findMax = false
  @Option(help: "Conditions of --find-max, such as p99<10ms,errors<0.1%.")
  var slo = "p99<10ms,errors<0.1%"

  func validate() throws {
    if let concurrency { try Bounds.check("--concurrency", concurrency, in: 1...100_000) }
    if let count { try Bounds.check("--count", count, in: 1...1_000_000_000) }
    if rate != nil, schedule != nil { throw ValidationError("--rate and --schedule: give one of them") }
    if count != nil, rate != nil || schedule != nil {
      throw ValidationError("--count: only without --rate and --schedule")
    }
    if findMax, schedule != nil { throw ValidationError("--find-max: only without --schedule") }
    _ = try (kind(), thinkTime(), warmupSeconds(), seconds(), Threshold.list(slo))
  }

  /// Seconds of a closed loop's measured part; with a count, as long as it takes, a day at most.
  func seconds() throws -> Double { count == nil ? try Bounds.duration("--duration", duration).inSeconds : 86_400 }

  /// Seconds before the measured part.
  func warmupSeconds() throws -> Double { try Bounds.durationOrZero("--warmup", warmup).inSeconds }

  /// The pause between calls or messages.
  func thinkTime() throws -> Duration { try think.map { try Bounds.durationOrZero("--think", $0) } ?? .zero }

  /// How turns begin.
  func kind() throws -> LoopKind {
    guard let schedule = try plannedSchedule() else {
      return .closed(ClosedLoop(concurrency: concurrency ?? 16, count: count, think: try thinkTime()))
    }
    return .open(OpenLoop(schedule: schedule, concurrency: concurrency ?? 1_000))
  }

  private func plannedSchedule() throws -> LoadSchedule? {
    if let schedule {
      do { return try LoadSchedule(schedule) } catch { throw ValidationError("--schedule: \(error)") }
    }
    guard let rate else { return nil }
    _ = try Bounds.duration("--duration", duration)
    do { return try LoadSchedule("\(rate)x\(duration)") } catch {
      throw ValidationError("--rate \(rate): expected calls per second, 0 to 10,000,000, or a ramp such as 100..1000")
    }
  }

  /// The first rate of a search.
  func firstRate() throws -> Double {
    guard let rate else { return 200 }
    guard let number = Double(rate), number > 0 else {
      throw ValidationError("--rate \(rate): with --find-max expected a number above 0")
    }
    return number
  }
}
