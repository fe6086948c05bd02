import ArgumentParser
import Terminal

struct SegmentCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "segment", abstract: "Shows one segment.", subcommands: [Show.self])

  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Prints everything that is released of a segment, as a card or a page.",
      discussion: """
        Asks the server for behaviour, personality and influence. The page is one HTML file that needs no other: the \
        twelve dimensions, journeys, lengths of visits, the network around a person, the strongest lifts of the region's zones \
        and the knots of the profile, each drawn as a projection of its braid's closure. What is withheld is named with its reason.
        """)
    @OptionGroup var server: ServerArguments
    @Argument(help: "Id of the segment, as `spots segments` lists it.")
    var segment: String
    @Option(help: "Write a page to this file instead of printing.")
    var html: String?

    func run() async throws {
      let client = try server.client()
      try await failing {
        guard var page = try ResultFile(html) else {
          return SegmentCard.lines(try await SegmentFacts(segment, client: client)).forEach { print($0) }
        }
        try page.write(try SegmentWebPage(await SegmentFacts(segment, client: client)).text())
      }
    }
  }
}
