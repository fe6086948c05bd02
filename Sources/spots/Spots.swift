import ArgumentParser

@main
struct Spots: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "spots",
    abstract: "Operates a SPOTS Enrichment store and calls its server.",
    discussion: """
      Exit codes: 0 done, 1 a call was refused or failed, 64 bad arguments, 65 bad data, 69 nothing to answer \
      with (server away, budget spent), 74 input or output failed, 75 try again later (store in use), 78 bad set-up.
      """,
    subcommands: [
      InitCommand.self, KeysCommand.self, ImportCommand.self, SimulateCommand.self, ReleaseCommand.self,
      ScheduleCommand.self, BudgetCommand.self, PrivacyCommand.self, SegmentsCommand.self, SegmentCommand.self,
      CallCommand.self,
      TourCommand.self, KnotCommand.self, CompatibilityCommand.self,
    ])
}
