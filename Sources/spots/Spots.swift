import ArgumentParser
@preconcurrency import Glibc

@main
enum Program {
  /// Runs the command; one whose output was lost has not done what it was asked for.
  static func main() async {
    await Spots.main()
    guard fflush(stdout) != 0 || ferror(stdout) != 0, !isReaderGone else { return }
    Spots.exit(withError: failure("what was to be printed could not be written", code: 74))
  }

  /// Whether standard output is a pipe whose reader has read enough, as `head` does.
  private static var isReaderGone: Bool {
    var output = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
    return poll(&output, 1, 0) == 1 && output.revents & Int16(POLLERR) != 0
  }
}

struct Spots: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "spots",
    abstract: "Operates a SPOTS Enrichment store and calls its server.",
    discussion: """
      Exit codes: 0 done, 1 a call was refused or failed, 64 bad arguments, 65 bad data, 69 nothing to answer \
      with (server away, budget spent), 70 a release contradicted itself, 74 input or output failed, 75 try again \
      later (store in use, release under way), 78 bad set-up. `validate` has 3 for a gate that was missed.
      """,
    subcommands: [
      InitCommand.self, KeysCommand.self, ImportCommand.self, SimulateCommand.self, RegionsCommand.self,
      ZonesCommand.self, ItemsCommand.self,
      PersonCommand.self, ReleaseCommand.self,
      ScheduleCommand.self, CacheCommand.self, BudgetCommand.self, LedgerCommand.self, RestoreCommand.self,
      PrivacyCommand.self,
      SegmentsCommand.self,
      SegmentCommand.self, SandboxReleaseCommand.self,
      CallCommand.self,
      TourCommand.self, KnotCommand.self, CompatibilityCommand.self, ValidateCommand.self,
    ])
}
