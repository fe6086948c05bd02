import ArgumentParser

@main
struct SpotsLoad: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "spots-load",
    abstract: "Drives a gRPC server and measures what its users would see.",
    discussion: """
      Without --method it asks the enrichment service for the behaviour of a segment. The key comes from the environment \
      variable SPOTS_KEY. Exit codes: 0 all calls succeeded, 1 some failed, 64 bad arguments, 69 no call succeeded, 74 a \
      file could not be written, 99 a threshold was missed.
      """,
    subcommands: [RunCommand.self, CompareCommand.self], defaultSubcommand: RunCommand.self)
}
