import ArgumentParser
import EnrichmentRPC
import EnrichmentSchema
import Operations
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
    if response.works.isEmpty { print("no server has run on this store yet") }
    for work in response.works {
      print(
        "\(work.name)  every \(Self.period(work.periodSeconds))  last \(Self.time(work.startedAt))  "
          + "next \(Self.time(work.dueAt))  \(work.outcome)")
    }
  }

  private static func period(_ seconds: Double) -> String {
    guard seconds > 0 else { return "-" }
    return seconds >= 3_600 ? "\(Int(seconds / 3_600)) h" : "\(seconds) s"
  }

  private static func time(_ time: GoogleProtobufTimestamp?) -> String {
    time.map { "\(CivilTime(seconds: $0.seconds))" } ?? "-"
  }
}
