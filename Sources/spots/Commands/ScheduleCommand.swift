import ArgumentParser
import EnrichmentRPC
import EnrichmentSchema
import Operations
import Pages
import WireFormat

struct ScheduleCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schedule", abstract: "Shows what the server does by the clock, and what came of it last.",
    discussion:
      "Without a running server: what its last one did. Releases are drawn by the clock for live regions only.")
  @OptionGroup var store: StoreArguments

  func run() async throws {
    let request = ListScheduleRequest()
    let response = try await failing {
      try await store.withAdmin(
        direct: { try await $0.listSchedule(request) }, server: { try await $0.listSchedule(request) })
    }
    guard !response.works.isEmpty else {
      print("no server has run on this store yet")
      return
    }
    var table = TextColumns("work", "every", "last", "next", "outcome")
    for work in response.works {
      table.add(
        work.name, Self.period(work.periodSeconds), Self.time(work.startedAt), Self.time(work.dueAt),
        Self.outcome(of: work))
    }
    table.lines.forEach { print($0) }
  }

  /// What came of the last run; `-` where there was none.
  private static func outcome(of work: ScheduledWork) -> String {
    guard let started = work.startedAt else { return "-" }
    guard work.finishedAt != nil else {
      // What is under way is not due again before it ends; what its process did not live to end is.
      return work.dueAt.map { $0.seconds <= started.seconds } ?? false ? "under way" : "did not end"
    }
    return work.outcome.isEmpty ? "done" : work.outcome
  }

  private static func period(_ seconds: Double) -> String {
    guard seconds > 0 else { return "-" }
    return seconds >= 3_600 ? "\(NumberText.brief(seconds / 3_600)) h" : "\(NumberText.brief(seconds)) s"
  }

  private static func time(_ time: GoogleProtobufTimestamp?) -> String {
    time.map { "\(CivilTime(seconds: $0.seconds))" } ?? "-"
  }
}
