import ArgumentParser
import EnrichmentRPC
import EnrichmentSchema
import EnrichmentService
import Operations
import WireFormat

struct ReleaseCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "release", abstract: "Computes and publishes a release of every registered segment.",
    discussion: """
      Charges the privacy ledger, also when it fails half-way, and first refuses, uncharged, what can be seen to be wrong \
      or of no use. Prints what was released.
      """)
  @OptionGroup var store: StoreArguments
  @Option(help: "default (floor of 1,000 people) or research (floor of 100, named in every answer).")
  var policy = "default"
  @Option(help: "Cut-off, such as 2013-02-28T00:00:00Z or 2013-02-28; by default the store's own.")
  var asOf: String?
  @Option(
    help: ArgumentHelp(
      "A region; by default all. Can be given again.",
      discussion: "A run of some regions is charged in full: one run of all costs less than one of each."))
  var region: [String] = []
  @Flag(help: "The clock is right although it is more than 45 days ahead of the newest entry of the ledger.")
  var acceptClock = false
  @Flag(help: "Draw a run that could be seen to be of no use, such as one at a cut-off that is released already.")
  var force = false
  @Flag(help: "Only say what would be drawn and charged.")
  var dryRun = false
  @Option(
    help: ArgumentHelp(
      "A directory that keeps a copy of the ledger's anchor, such as one on another disk; can be given again.",
      discussion: "Without a running server: that one is given its own.", valueName: "dir"))
  var anchor: [String] = []

  func run() async throws {
    var request = RunReleaseRequest()
    (request.policy, request.regions) = (policy, region)
    (request.acceptClock, request.force, request.dryRun) = (acceptClock, force, dryRun)
    if let asOf {
      request.asOf = GoogleProtobufTimestamp(seconds: try cutOffTime(asOf).seconds)
    }
    let asked = request
    let response = try await failing {
      try await store.withAdmin(
        anchors: anchor, direct: { try await $0.runRelease(asked) }, server: { try await $0.runRelease(asked) })
    }
    if dryRun {
      print(
        "would draw \(response.cells) cells for \(response.segments) segments and charge \(charge(of: response)), "
          + "cut-off \(cutOff(response)); nothing was read, charged or published")
      response.expectedErrors.forEach { print("expected error: \($0)") }
      return
    }
    print(
      "released \(response.releaseID): \(response.cells) cells, \(response.answerableSegments) of \(response.segments) "
        + "segments can be answered, charged \(response.nanoRho) nano-rho, cut-off \(cutOff(response))")
  }
}

/// What a run would charge; less where it turns out that nobody is admitted.
private func charge(of response: RunReleaseResponse) -> String {
  let most = "\(response.nanoRho) nano-rho"
  return response.leastNanoRho == response.nanoRho
    ? most : "\(most), or \(response.leastNanoRho) if no segment is admitted"
}

/// The cut-off in RFC 3339.
private func cutOff(_ response: RunReleaseResponse) -> String {
  response.asOf.map { "\(CivilTime(seconds: $0.seconds))" } ?? "-"
}
