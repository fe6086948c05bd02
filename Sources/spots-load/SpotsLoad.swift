import ArgumentParser

@main
struct SpotsLoad: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "spots-load",
    abstract: "Drives a gRPC server and measures what its users would see.",
    usage: """
      spots-load [<options>]
      spots-load compare <before> <after> [--tolerance <tolerance>]
      """,
    discussion: """
      Without --method it asks the enrichment service for the behaviour of a segment. The key comes from the environment \
      variable SPOTS_KEY. Ctrl-C and SIGTERM end a run early; what it has measured is reported.

      Exit codes: 0 all calls succeeded, or --find-max found a rate; 1 some failed; 2 --find-max came to no decision; 64 \
      bad arguments; 69 no call succeeded; 74 a file could not be written; 99 a threshold was missed, or no rate held; 130 and 143 ended by Ctrl-C and \
      SIGTERM.
      """,
    subcommands: [CompareCommand.self, RunCommand.self])

  // Its options are those of the program itself, so that `--help` lists them.
  @OptionGroup var command: RunCommand

  func run() async throws { try await command.run() }
}
